"""Printouts and exports of CNIPA's sites that somebody brings in the browser (附件1 第九条).

The desk looks at number, size and ending only, and leaves the files in the inbox as they came;
what they are and what they say the pipeline finds out, as of files dropped there by hand.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evidence import codec
from evidence.batch_names import READY_MARKER
from evidence.errors import MachineError, Problem, UploadError
from evidence.inbox import BROUGHT_FILE, BroughtFiles
from review.desk.case.brought_names import ending_of, plain_names
from review.desk.case.trays import Handing, files_tray
from review.desk.models import Event, Person
from review.desk.record.chain import append_event
from review.desk.templatetags.desk import say

BROUGHT = "official.brought"
"""The record's action: some files were brought."""
_SUBJECT = "brought/"
_MIB = 1024 * 1024
MOST_FILES = 50
MOST_BYTES = 100 * _MIB
"""Of one file. A printout of several pages as a 4,000-pixel picture has some 10 MiB."""
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".csv", ".xlsx")
_RECENT = 20
_REASONS = 20
"""Reasons shown of one bringing; a table may have one for each row."""


@dataclass(frozen=True, slots=True)
class ShownBringing:
    """Files that were brought together: by whom, when, and what became of them."""

    names: tuple[str, ...]
    person: str
    at: dt.datetime
    words: str
    problems: tuple[str, ...] = ()
    waiting: bool = False


def bring(
    person: Person,
    files: Sequence[UploadedFile[Any]],
    *,
    inbox: Path,
    folder: str,
    now: dt.datetime,
) -> int:
    """Leave the files in the inbox and tell the record; how many they are.

    Raises UploadError (`E-CNIPA-NONE`, `E-CNIPA-MANY`, `E-CNIPA-SIZE`, `E-CNIPA-KIND`),
    MachineError (`E-CNIPA-INBOX`); nothing is kept then.
    """
    _check(files)
    names = plain_names((file.name or "" for file in files), (BROUGHT_FILE, READY_MARKER))
    sent = {name: file.chunks() for name, file in zip(names, files, strict=True)}
    brought = codec.encode(BroughtFiles, BroughtFiles(person.username, now))
    tray = files_tray(inbox)
    try:
        sums = tray.prepare(folder, {**sent, BROUGHT_FILE: [brought]})
    except OSError as e:
        raise MachineError(_NO_INBOX) from e
    told = [
        {"name": name, "size": file.size, "sha256": sums[name]}
        for name, file in zip(names, files, strict=True)
    ]
    # Where the database does not take it, what is prepared stays invisible and is swept later.
    with transaction.atomic():
        append_event(
            BROUGHT, person.username, f"{_SUBJECT}{folder}", detail={"files": told}, at=now
        )
        transaction.on_commit(lambda: tray.hand_over(folder))
    return len(names)


def is_told(folder: str) -> bool:
    """Whether the record tells of the files of that folder."""
    return Event.objects.filter(action=BROUGHT, subject=f"{_SUBJECT}{folder}").exists()


def is_of_all_places(person: Person) -> bool:
    """Whether the person may bring files, and see what was brought.

    A file may concern anybody's patent, and its name may name anybody: neither is for people who
    are limited to some places. They type results in, for applicants of theirs.
    """
    return not person.regions


def bringings_shown(inbox: Path) -> list[ShownBringing]:
    """What was brought lately, for people of all places."""
    recent = list(Event.objects.filter(action=BROUGHT).order_by("-seq")[:_RECENT])
    people = Person.objects.filter(username__in={event.actor for event in recent})
    names = {one.username: str(one) for one in people}
    return [_shown(event, names.get(event.actor, event.actor), inbox) for event in recent]


def _shown(event: Event, person: str, inbox: Path) -> ShownBringing:
    folder, tray = event.subject.removeprefix(_SUBJECT), files_tray(inbox)
    handing, notes = tray.handing_of(folder), tray.notes_of(folder)
    problems = [*tray.refusals_of(folder), *notes]
    match handing:
        case Handing.UNFINISHED:
            words = say("已保存，尚未移交", "saved, not yet handed over")
        case Handing.WAITING:
            words = say(
                "等待识读，通常一两分钟，批次处理中会更久",
                "waiting to be read: a minute or two, longer while a batch is being processed",
            )
        case Handing.REFUSED:
            words = say("有文件未能采用", "not every file was taken")
        case Handing.TAKEN if notes:
            words = say("已采用，但不是全部内容", "taken, but not all that the files hold")
        case Handing.TAKEN:
            words = say("已采用，清单随后更新", "taken; the list follows")
    return ShownBringing(
        names=tuple(one["name"] for one in json.loads(event.detail)["files"]),
        person=person,
        at=dt.datetime.fromisoformat(event.at),
        words=words,
        problems=tuple(_reasons(problems)),
        waiting=handing in (Handing.UNFINISHED, Handing.WAITING),
    )


def _reasons(problems: Sequence[Problem]) -> Iterator[str]:
    for one in problems[:_REASONS]:
        yield f"{say(one.zh, one.en)} {one.code}"
    more = len(problems) - _REASONS
    if more > 0:
        yield say(f"另有 {more} 条未列出。", f"{more} more are not listed.")


def _check(files: Sequence[UploadedFile[Any]]) -> None:
    if not files:
        raise UploadError(_NONE)
    if len(files) > MOST_FILES:
        raise UploadError(_MANY)
    _refuse("E-CNIPA-KIND", *_KIND, (f for f in files if ending_of(f.name or "") not in ENDINGS))
    _refuse("E-CNIPA-SIZE", *_SIZE, (f for f in files if not 0 < (f.size or 0) <= MOST_BYTES))


def _refuse(code: str, zh: str, en: str, wrong: Iterable[UploadedFile[Any]]) -> None:
    names = plain_names(file.name or "" for file in wrong)
    if names:
        raise UploadError(Problem(code, zh.format("、".join(names)), en.format(", ".join(names))))


TOO_LARGE = Problem(
    "E-CNIPA-SIZE",
    "所选文件合计过大，没有保存；请分几次上传。",
    "The files are too large together and nothing was kept; send them in several goes.",
)
_NONE = Problem(
    "E-CNIPA-NONE",
    "没有选择文件；请先选择结果页的打印件、截图或导出表。",
    "No file was chosen; choose printouts, screenshots or exports first.",
)
_MANY = Problem(
    "E-CNIPA-MANY",
    f"一次最多上传 {MOST_FILES} 个文件，没有保存；请分几次上传。",
    f"At most {MOST_FILES} files at once; nothing was kept. Send them in several goes.",
)
_KIND = (
    "只接受 PDF、图片、CSV 和 XLSX，没有保存任何文件；请另存后再选：{}",
    "Only PDF, pictures, CSV and XLSX are taken, and nothing was kept; save these otherwise: {}",
)
_SIZE = (
    f"文件为空或超过 {MOST_BYTES // _MIB} MiB，没有保存任何文件；请重新打印或导出：{{}}",
    f"Empty or above {MOST_BYTES // _MIB} MiB, and nothing was kept; print or export again: {{}}",
)
_NO_INBOX = Problem(
    "E-CNIPA-INBOX",
    "收件箱无法写入，没有保存任何文件；请管理员检查磁盘空间和权限后再上传。",
    "The inbox cannot be written and nothing was kept; let the administrator check disk and "
    "permissions, then send the files again.",
)
