"""Corrections: what a person reads where the machine read something else.

The reading stays as it is and the rules are not told: a correction stands beside the reading,
for whoever decides.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from evidence.errors import HeyanError, Problem
from evidence.names import normal_text
from review.desk.case.readings import Reading
from review.desk.models import Correction, Item, Person
from review.desk.record.chain import append_event
from review.desk.record.told import CORRECTED, told

LONGEST_VALUE = 500
"""Characters of a value; the longest title of a document has some 80."""
LONGEST_NOTE = 1000


class CorrectionRefusedError(HeyanError):
    """A correction was not saved; what was typed stays in the form."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed: the key of the reading, what they read there, and a note.

    `sure` is the value that they were asked about and sent again.
    """

    reading: str = ""
    value: str = ""
    note: str = ""
    sure: str = ""


def corrections_of(applicant: int) -> list[Correction]:
    """All corrections of an applicant's readings, oldest first, with who made them."""
    return list(
        Correction.objects.filter(applicant=applicant).select_related("person").order_by("pk")
    )


def correct(
    person: Person, item: Item, readings: Iterable[Reading], typed: Typed, now: dt.datetime
) -> Correction:
    """Keep what the person read beside the machine's reading, and tell the record.

    Raises CorrectionRefusedError: `E-CORRECT-READING` (no such reading any more),
    `E-CORRECT-VALUE` (empty, too long, not printable), `E-CORRECT-SAME` (says what the
    machine says, or what was noted last), `E-CORRECT-UNLIKE` (not one character of what the
    machine read, as where the wrong reading was chosen; kept once the person is `sure`).
    """
    reading = next((one for one in readings if one.key == typed.reading), None)
    if reading is None:
        raise _refused(
            "E-CORRECT-READING",
            "请选择要更正的读数；如刚才有新的识读结果，请在列表中重新选择。",
            "Choose the reading to correct; if the file was just read anew, choose it again.",
        )
    value, note = typed.value.strip(), typed.note.strip()
    if not value or not _printable(value, LONGEST_VALUE) or not _printable(note, LONGEST_NOTE):
        raise _refused(
            "E-CORRECT-VALUE",
            f"请填写您在扫描件上读到的内容（最多 {LONGEST_VALUE} 字，一行）。",
            f"Write what you read on the scan (at most {LONGEST_VALUE} characters, one line).",
        )
    if value == (reading.corrections[0].corrected_value if reading.corrections else reading.value):
        raise _refused(
            "E-CORRECT-SAME",
            "与现有内容相同，无需更正；请填写不同的内容。",
            "That is what stands there already; nothing needs correcting.",
        )
    if value != typed.sure.strip() and _unlike(value, reading.value):
        raise _refused(
            "E-CORRECT-UNLIKE",
            "您填写的与机器读数没有一个字相同，还没有记录。请核对是否选对了读数；无误请再按一次“记录更正”。",
            "Not one character is what the machine read, and nothing is kept yet. See that the "
            "right reading is chosen, then send it once more.",
        )
    with transaction.atomic():
        correction = Correction.objects.create(
            applicant_id=item.applicant_id,
            item=item,
            person=person,
            at=now,
            upload=reading.upload,
            page=reading.page,
            kind=reading.kind.value,
            field=reading.field,
            read_value=reading.value,
            corrected_value=value,
            note=note,
        )
        append_event(
            CORRECTED,
            person.username,
            f"correction/{correction.pk}",
            batch=item.batch_id,
            detail=told(correction),
            at=now,
        )
    return correction


def _unlike(value: str, read: str) -> bool:
    """Whether both say something and share no letter, digit or character."""
    typed, was = (
        {one for one in normal_text(text).lower() if one.isalnum()} for text in (value, read)
    )
    return bool(typed and was) and typed.isdisjoint(was)


def _printable(text: str, longest: int) -> bool:
    return len(text) <= longest and not any(
        unicodedata.category(character) in ("Cc", "Cs") for character in text
    )


def _refused(code: str, zh: str, en: str) -> CorrectionRefusedError:
    return CorrectionRefusedError(Problem(code, zh, en))
