"""The review desk, from here: the only module of the pipeline that meets Django.

Everything is imported where it is used, so that reading and judging never load it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from evidence.cases import Case, PublishedBatch
from evidence.errors import MachineError, Problem
from evidence.keeping import ArchivedCase, NamedFile, RecordedEvent
from pipeline.home import find_home
from pipeline.whereabouts import SQLITE, note_first_whereabouts, note_whereabouts

if TYPE_CHECKING:
    from review.desk.record.verifying import RecordReport

DESK_VARIABLE = "HEYAN_DESK_URL"
DATABASE_VARIABLE = "HEYAN_DATABASE_URL"
HOSTS_VARIABLE = "HEYAN_DESK_HOSTS"
"""The names by which browsers may call the desk, with commas."""
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
"""Where `heyan serve` starts the desk, unless it is told otherwise."""
_HELD_KIB = 8192


def batch_address(batch: str) -> str:
    """Where the desk shows a batch."""
    return desk_address(f"batches/{batch}/")


def applicant_address(batch: str, applicant: str) -> str:
    """Where the desk lists what is open of an applicant, by 申报编号."""
    return desk_address("queue/?" + urlencode({"batch": batch, "q": applicant}))


def desk_address(path: str) -> str:
    """The address of one of the desk's pages."""
    return f"{os.environ.get(DESK_VARIABLE, DEFAULT_ADDRESS).rstrip('/')}/{path}"


def publish(batch: PublishedBatch, cases: Iterable[Case]) -> dict[str, int]:
    """Bring a batch into the desk's queue, in one transaction; no decision is touched.

    Numbers of applicants and of items: opened, kept as they were, returned because the
    evidence behind a decision changed, withdrawn, sampled. Raises MachineError
    (`E-DESK-DATABASE`) where the desk's database cannot take it.
    """
    with _ready():
        from review.desk.publishing import publish as publish_to_desk  # noqa: PLC0415

        figures = asdict(publish_to_desk(batch, cases))
    note_first_whereabouts(find_home(), desk_location())
    return figures


def first_administrator() -> tuple[str, str] | None:
    """Make the first administrator: name and password; None where there are accounts.

    The service begins with it: the state is told where it has the desk, the inbox and out.
    Raises MachineError (`E-DESK-DATABASE`), here and below, where the database cannot be used.
    """
    with _ready():
        from review.desk.accounts import first_administrator as make  # noqa: PLC0415

        made = make()
    note_whereabouts(find_home(), desk_location())
    return made


def verify_record() -> RecordReport:
    """Check every link of the desk's record of who did what."""
    with _ready():
        from review.desk.record.verifying import verify_record as walk  # noqa: PLC0415

        return walk()


def verify_and_note() -> RecordReport:
    """The same, and the record itself tells that the pipeline did it and what was found."""
    with _ready():
        from review.desk.record.chain import PIPELINE  # noqa: PLC0415
        from review.desk.record.checking import note_verified  # noqa: PLC0415
        from review.desk.record.verifying import verify_record as walk  # noqa: PLC0415

        report = walk()
        note_verified(PIPELINE, report)
        return report


def desk_database() -> Path | str:
    """The desk's database: its SQLite file, or the address of PostgreSQL with its password.

    Raises MachineError (`E-SETTING`).
    """
    from review.desk.environment import database  # noqa: PLC0415
    from review.desk.places import find_places  # noqa: PLC0415

    found = database(find_places())
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return Path(found["NAME"]).absolute()
    return os.environ[DATABASE_VARIABLE]


def desk_location() -> str:
    """Which database the environment says that the desk has, without user and password.

    Raises MachineError (`E-SETTING`).
    """
    from review.desk.environment import database  # noqa: PLC0415
    from review.desk.places import find_places  # noqa: PLC0415

    found = database(find_places())
    if found["ENGINE"] == "django.db.backends.sqlite3":
        named = Path(found["NAME"]).absolute()
        return SQLITE if named == find_places().database.absolute() else f"{SQLITE}:{named}"
    service = dict(found.get("OPTIONS", {})).get("service", "")
    host, port = found.get("HOST", ""), found.get("PORT", "") or 5432
    return f"postgresql://{host}:{port}/{found['NAME']}" + (
        f"?service={service}" if service else ""
    )


def note_in_record(
    action: str, detail: Mapping[str, Any], subject: str = "", batch: str = ""
) -> None:
    """Tell the desk's record what was done here; no person of the desk did it."""
    with _ready():
        from review.desk.record.noting import note  # noqa: PLC0415

        note(action, detail, subject, batch)


@contextmanager
def named_files() -> Iterator[Iterator[NamedFile]]:
    """Every stored file that the desk's database names."""
    with _ready():
        from review.desk.keeping.named_files import named_files as named  # noqa: PLC0415

        yield named()


def archived_applicants(batch: str = "", number: str = "") -> list[tuple[str, str]]:
    """Batch and 申报编号 of whom the desk has, of a batch, with a 申报编号, or both."""
    with _ready():
        from review.desk.keeping.archived_cases import archived_applicants as named  # noqa: PLC0415

        return named(batch, number)


def archived_case(batch: str, number: str) -> ArchivedCase:
    """An applicant with all that the desk knows."""
    with _ready():
        from review.desk.keeping.archived_cases import archived_case as archived  # noqa: PLC0415

        return archived(batch, number)


def batch_events(batch: str) -> tuple[RecordedEvent, ...]:
    """What the desk's record tells of a batch as a whole."""
    with _ready():
        from review.desk.keeping.archived_cases import batch_events as events  # noqa: PLC0415

        return events(batch)


def manage(arguments: Sequence[str]) -> None:
    """Django's management commands, as Django itself says them; ends the process on errors."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review.desk.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(["heyan desk", *arguments])
    except _database_errors() as e:
        raise MachineError(_no_database(e)) from e


@contextmanager
def _ready() -> Iterator[None]:
    """The desk's code can be used inside, on a database of the newest schema."""
    from review.desk.ready import prepare  # noqa: PLC0415

    try:
        prepare()
        _hold_little()
        yield
    except _database_errors() as e:
        raise MachineError(_no_database(e)) from e
    finally:
        from django.db import connections  # noqa: PLC0415

        connections.close_all()


def _hold_little() -> None:
    """Keep little of a database file in memory: a run goes through it once, the web server often."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute(f"PRAGMA cache_size=-{_HELD_KIB}")


def _database_errors() -> type[Exception]:
    from django.db import Error  # noqa: PLC0415

    return Error


def _no_database(error: Exception) -> Problem:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return Problem(
        "E-DESK-DATABASE",
        f"核验台数据库不可用（{reason}）；请检查 HEYAN_DATABASE_URL、数据库和磁盘，然后重新运行。"
        "结论文件不受影响。",
        f"The desk's database cannot be used ({reason}); check HEYAN_DATABASE_URL, the database "
        "and the disk, then run again. The files with the verdicts do not depend on it.",
    )
