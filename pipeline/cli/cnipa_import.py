"""`heyan cnipa import`: official results in, and who claims one of their patents judged again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import dagster as dg

from pipeline.batches import BatchEntry, find_batch, remember
from pipeline.cli.account import account_name
from pipeline.cli.again import judge_concerned
from pipeline.cli.imports_shown import show_import
from pipeline.cli.progress import reading_progress
from pipeline.cli.running import check_writable, termination_interrupts
from pipeline.cli.voice import REFUSED, Voice
from pipeline.home import Home, enter_home
from pipeline.official.brought import brought_files
from pipeline.official.importing import Bringer, ImportedFile, import_files
from pipeline.runs import REGISTERS, batch_lock
from pipeline.whereabouts import check_store


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…"
)
@click.option("--batch", "batch_id", metavar="ID", help="Judge this batch again and no other.")
@click.option("--by", metavar="NAME", help="Who brings the files; default: this account.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the batch's files go from now on; needs --batch.",
)
@click.pass_obj
def command(
    voice: Voice, files: tuple[Path, ...], batch_id: str | None, by: str | None, out: Path | None
) -> None:
    """Keep what each FILE shows of patents, and judge again who claims one of them.

    A FILE is a printout, screenshot or export of CNIPA's sites, a folder or a zip of them.

    Exit status: 0 done, also where everything was imported before; 1 nothing could be taken, or
    a batch could not be judged; 2 usage; 3 interrupted, run again to go on.
    """
    if out is not None and batch_id is None:
        raise click.UsageError(voice.choose("--out 需要 --batch。", "--out needs --batch."))
    bringer = Bringer(account_name(by), dt.datetime.now(dt.UTC))
    with termination_interrupts():
        home = enter_home()
        check_store(home)
        only = _only(home, batch_id, out)
        imported = _imported(voice, home, files, bringer)
        for one in imported:
            show_import(voice, one)
        kept = [one.kept for one in imported if one.kept is not None]
        if not kept:
            raise SystemExit(REFUSED)
        numbers = {record.patent_number for one in kept for record in one.records}
        with dg.DagsterInstance.get() as instance:
            judge_concerned(voice, home, instance, numbers, only)


def _only(home: Home, batch_id: str | None, out: Path | None) -> BatchEntry | None:
    """The one batch to judge again. Raises BatchError where it was never taken in."""
    if batch_id is None:
        return None
    entry = find_batch(home, batch_id)
    if out is not None:
        check_writable(out)
        entry = replace(entry, out=str(out.absolute()))
        remember(home, entry)
    return entry


def _imported(
    voice: Voice, home: Home, files: Sequence[Path], bringer: Bringer
) -> list[ImportedFile]:
    with (
        batch_lock(home.locks, REGISTERS, lambda: _tell_waiting(voice)),
        brought_files(files, home.state) as brought,
        reading_progress(voice, quiet=False) as tell,
    ):
        return import_files(home, brought, bringer, tell)


def _tell_waiting(voice: Voice) -> None:
    voice.tell(
        "另一进程正在导入官方结果，等待其结束……",
        "Official results are being imported elsewhere; waiting for that to end…",
    )
