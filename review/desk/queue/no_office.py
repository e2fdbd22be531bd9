"""Why a county's reviewer has nothing to decide: none of their places has an office."""

from __future__ import annotations

from review.desk.flow.offices import without_office
from review.desk.models import Person
from review.desk.templatetags.desk import say


def no_office(person: Person) -> str:
    """The sentence for whoever can decide nothing at all for want of an office; else empty."""
    bare = without_office(person)
    if not bare or len(bare) < len(person.regions):
        return ""
    places = bare[0] if len(bare) == 1 else "您的地区"
    return say(
        f"{places}没有设县区初审机构：事项都由市级审核，您暂时没有可办的事项，只能查看。"
        "需要由县区初审的，请管理员在“县区初审机构”中设立。",
        "Your places have no county office: the city decides all their items, and you have "
        "nothing to decide for now. An administrator can set an office up.",
    )
