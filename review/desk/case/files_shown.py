"""An applicant's files as a page shows them: status, pages, what they are, what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from evidence.cases import Case, PageImage, StoredUpload
from evidence.uploads import Origin, UploadStatus
from review.desk.case.masks import Masks
from review.desk.case.names import KIND_NAMES, field_name
from review.desk.case.readings import Reading
from review.desk.templatetags.desk import say

_STATUS = {
    UploadStatus.READ: ("✓", "已读取", "read"),
    UploadStatus.PARTLY_READ: ("?", "部分读取", "partly read"),
    UploadStatus.UNREADABLE: ("✕", "无法读取", "unreadable"),
    UploadStatus.UNSUPPORTED: ("✕", "不支持的类型", "not supported"),
    UploadStatus.REFUSED: ("✕", "未予接收", "refused"),
}
_KIB = 1024


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A field, what was read, and what a person read instead (latest first)."""

    field: str
    page: int | None
    value: str
    doubtful: bool
    corrections: tuple[tuple[str, str, str], ...]
    key: str


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file: its name, its one status with the reason, its pages, what was read in it.

    `stored` says whether there are bytes to download, `official` that the review body brought
    the file, not the applicant.
    """

    number: int
    name: str
    kinds: str
    size: str
    sign: str
    status: str
    well: bool
    reason: str
    code: str
    stored: bool
    official: bool
    pages: tuple[PageImage, ...]
    values: tuple[ShownValue, ...]

    @property
    def corrected(self) -> bool:
        """Whether a person read something else somewhere in it."""
        return any(value.corrections for value in self.values)


def files_shown(case: Case, readings: Iterable[Reading], masks: Masks) -> list[ShownFile]:
    """Every file of the case, in its order."""
    pages: dict[str, list[PageImage]] = {}
    for page in case.pages:
        pages.setdefault(page.upload, []).append(page)
    kinds: dict[str, list[str]] = {}
    for document in case.dossier.documents:
        kinds.setdefault(document.upload, []).append(say(*KIND_NAMES[document.kind]))
    values: dict[str, list[Reading]] = {}
    for reading in readings:
        # A field that nobody read or corrected is no reading.
        if reading.value or reading.corrections:
            values.setdefault(reading.upload, []).append(reading)
    return [
        _file(
            number,
            one,
            pages.get(one.outcome.upload.path, []),
            kinds.get(one.outcome.upload.path, []),
            [_value(reading, masks) for reading in values.get(one.outcome.upload.path, [])],
            masks,
        )
        for number, one in enumerate(case.uploads)
    ]


def _file(
    number: int,
    stored: StoredUpload,
    pages: Sequence[PageImage],
    kinds: Sequence[str],
    values: Sequence[ShownValue],
    masks: Masks,
) -> ShownFile:
    outcome = stored.outcome
    sign, zh, en = _STATUS[outcome.status]
    return ShownFile(
        number=number,
        name=masks.text(PurePosixPath(outcome.upload.path).name),
        kinds="、".join(dict.fromkeys(kinds)),
        size=_size(outcome.upload.size),
        sign=sign,
        status=say(zh, en),
        well=outcome.status is UploadStatus.READ,
        reason=say(outcome.problem.zh, outcome.problem.en) if outcome.problem else "",
        code=outcome.problem.code if outcome.problem else "",
        stored=bool(stored.path),
        official=outcome.upload.origin is Origin.CNIPA,
        pages=tuple(pages),
        values=tuple(values),
    )


def _value(reading: Reading, masks: Masks) -> ShownValue:
    return ShownValue(
        field=say(*field_name(reading.field)),
        page=reading.page,
        value=masks.value(reading.field, reading.value),
        doubtful=reading.doubtful,
        corrections=tuple(
            (
                masks.value(reading.field, one.corrected_value),
                str(one.person),
                masks.text(one.note),
            )
            for one in reading.corrections
        ),
        key=reading.key,
    )


def _size(size: int) -> str:
    if size < _KIB:
        return f"{size} B"
    return f"{size / _KIB:.0f} KB" if size < _KIB * _KIB else f"{size / _KIB / _KIB:.1f} MB"
