"""The form of a correction: part of the item page, and a page of its own without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from pathlib import PurePosixPath

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from evidence.cases import Case
from evidence.documents import DocumentKind
from evidence.errors import Problem
from review.desk.access.guard import person_of
from review.desk.access.scope import item_for
from review.desk.case.corrections import (
    CorrectionRefusedError,
    Typed,
    correct,
    corrections_of,
)
from review.desk.case.corrections_shown import corrections_shown
from review.desk.case.masks import Masks
from review.desk.case.names import KIND_NAMES, field_name
from review.desk.case.readings import Reading, readings_of
from review.desk.models import Item
from review.desk.publishing.case_file import case_of
from review.desk.publishing.wanted import basis_of
from review.desk.templatetags.desk import say


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading as the form offers it: its key, where it stands, and what was read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """What `desk/case/correction.html` shows, as its variable `correction`.

    `groups` are the readings of each document; `back` is the address to go to afterwards;
    `typed` and `problem` are what was refused, and why.
    """

    item: int
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    back: str
    typed: Typed = field(default_factory=Typed)
    problem: Problem | None = None


def correction_form(
    item: Item,
    case: Case,
    readings: Sequence[Reading],
    back: str,
    typed: Typed | None = None,
    problem: Problem | None = None,
) -> CorrectionForm:
    """The form for an item; the documents that its findings point at stand first."""
    masks = Masks.of(item.applicant)
    pointed = {
        place.upload for finding in basis_of(case, item.kind, item.claim) for place in finding.where
    }
    ordered = sorted(readings, key=lambda one: one.upload not in pointed)
    groups = tuple(
        (_document_label(upload, kind, masks), tuple(_choice(one, masks) for one in some))
        for (upload, kind), some in groupby(ordered, key=lambda one: (one.upload, one.kind))
    )
    return CorrectionForm(item.pk, groups, back, typed or Typed(), problem)


@require_http_methods(["GET", "POST"])
def correct_page(request: HttpRequest, item: int) -> HttpResponse:
    """The form on a page of its own; on POST the correction is kept."""
    person = person_of(request)
    row = item_for(person, item)
    case = case_of(row.applicant_id)
    corrections = corrections_of(row.applicant_id)
    readings = readings_of(case, corrections)
    back = _back(request, row)
    typed, problem = Typed(reading=request.GET.get("reading", "")), None
    if request.method == "POST":
        typed = Typed(
            request.POST.get("reading", ""),
            request.POST.get("value", ""),
            request.POST.get("note", ""),
            request.POST.get("sure", ""),
        )
        try:
            correct(person, row, readings, typed, timezone.now())
        except CorrectionRefusedError as e:
            problem = e.problem
        else:
            messages.success(
                request,
                say(
                    "更正已记录，列在机器读数旁；机器读数不变。",
                    "The correction is kept beside the reading, which stays as it is.",
                ),
            )
            return redirect(back)
    return render(
        request,
        "desk/case/correct.html",
        {
            "section": "queue",
            "item": row,
            "applicant": row.applicant,
            "correction": correction_form(row, case, readings, back, typed, problem),
            "corrections": corrections_shown(corrections, Masks.of(row.applicant)),
            "pages": _pages(case),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
    )


def _back(request: HttpRequest, item: Item) -> str:
    """Where the person came from, if that is an address of the desk."""
    asked = request.POST.get("back", "") or request.GET.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return f"{reverse('applicant', args=[item.applicant_id])}#readings"


def _document_label(upload: str, kind: DocumentKind, masks: Masks) -> str:
    return f"{masks.text(PurePosixPath(upload).name)} · {say(*KIND_NAMES[kind])}"


def _choice(reading: Reading, masks: Masks) -> Choice:
    name = say(*field_name(reading.field))
    value = masks.value(reading.field, reading.value) or say("（未读出）", "(nothing read)")
    page = say(f"第{reading.page}页 ", f"p. {reading.page} ") if reading.page else ""
    corrected = reading.corrections[0].corrected_value if reading.corrections else ""
    beside = say(f"（更正为 {corrected}）", f" (corrected: {corrected})") if corrected else ""
    return Choice(reading.key, f"{page}{name}：{value}{masks.text(beside)}")


def _pages(case: Case) -> list[tuple[str, int, int]]:
    """Name, number of the upload and page of every picture, for whoever looks at the scan."""
    numbers = {one.outcome.upload.path: number for number, one in enumerate(case.uploads)}
    return [
        (PurePosixPath(page.upload).name, numbers[page.upload], page.number)
        for page in case.pages
        if page.path and page.upload in numbers
    ]
