"""The record as a file: CSV or JSON lines, streamed, with what proves its order.

Every line carries its number, its link and the link before it: whoever has the file sees
whether an event between two others is missing, without the key that the links are made with.
Identity and telephone numbers are hidden, as on the page.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from review.desk.access.guard import person_of, refused
from review.desk.models import Event, Person
from review.desk.record.chain import append_event
from review.desk.record.filters import RecordFilter
from review.desk.record.hiding import NOT_YET, hidden_events, shown_detail
from review.desk.record.sentences import sentence
from review.desk.templatetags.desk import say
from review.rosters.cells import csv_cell

_AT_ONCE = 500
COLUMNS = (
    "seq", "at", "actor", "action", "sentence", "subject", "batch", "detail", "before", "link",
)  # fmt: skip
Line = dict[str, Any]


@require_GET
def export_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered record as CSV in UTF-8 with a mark that spreadsheets know it by."""
    return _export(request, "csv", "text/csv; charset=utf-8", _csv)


@require_GET
def export_json_lines(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered record as JSON, one event a line."""
    return _export(request, "jsonl", "application/x-ndjson; charset=utf-8", _json)


def _export(
    request: HttpRequest,
    form: str,
    content_type: str,
    write: Callable[[Iterator[Line]], Iterator[str]],
) -> HttpResponse | StreamingHttpResponse:
    person = person_of(request)
    if person.regions:
        return refused(request)
    wanted = RecordFilter.of(request.GET)
    with transaction.atomic():
        own = append_event(
            "export.record", person.username, detail={"filter": wanted.query, "format": form}
        )
    events = wanted.events().filter(seq__lt=own.seq)
    lines = _lines(events, person, translation.get_language() or "zh-hans")
    response = StreamingHttpResponse(write(lines), content_type=content_type)
    name = f"record-{timezone.localdate():%Y%m%d}-{own.seq}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(events: QuerySet[Event], person: Person, language: str) -> Iterator[Line]:
    """The events in their order, some at a time; a page of the desk speaks one language."""
    after = 0
    while some := list(events.filter(seq__gt=after).order_by("seq")[:_AT_ONCE]):
        # What is streamed is written after the request's own language was put away.
        with translation.override(language):
            hidden = hidden_events(person, some)
            lines = [_line(event, hidden=event.seq in hidden) for event in some]
        yield from lines
        after = some[-1].seq


def _line(event: Event, *, hidden: bool) -> Line:
    detail = {} if hidden else shown_detail(event)
    return {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "sentence": sentence(event.action, detail) + (say(*NOT_YET) if hidden else ""),
        "subject": event.subject,
        "batch": event.batch,
        "detail": detail,
        "before": event.before,
        "link": event.link,
    }


def _csv(lines: Iterator[Line]) -> Iterator[str]:
    yield "\ufeff" + _row(COLUMNS)
    for line in lines:
        detail = json.dumps(line["detail"], ensure_ascii=False, sort_keys=True)
        yield _row([csv_cell(str(one)) for one in (line | {"detail": detail}).values()])


def _row(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _json(lines: Iterator[Line]) -> Iterator[str]:
    for line in lines:
        yield json.dumps(line, ensure_ascii=False) + "\n"
