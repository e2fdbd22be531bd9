"""Template tags: both languages side by side, signs, masks, and the menu's rights."""

from __future__ import annotations

from typing import TypeVar

from django import template
from django.template.context import RequestContext
from django.utils.translation import get_language

from evidence.findings import Result
from review.desk.access.roles import Action, may
from review.desk.case.masks import masked_text

register = template.Library()
Said = TypeVar("Said")

SIGNS: dict[str, tuple[str, str, str]] = {
    Result.MATCH: ("✓", "一致", "match"),
    Result.ATTESTED: ("○", "单位确认", "signed for"),
    Result.UNSURE: ("?", "待核", "unsure"),
    Result.NOT_CHECKED: ("–", "未核查", "not checked"),
    Result.MISMATCH: ("✕", "不一致", "mismatch"),
}
"""Sign, Chinese and English word of each result; the sign never stands alone."""


def speaks_english() -> bool:
    """Whether this request is answered in English."""
    return (get_language() or "").startswith("en")


@register.simple_tag
def say(zh: Said, en: Said) -> Said:
    """Chinese first; English where the person switched."""
    return en if speaks_english() else zh


@register.inclusion_tag("desk/parts/sign.html")
def sign(result: str) -> dict[str, str]:
    """Sign and word of a result; its colour only repeats them."""
    mark, zh, en = SIGNS[Result(result)]
    return {"result": str(result), "mark": mark, "word": en if speaks_english() else zh}


@register.filter
def grouped(number: int) -> str:
    """A number with its thousands apart: 12,345."""
    return f"{number:,}"


@register.filter
def masked(text: str) -> str:
    """A 申报编号, or a name in its place, without whole identity numbers."""
    return masked_text(text)


@register.simple_tag(takes_context=True)
def allowed(context: RequestContext, action: str) -> bool:
    """Whether the signed-in person may do that: `{% allowed "queue.view" as see %}`."""
    user = context["request"].user
    return bool(user.is_authenticated and may(user.role_set, Action(action)))
