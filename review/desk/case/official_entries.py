"""Official results that people typed in (附件1 第九条): saving one, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from evidence import codec
from evidence.cases import Case
from evidence.errors import MachineError, NormalFormError, Problem
from evidence.inbox import OFFICIAL, OfficialResult
from evidence.patent_numbers import parse_patent_number
from evidence.places import Place
from evidence.register import OfficialRecord
from review.desk.case.claims_shown import printed_number
from review.desk.case.records_shown import record_values
from review.desk.case.screenshots import Screenshot
from review.desk.case.trays import Handing, results_tray
from review.desk.models import Applicant, OfficialEntry, Person
from review.desk.record.chain import append_event
from review.desk.record.told import OFFICIAL as ENTERED
from review.desk.record.told import told
from review.desk.templatetags.desk import say


@dataclass(frozen=True, slots=True)
class EntryProgress:
    """What became of a typed-in result, in words; `waiting` while it will change by itself."""

    words: str
    waiting: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A typed-in result as pages show it."""

    printed: str
    values: tuple[tuple[str, str], ...]
    person: str
    at: dt.datetime
    progress: EntryProgress


def enter_official(
    person: Person,
    applicant: Applicant,
    record: OfficialRecord,
    screenshot: Screenshot,
    *,
    inbox: Path,
    folder: str,
    now: dt.datetime,
) -> OfficialEntry:
    """Keep a typed-in result, tell the record, and leave it in the inbox for the pipeline.

    Raises MachineError (`E-OFFICIAL-INBOX`); nothing is saved then.
    """
    place = Place(f"{OFFICIAL}/{folder}/{screenshot.name}", 1)
    result = OfficialResult(
        replace(record, place=place), screenshot.name, screenshot.sha256, person.username, now
    )
    tray = results_tray(inbox)
    try:
        tray.prepare(
            folder, {screenshot.name: [screenshot.data]}, codec.encode(OfficialResult, result)
        )
    except OSError as e:
        raise MachineError(_NO_INBOX) from e
    # Where the database does not take it, what is prepared stays invisible and is swept later.
    with transaction.atomic():
        entry = OfficialEntry.objects.create(
            applicant=applicant,
            person=person,
            at=now,
            patent_number=record.patent_number,
            folder=folder,
            content=codec.encode(OfficialResult, result).decode(),
        )
        append_event(
            ENTERED,
            person.username,
            f"official/{entry.pk}",
            batch=applicant.batch_id,
            detail=told(entry),
            at=now,
        )
        transaction.on_commit(lambda: tray.hand_over(folder))
    return entry


def is_committed(folder: str) -> bool:
    """Whether the database has the result of that folder."""
    return OfficialEntry.objects.filter(folder=folder).exists()


def entries_of(applicant: Applicant) -> list[OfficialEntry]:
    """The results typed in for an applicant, latest first."""
    return list(
        OfficialEntry.objects.filter(applicant=applicant).select_related("person").order_by("-pk")
    )


def entries_shown(entries: Iterable[OfficialEntry], case: Case, inbox: Path) -> list[ShownEntry]:
    """What became of these results of an applicant, whose case is given."""
    return [
        ShownEntry(
            printed_number(entry.patent_number),
            record_values(codec.decode(OfficialResult, entry.content).record),
            str(entry.person),
            entry.at,
            answer_of(entry, case) or progress_of(inbox, entry.folder),
        )
        for entry in entries
    ]


def answer_of(entry: OfficialEntry, case: Case) -> EntryProgress | None:
    """What the applicant's case says about a result; None where it says nothing yet."""
    record = _content(codec.decode(OfficialResult, entry.content).record)
    if record in {_content(one) for one in case.records}:
        return EntryProgress(say("已核验，见官方记录", "checked; see the official records"))
    for taken_back in case.withdrawn:
        if _content(taken_back.record) == record:
            by, reason = taken_back.withdrawal.withdrawn_by, taken_back.withdrawal.reason
            return EntryProgress(
                say(f"已由 {by} 撤回：{reason}", f"taken back by {by}: {reason}"), refused=True
            )
    application = case.dossier.application
    claims = application.claims if application else ()
    if _digits(entry.patent_number) not in {_digits(claim.patent_number) for claim in claims}:
        return EntryProgress(
            say(
                "申报中没有此专利号，不影响该申报人；请核对号码",
                "no claim has this number, so nothing changes; check the number",
            )
        )
    return None


def progress_of(inbox: Path, folder: str) -> EntryProgress:
    """How far the pipeline is with a result that the applicant's case does not show yet."""
    tray = results_tray(inbox)
    match tray.handing_of(folder):
        case Handing.REFUSED:
            words = " ".join(say(one.zh, one.en) for one in tray.refusals_of(folder)) or say(
                "核验系统未能采用，请重新录入", "not taken; enter it again"
            )
            return EntryProgress(words, refused=True)
        case Handing.UNFINISHED:
            words = say("已保存，尚未移交", "saved, not yet handed over")
        case Handing.WAITING:
            words = say(
                "已交核验，通常一两分钟后自动更新，批次处理中会更久",
                "handed over; updates in a minute or two, later while a batch is being processed",
            )
        case Handing.TAKEN:
            words = say("正在重新核验", "being checked again")
    return EntryProgress(words, waiting=True)


def _content(record: OfficialRecord) -> OfficialRecord:
    """The record without what the pipeline gives it: where it stands, who brought it and when."""
    return replace(record, place=Place(""), applicant=None, brought_by="", brought_at=None)


def _digits(number: str) -> str:
    try:
        return parse_patent_number(number).digits
    except NormalFormError:
        return ""


_NO_INBOX = Problem(
    "E-OFFICIAL-INBOX",
    "收件箱无法写入，录入内容没有保存（仍在下面的表单中）；请管理员检查磁盘空间和权限后再次保存。",
    "The inbox cannot be written and nothing was saved (what you typed is still in the form); "
    "let the administrator check disk and permissions, then save again.",
)
