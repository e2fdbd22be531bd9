"""A filter of the record, as its query string says it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date

from review.desk.models import Event
from review.desk.publishing.storable import storable
from review.desk.record.days import within_days
from review.desk.record.subjects import about_applicants, about_item

NOBODY = "-"
"""In place of an account: whoever was not signed in."""
_YEARS = range(2000, 3000)
_ITEM = re.compile(r"item/([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What somebody wants to see of the record; empty means all of it.

    `subject` is as events name it (`item/12`), `applicant` a 申报编号; days are the desk's own.
    """

    person: str = ""
    action: str = ""
    subject: str = ""
    applicant: str = ""
    batch: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def of(cls, values: QueryDict) -> RecordFilter:
        """The filter of a query string; what it does not know is left out."""
        texts = {
            name: storable(values.get(name, "")).strip()
            for name in ("person", "action", "subject", "applicant", "batch")
        }
        return cls(**texts, since=_day(values.get("since")), until=_day(values.get("until")))

    @property
    def query(self) -> str:
        """The query string that says it."""
        values = QueryDict(mutable=True)
        for one in fields(self):
            value = getattr(self, one.name)
            if value:
                values[one.name] = str(value)
        return values.urlencode()

    def events(self) -> QuerySet[Event]:
        """The events that it lets through, in no order yet."""
        events = within_days(Event.objects.all(), self.since, self.until)
        if self.person:
            events = events.filter(actor="" if self.person == NOBODY else self.person)
        if self.action:
            events = events.filter(action=self.action)
        if self.batch:
            events = events.filter(batch=self.batch)
        if item := _ITEM.fullmatch(self.subject):
            events = events.filter(subject__in=about_item(int(item[1])))
        elif self.subject:
            events = events.filter(subject=self.subject)
        if self.applicant:
            events = events.filter(subject__in=about_applicants(self.applicant))
        return events


def _day(text: str | None) -> dt.date | None:
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None
