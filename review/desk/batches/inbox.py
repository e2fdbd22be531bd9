"""What lies in the inbox, and what the pipeline says of it.

The convention is the pipeline's: a folder is ready when `_READY` lies in it, a zip when
`NAME.zip._READY` lies beside it; `NAME._REFUSED` says why it could not be taken. Names that
begin with `_` or `.` are no batches.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from evidence import codec
from evidence.batch_names import READY_MARKER, REFUSED_SUFFIX
from evidence.errors import DataError
from evidence.inbox import PROGRESS, Progress, Stage
from review.desk.models import Batch
from review.desk.models.uploads import Mode

AT_WORK = frozenset({Stage.TAKEN, Stage.READING, Stage.JUDGED})
SILENT = dt.timedelta(minutes=15)
"""A batch of which the pipeline told nothing for so long is not at work any more."""
_NOTE_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a batch in the inbox was not taken, as the pipeline's note beside it says."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Lying:
    """A batch as it lies in the inbox: one folder or one zip.

    `ready_at` is its marker's time, None while there is none; `refusal` is set where the
    pipeline refused it after it was marked last.
    """

    path: Path
    is_zip: bool
    put_at: dt.datetime
    ready_at: dt.datetime | None = None
    refusal: Refusal | None = None

    @property
    def key(self) -> str:
        """The batch's id, if its name is one."""
        return self.path.stem if self.is_zip else self.path.name

    @property
    def marker(self) -> Path:
        """Where the marker that it is there whole belongs."""
        return marker_of(self.path, is_zip=self.is_zip)

    @property
    def belongings(self) -> tuple[Path, ...]:
        """All that may lie there of it, a zip's marker first; that of a folder lies inside."""
        beside = (self.marker,) if self.is_zip else ()
        return (*beside, self.path, note_of(self.path))


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """What an upload of the same id would meet: how it may be meant, or that it must wait."""

    modes: tuple[Mode, ...] = ()
    busy: bool = False


def marker_of(path: Path, *, is_zip: bool) -> Path:
    """The marker of a folder or zip in the inbox."""
    return path.with_name(f"{path.name}.{READY_MARKER}") if is_zip else path / READY_MARKER


def note_of(path: Path) -> Path:
    """The pipeline's note of why a folder or zip was not taken."""
    return path.with_name(f"{path.name}{REFUSED_SUFFIX}")


def lying_in(inbox: Path) -> list[Lying]:
    """Everything in the inbox that is a batch or wants to be one, by name."""
    found = []
    for path in sorted(inbox.iterdir()) if inbox.is_dir() else []:
        one = None if path.name.startswith(("_", ".")) else _lying(path)
        if one is not None:
            found.append(one)
    return found


def lying_of(inbox: Path, batch: str) -> list[Lying]:
    """What lies in the inbox under this id: nothing, a folder, a zip, or both."""
    found = [_lying(inbox / name) for name in (batch, f"{batch}.zip")]
    return [one for one in found if one is not None]


def _lying(path: Path) -> Lying | None:
    is_zip = path.suffix.lower() == ".zip"
    try:
        put_at = _moment(path.lstat().st_mtime)
    except FileNotFoundError:
        return None
    # Something else of that name is a batch's name taken all the same: a link, say.
    if not path.is_symlink() and not (path.is_file() if is_zip else path.is_dir()):
        return None
    ready_at = _time_of(marker_of(path, is_zip=is_zip))
    refused_at = _time_of(note_of(path))
    refused = refused_at is not None and (ready_at is None or refused_at >= ready_at)
    return Lying(path, is_zip, put_at, ready_at, _refusal(note_of(path)) if refused else None)


def _time_of(path: Path) -> dt.datetime | None:
    try:
        return _moment(path.lstat().st_mtime)
    except OSError:
        return None


def _moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _refusal(note: Path) -> Refusal | None:
    """The note's three lines; None where it went away meanwhile."""
    try:
        with note.open(encoding="utf-8", errors="replace") as file:
            lines = file.read(_NOTE_BYTES).splitlines()
    except OSError:
        return None
    code, zh, en = (*lines, "", "", "")[:3]
    return Refusal(code, zh, en or zh)


def progress_of(state: Path, batch: str) -> Progress | None:
    """How far the pipeline has come with a batch; None where it never told, or not readably."""
    try:
        return codec.decode(Progress, (state / PROGRESS / f"{batch}.json").read_bytes())
    except (OSError, DataError):
        return None


def all_progress(state: Path) -> dict[str, Progress]:
    """How far the pipeline has come with every batch of which it ever told."""
    told = (progress_of(state, path.stem) for path in (state / PROGRESS).glob("*.json"))
    return {one.batch: one for one in told if one is not None}


def is_at_work(progress: Progress | None, now: dt.datetime) -> bool:
    """Whether the pipeline is processing the batch at this moment."""
    return progress is not None and progress.stage in AT_WORK and now - progress.at < SILENT


def earlier_version(batch: str, *, is_zip: bool, now: dt.datetime) -> EarlierVersion:
    """What an upload of this batch would meet.

    A folder can be added to a folder that lies in the inbox; anything else can only be
    replaced. A batch that is published but no longer in the inbox counts as there.
    """
    places = settings.PLACES
    progress = progress_of(places.state, batch)
    if is_at_work(progress, now):
        return EarlierVersion(busy=True)
    lying = lying_of(places.inbox, batch)
    known = progress is not None or Batch.objects.filter(pk=batch).exists()
    if not lying and not known:
        return EarlierVersion()
    extendable = not is_zip and len(lying) == 1 and not lying[0].is_zip
    return EarlierVersion((Mode.EXTEND, Mode.REPLACE) if extendable else (Mode.REPLACE,))
