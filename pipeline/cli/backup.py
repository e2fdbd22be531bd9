"""`heyan backup`: everything that is stored, as it is at one moment, into a folder of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.running import termination_interrupts
from pipeline.cli.voice import DONE, REFUSED, Voice
from pipeline.home import enter_home
from pipeline.keeping.backing_up import back_up


@click.command()
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
@click.option("--without-readings", is_flag=True, help="Leave readings and page images out.")
@click.pass_obj
def command(voice: Voice, into: Path, *, without_readings: bool) -> None:
    """Make a backup INTO/heyan-<time> while everything goes on.

    Files that the last backup there has too are not stored twice. Exit status: 0 made; 1 not
    made, or made and something needs a person; 2 usage; 3 interrupted.
    """
    with termination_interrupts():
        home, now = enter_home(), dt.datetime.now(dt.UTC)
        made = back_up(home, into, now, readings=not without_readings)
    for problem in made.problems:
        voice.problem(problem)
    total, new = _size(made.total_bytes), _size(made.written_bytes)
    if made.problems:
        done = ("✕ 备份已生成，但有上述问题：", "✕ The backup is made, with the problems above:")
    else:
        done = ("✓ 备份完成：", "✓ The backup is whole:")
    voice.say(
        f"{done[0]}{made.folder}，{made.files} 个文件，{total}，其中新写入 {new}。"
        "备份含密钥和个人信息，请妥善保管。",
        f"{done[1]} {made.folder}, {made.files} files, {total}, {new} of it newly "
        "written. It holds secrets and personal data; keep it accordingly.",
    )
    raise SystemExit(REFUSED if made.problems else DONE)


def _size(count: int) -> str:
    return f"{count / 2**30:,.1f} GiB" if count >= 2**30 else f"{count / 2**20:,.1f} MiB"
