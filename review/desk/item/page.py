"""The item page (事项): everything it shows, put together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from evidence.cases import Case
from evidence.errors import Problem
from evidence.register import RecordSource
from review.desk.access.guard import person_of
from review.desk.access.roles import Action, may
from review.desk.access.scope import items_of
from review.desk.case.claims_shown import claims_shown
from review.desk.case.correcting import correction_form
from review.desk.case.corrections import corrections_of
from review.desk.case.corrections_shown import corrections_shown
from review.desk.case.declaration_shown import declaration_shown
from review.desk.case.files_shown import files_shown
from review.desk.case.items_shown import items_shown
from review.desk.case.masks import Masks
from review.desk.case.pending_results import PendingResult, pending_results
from review.desk.case.readings import reading_key, readings_of
from review.desk.case.shown_decisions import shown_decisions
from review.desk.flow.blind import is_blind
from review.desk.flow.deciding import given_in, may_reopen
from review.desk.item.addresses import item_page_address
from review.desk.item.blocks import Block, Blocks
from review.desk.item.changed_since import changes_since
from review.desk.item.changes_shown import ShownChange, changes_shown
from review.desk.item.choices_shown import choices_shown
from review.desk.item.drafts import draft_of
from review.desk.item.lease_shown import lease_shown
from review.desk.item.opening import opened_mark
from review.desk.item.scan import scan_data
from review.desk.item.why_here import why_here
from review.desk.item.written import Written
from review.desk.models import Applicant, Correction, Decision, Item, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage, State
from review.desk.publishing.batch_content import BatchContent, content_of
from review.desk.publishing.wanted import evidence_of
from review.desk.queue.filters import QueueFilter
from review.desk.queue.progress import place_in
from review.desk.templatetags.desk import SIGNS
from review.desk.whole_numbers import whole_number
from review.desk.wording import word_for

_DAYS_FOR_PAPERS = 7
"""What the day for bringing papers is set to at first."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a refused request brought along: nothing of it may be lost."""

    written: Written
    problem: Problem
    mark: str = ""
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True)
class Asked:
    """Which queue the person came from, and which item they decided just before."""

    within: str = ""
    after: str = ""
    sent: Sent | None = field(default=None)


def item_response(
    request: HttpRequest, item: Item, case: Case, asked: Asked, now: dt.datetime
) -> HttpResponse:
    """The page of an item as it stands at this moment."""
    person = person_of(request)
    context = _context(person, item, case, asked, now)
    status = asked.sent.status if asked.sent else HTTPStatus.OK
    return render(request, "desk/item/item.html", context, status=status)


def _context(
    person: Person, item: Item, case: Case, asked: Asked, now: dt.datetime
) -> dict[str, Any]:
    masks = Masks.of(item.applicant)
    content = content_of(item.batch_id, item.batch.published_at, item.batch.run)
    blind = is_blind(item)
    corrections = corrections_of(item.applicant_id)
    blocks = Blocks(case, content, masks, _corrected(corrections, masks), blind=blind).of_item(
        Kind(item.kind), item.claim
    )
    files = files_shown(case, (), masks)
    items = list(item.applicant.items.order_by("pk"))
    decisions = shown_decisions(person, items)
    shown = items_shown(items, decisions, masks)
    queue = QueueFilter.of(asked.within)
    number, of = place_in(queue, person, item, now)
    back = item_page_address(item.pk, asked.within)
    return {
        "section": "queue",
        "item": item,
        "applicant": item.applicant,
        "masks": masks,
        "blind": blind,
        "within": queue.query,
        "back": back,
        "number": number,
        "of": of,
        "stage": word_for(Stage(item.stage)),
        "kind": word_for(Kind(item.kind)),
        "state": word_for(State(item.state)),
        "lease": lease_shown(person, item, now),
        "may_reopen": may_reopen(person, item),
        "pending": _pending(item, now),
        "why_here": why_here(item, decisions.by_item.get(item.pk, ()), masks),
        "blocks": blocks,
        "fine": _folded(blocks.fine),
        "files": files,
        "scan": scan_data(item.applicant_id, files, blocks),
        "own": next(one for one in shown if one.number == item.pk),
        "others": [one for one in shown if one.number != item.pk],
        "changes": _changes(item, case, content, masks, blind=blind),
        "corrections": corrections_shown(corrections, masks),
        "previous": _previous(person, asked.after),
        **_declared(item, case, content, masks),
        **_form(person, item, asked.sent, now),
        **_correcting(person, item, case, corrections, back),
    }


def _pending(item: Item, now: dt.datetime) -> tuple[PendingResult, ...]:
    applicants = Applicant.objects.filter(pk=item.applicant_id)
    return pending_results(applicants, settings.PLACES.inbox, now).get(item.applicant_id, ())


def _corrected(corrections: list[Correction], masks: Masks) -> dict[str, tuple[str, str]]:
    """The latest correction of each reading."""
    return {
        reading_key(one.upload, one.page, one.kind, one.field, one.read_value): (
            masks.value(one.field, one.corrected_value),
            str(one.person),
        )
        for one in corrections
    }


def _folded(fine: tuple[Block, ...]) -> list[tuple[str, str, str]]:
    """Result, mark and title of each rule that is fine, for the one line that opens."""
    return [
        (block.result, SIGNS[block.result][0], title or rule)
        for block in fine
        for rule, title in block.rules
    ]


def _declared(item: Item, case: Case, content: BatchContent, masks: Masks) -> dict[str, Any]:
    """The claims that the item is about, or the whole declaration."""
    claims = claims_shown(case, content, masks)
    about = [one for one in claims if one.no == item.claim or item.kind == Kind.SAMPLE]
    official = {
        record.patent_number
        for record in case.records
        if record.source is not RecordSource.APPLICANT
    }
    rule = content.rule(f"H6{item.condition}") if item.kind == Kind.CLAIM else None
    return {
        "claims": about,
        "declaration": None
        if item.kind == Kind.CLAIM
        else declaration_shown(case.dossier.application, masks),
        "words": rule.citation if rule else "",
        "unrecorded": [one.patent for one in about if one.patent and one.patent not in official],
    }


def _changes(
    item: Item, case: Case, content: BatchContent, masks: Masks, *, blind: bool
) -> list[ShownChange]:
    """How the evidence differs from what lay before whoever decided last, in an earlier round."""
    if not item.changed:
        return []
    last = Decision.objects.filter(item=item, round__lt=item.round).order_by("pk").last()
    if last is None:
        return []
    present = evidence_of(case, item.kind, item.claim)
    return changes_shown(changes_since(last.seen, present), content, masks, blind=blind)


def _form(person: Person, item: Item, sent: Sent | None, now: dt.datetime) -> dict[str, Any]:
    """The form of a decision: refused, begun earlier, or new.

    What was chosen is there again only where the item is as it was then: on other evidence, or
    after somebody else was at it, a habitual Enter must not decide.
    """
    draft = draft_of(person, item)
    begun = sent.written if sent else draft.written if draft else Written()
    conflict = sent is not None and sent.status is HTTPStatus.CONFLICT
    changed = conflict or begun.version != str(item.version)
    written = begun.undecided if changed else begun
    until = (
        written.until or (timezone.localdate(now) + dt.timedelta(days=_DAYS_FOR_PAPERS)).isoformat()
    )
    return {
        "written": written,
        "chosen_before": changed and bool(begun.choice),
        "written_for": begun.choice if begun.text.strip() else "",
        "until": until,
        "draft": draft if draft and not sent else None,
        "problem": sent.problem if sent else None,
        "choices": choices_shown(person, item, given_in(item), written.choice, written.reason),
        "mark": sent.mark if sent and sent.mark else opened_mark(person, item.pk, now),
    }


def _correcting(
    person: Person, item: Item, case: Case, corrections: list[Correction], back: str
) -> dict[str, Any]:
    if not may(person.role_set, Action.ITEM_CORRECT):
        return {"correction": None}
    return {"correction": correction_form(item, case, readings_of(case, corrections), back)}


def _previous(person: Person, after: str) -> dict[str, Any] | None:
    """What the person decided just before, so that a slip is seen and can be undone."""
    number = whole_number(after)
    item = items_of(person).filter(pk=number).first() if number is not None else None
    decision = item and item.decisions.filter(person=person).order_by("pk").last()
    if not item or not decision:
        return None
    return {"item": item, "choice": word_for(Choice(decision.choice)), "at": decision.at}
