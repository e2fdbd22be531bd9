"""Where the desk's database, the object store, the inbox and out are, noted in the state.

The state alone does not say: cron, or a shell, may have another environment than the service.
What copies or checks everything asks first, or it would take an old desk for the one in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence import codec
from evidence.errors import DataError, MachineError, Problem
from extractors.whole_files import write_whole
from pipeline.home import INBOX_VARIABLE, OUT_VARIABLE, Home
from storage.settings import STORE_VARIABLE

SQLITE = "sqlite"
_DATABASE_VARIABLE = "HEYAN_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`database` is `SQLITE` or host, port and name of PostgreSQL, never a password.

    `store` is the object store's URL; empty where the state folder holds everything.
    """

    database: str
    inbox: str
    out: str
    store: str = ""


def note_path(home: Home) -> Path:
    """The file of the note."""
    return home.state / "desk" / "where.json"


def note_whereabouts(home: Home, database: str) -> None:
    """Note what the environment says now. Raises MachineError where the disk fails."""
    inbox, out = str(home.inbox.resolve()), str(home.out.resolve())
    found = Whereabouts(database, inbox, out, _store(home))
    if _noted(home) != found:
        write_whole(note_path(home), codec.encode(Whereabouts, found))


def note_first_whereabouts(home: Home, database: str) -> None:
    """The same where nothing was noted yet: only the service says that something moved."""
    if not note_path(home).exists():
        note_whereabouts(home, database)


def check_whereabouts(home: Home, database: str) -> None:
    """Raises MachineError (`E-BACKUP-DESK`) where the environment says otherwise than the note."""
    noted = _noted(home)
    if noted is None and note_path(home).exists():
        raise MachineError(_otherwise(_DATABASE_VARIABLE, database, f"? ({note_path(home)})"))
    if noted is None:
        # Written before there was a note: the desk's own folder tells of another database.
        own = home.state / "desk"
        used = (own / "record.head").exists() and not (own / "desk.sqlite3").exists()
        if used and database == SQLITE:
            raise MachineError(_otherwise(_DATABASE_VARIABLE, SQLITE, "PostgreSQL"))
        return
    for variable, now, before in (
        (_DATABASE_VARIABLE, database, noted.database),
        (INBOX_VARIABLE, str(home.inbox.resolve()), noted.inbox),
        (OUT_VARIABLE, str(home.out.resolve()), noted.out),
        (STORE_VARIABLE, _store(home) or str(home.state), noted.store or str(home.state)),
    ):
        if now != before:
            raise MachineError(_otherwise(variable, now, before))


def check_store(home: Home) -> None:
    """Raises MachineError (`E-STORE-OTHER`) where this machine keeps bytes elsewhere than the service.

    What a run wrote there nobody else would find.
    """
    noted = _noted(home)
    if noted is not None and noted.store != _store(home):
        now, before = _store(home) or str(home.state), noted.store or str(home.state)
        raise MachineError(
            Problem(
                "E-STORE-OTHER",
                f"核验服务把文件存放在 {before}，而本机的设置指向 {now}，未做任何处理；请在所有机器上把 "
                f"{STORE_VARIABLE} 设为相同的值，然后重新运行。确已迁移的，请先用新设置启动一次 heyan serve。",
                f"The service keeps files in {before}, and this machine's settings say {now}; nothing "
                f"was done. Set {STORE_VARIABLE} to the same on all machines, then run again; where "
                "everything was moved, start heyan serve once with the new setting.",
            )
        )


def _store(home: Home) -> str:
    return home.objects.url if home.objects is not None else ""


def _noted(home: Home) -> Whereabouts | None:
    try:
        return codec.decode(Whereabouts, note_path(home).read_bytes())
    except (FileNotFoundError, DataError):
        return None


def _otherwise(variable: str, now: str, before: str) -> Problem:
    return Problem(
        "E-BACKUP-DESK",
        f"核验服务使用的是 {before}，而此处的环境指向 {now}；没有进行任何操作。请按服务的环境设置"
        f" {variable}（定时任务请先载入服务的环境文件）；若确已更换，请先用新环境启动一次 heyan serve。",
        f"The service uses {before}, and the environment here says {now}; nothing was done. Set "
        f"{variable} as the service has it (let cron source the service's environment file); "
        "where it has moved, start heyan serve once with the new environment.",
    )
