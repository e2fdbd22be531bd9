"""What lies in the inbox as a typed-in result, before anything of it is believed.

The desk checked it when it was typed in. Here it is a folder that anybody may have written:
sizes, names, hashes and values are looked at again, and nothing is opened through a link.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evidence import codec
from evidence.dates import parse_date
from evidence.errors import DataError, NormalFormError, Problem, UploadError
from evidence.inbox import OFFICIAL, OFFICIAL_FILE, OfficialResult
from evidence.patent_numbers import parse_patent_number
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from extractors.intake import types
from extractors.intake.limits import KIB, MIB, Limits
from extractors.intake.store import link, open_regular, too_large
from pipeline.official.kept import original_path
from review.rosters.official_sites import SITES

RESULT_BYTES = 256 * KIB
SCREENSHOT_BYTES = 20 * MIB
"""A picture of a whole screen has 1 to 3 MiB."""
_TEXT = 1_000
"""Characters of one value; the longest title of a patent has some 200."""
_NAMES = 200
"""Inventors or patentees of one patent."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_NAME_BYTES = 200
CLOCKS = dt.timedelta(minutes=1)
"""By how much the desk's clock and a reviewer's watch may be fast."""
_DATES = ("application_date", "grant_date")
_SINGLE = ("patent_type", "title", "grant_number", "legal_status", "case_status", *_DATES)

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class HandedResult:
    """A folder of the inbox with a result; `marked` is its time in nanoseconds."""

    folder: Path
    marked: int

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class CheckedResult:
    """A typed-in result that holds, with the bytes of its screenshot and what they are.

    The record says who typed it in, and when.
    """

    record: OfficialRecord
    brought_at: dt.datetime
    screenshot: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Of the screenshot."""
        return hashlib.sha256(self.screenshot).hexdigest()


def handed_results(inbox: Path) -> list[HandedResult]:
    """Every folder that a result lies in, by name; those without one are still being written."""
    folder = inbox / OFFICIAL
    found = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        marker = entry / OFFICIAL_FILE
        if entry.name.startswith(".") or not entry.is_dir() or not os.path.lexists(marker):
            continue
        found.append(HandedResult(entry, marker.lstat().st_mtime_ns))
    return found


def checked(handed: HandedResult, now: dt.datetime) -> CheckedResult:
    """The result that lies in a folder; of its record what the desk's form asks for, no more.

    Raises UploadError (`E-OFFICIAL-RESULT`, and intake's own codes) where it does not hold.
    """
    if not _ID.fullmatch(handed.id):
        raise _wrong("文件夹名称只能用字母、数字、_ 和 -", "its folder's name is not plain")
    with _folder(handed) as folder:
        result = _result(_bytes(folder, OFFICIAL_FILE, RESULT_BYTES), now)
        if set(_names(folder)) != {OFFICIAL_FILE, result.screenshot}:
            raise _wrong(
                "文件夹中应只有它和它的截图", "its folder must hold it and its screenshot only"
            )
        screenshot = _bytes(folder, result.screenshot, SCREENSHOT_BYTES)
    if hashlib.sha256(screenshot).hexdigest() != result.sha256:
        raise _wrong("截图不是登记的那一张", "its screenshot is not the one that it names")
    record = _in_its_place(handed.id, result)
    return CheckedResult(record, result.entered_at, screenshot, _media_type(screenshot))


@contextmanager
def _folder(handed: HandedResult) -> Iterator[int]:
    """The folder itself, and nothing that a link leads to."""
    try:
        folder = os.open(handed.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as e:
        raise UploadError(link(handed.id)) from e
    try:
        yield folder
    finally:
        os.close(folder)


def _names(folder: int) -> set[str]:
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries}


def _bytes(folder: int, name: str, limit: int) -> bytes:
    with open_regular(name, folder=folder) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise UploadError(too_large(limit))
    return data


def _result(data: bytes, now: dt.datetime) -> OfficialResult:
    try:
        result = codec.decode(OfficialResult, data)
    except DataError as e:
        raise _wrong("内容不完整或格式不符", "it is incomplete or of another form") from e
    if not _is_plain(result.screenshot):
        raise _wrong("截图的文件名不是普通文件名", "the name of its screenshot is not plain")
    named = result.entered_by.strip() and _is_text(result.entered_by)
    if result.entered_at.tzinfo is None or not named:
        raise _wrong("没有写明何时由谁录入", "it does not say when and by whom it was entered")
    _check_record(result.record)
    _check_times(result.record.as_of, result.entered_at, now)
    return result


def _check_times(asked: dt.datetime | None, entered: dt.datetime, now: dt.datetime) -> None:
    """Asked, then entered, then taken: a time to come would be recent for ever."""
    if asked is None or asked.tzinfo is None:
        raise _wrong("没有写明查询时间", "it does not say when the site was asked")
    if asked > entered + CLOCKS or entered > now + CLOCKS:
        raise _wrong(
            "查询时间或录入时间在以后；请先核对各机器的时钟",
            "its times lie in the future; check the clocks of the machines",
        )


def _check_record(record: OfficialRecord) -> None:
    if record.source is not RecordSource.REVIEWER:
        raise _wrong("来源不是审核人员", "it was not brought by a reviewer")
    if record.site not in SITES:
        raise _wrong("不是官方网站的结果", "it is of no official site")
    texts = [getattr(record, name) for name in _SINGLE]
    names = [*record.inventors, *record.patentees]
    if len(names) > _NAMES or not all(_is_text(text) for text in (*texts, *names)):
        raise _wrong("某一项过长或含有控制字符", "a value is too long or holds control characters")
    for name in _DATES:
        if getattr(record, name):
            _parsed(parse_date, getattr(record, name))


def _in_its_place(result_id: str, result: OfficialResult) -> OfficialRecord:
    """What the form asks for: number in normal form, screenshot named as records name uploads."""
    typed = result.record
    number = _parsed(parse_patent_number, typed.patent_number)
    if number.check_holds is False:
        raise _wrong("专利号的校验位不符", "the check digit of its patent number does not hold")
    return OfficialRecord(
        patent_number=number.completed.normal,
        source=RecordSource.REVIEWER,
        site=typed.site,
        place=Place(original_path(result_id, result.screenshot), 1),
        inventors=typed.inventors,
        patentees=typed.patentees,
        as_of=typed.as_of,
        **{name: getattr(typed, name) for name in _SINGLE},
        brought_by=result.entered_by,
        brought_at=result.entered_at,
    )


def _parsed(parse: Callable[[str], Parsed], text: str) -> Parsed:
    try:
        return parse(text)
    except NormalFormError as e:
        raise UploadError(e.problem) from e


def _media_type(data: bytes) -> str:
    """What the screenshot is. Raises UploadError where it is no page or too large a picture."""
    found = types.media_type(data[: types.HEAD_BYTES], data[-types.TAIL_BYTES :])
    problem = types.type_problem(found, types.READABLE)
    if problem is None and found in types.IMAGES:
        problem = types.image_problem(io.BytesIO(data), Limits())
    if problem is not None:
        raise UploadError(problem)
    return found


def _is_plain(name: str) -> bool:
    return (
        0 < len(name.encode()) <= _NAME_BYTES
        and not name.startswith(".")
        and name != OFFICIAL_FILE
        and not set(name) & {"/", "\\"}
        and _is_text(name)
    )


def _is_text(text: str) -> bool:
    return len(text) <= _TEXT and not any(unicodedata.category(c) in ("Cc", "Cs") for c in text)


def _wrong(zh: str, en: str) -> UploadError:
    return UploadError(
        Problem(
            "E-OFFICIAL-RESULT",
            f"录入的官方结果不能采用：{zh}；请在核验台重新录入。",
            f"The official result cannot be taken: {en}. Enter it again at the desk.",
        )
    )
