"""The year of a document's number against the year of its date.

Source: GB/T 9704-2012 7.2.5: the number bears the year of issue. A decision is
dated in that year, or signed early in the next; a certificate that quotes it is
written in the same season. A digit misread alike by every pass shows only here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evidence.dates import parse_date
from evidence.document_numbers import parse_document_number
from evidence.documents import Certainty, Field
from evidence.errors import NormalFormError

_TOGETHER = frozenset({"date", "document_number"})


def years_compared(fields: Iterable[Field]) -> list[Field]:
    """The fields of one document; its date and its number in doubt where their years part."""
    fields = list(fields)
    dates = {date for date in map(_year_of_date, fields) if date}
    numbers = {number for number in map(_year_of_number, fields) if number}
    if len(dates) != 1 or len(numbers) != 1:
        return fields
    date, number = dates.pop(), numbers.pop()
    if date in (number, number + 1):
        return fields
    doubt = f"the number is of {number}, the date of {date}"
    return [
        replace(field, certainty=Certainty.DOUBTFUL, doubt=field.doubt or doubt)
        if field.name in _TOGETHER
        else field
        for field in fields
    ]


def _year_of_date(field: Field) -> int | None:
    if field.name != "date":
        return None
    try:
        return parse_date(field.value).year
    except NormalFormError:
        return None


def _year_of_number(field: Field) -> int | None:
    if field.name != "document_number":
        return None
    try:
        return parse_document_number(field.value).year
    except NormalFormError:
        return None
