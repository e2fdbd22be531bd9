"""Corrections apart from their readings, as pages list them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from review.desk.case.masks import Masks
from review.desk.case.names import field_name
from review.desk.models import Correction
from review.desk.templatetags.desk import say


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """What the machine read of a field, and what a person read instead."""

    label: str
    read: str
    corrected: str
    note: str
    person: str
    at: dt.datetime


def corrections_shown(corrections: Iterable[Correction], masks: Masks) -> list[ShownCorrection]:
    """These corrections in their order."""
    return [
        ShownCorrection(
            say(*field_name(one.field)),
            masks.value(one.field, one.read_value) or say("（未读出）", "(nothing)"),
            masks.value(one.field, one.corrected_value),
            masks.text(one.note),
            str(one.person),
            one.at,
        )
        for one in corrections
    ]
