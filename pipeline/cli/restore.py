"""`heyan restore`: a backup, brought back into an empty place."""

from __future__ import annotations

import os
from pathlib import Path

import click
import dagster as dg

from pipeline.cli.running import termination_interrupts
from pipeline.cli.voice import Voice
from pipeline.desk import DATABASE_VARIABLE, desk_location, note_in_record
from pipeline.home import HOME_VARIABLE, enter_home, find_home
from pipeline.keeping.restoring import Restored, end_runs, other_rules, restore
from pipeline.whereabouts import note_whereabouts
from storage.settings import STORE_VARIABLE


@click.command()
@click.argument("backup", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--to",
    "state",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The new HEYAN_HOME, which must be empty; inbox and out lie beside it.",
)
@click.option(
    "--database-url",
    envvar=DATABASE_VARIABLE,
    help=f"An empty PostgreSQL database, for a desk that had one; default: {DATABASE_VARIABLE}, "
    "which other accounts cannot read: a password belongs there.",
)
@click.pass_obj
def command(voice: Voice, backup: Path, state: Path, database_url: str | None) -> None:
    """Bring BACKUP back, after every byte of it was held against its manifest.

    Exit status: 0 restored; 1 refused, and nothing is in its place; 2 usage; 3 interrupted.
    """
    with termination_interrupts():
        os.environ[HOME_VARIABLE] = str(state.absolute())
        restored = restore(backup, find_home(), database_url)
        if restored.backup.about.postgresql and database_url:
            os.environ[DATABASE_VARIABLE] = database_url
        else:
            os.environ.pop(DATABASE_VARIABLE, None)
        note_whereabouts(enter_home(), desk_location())
        with dg.DagsterInstance.get() as instance:
            ended = end_runs(instance)
        note_in_record("state.restored", {"made_at": restored.backup.about.made_at.isoformat()})
    _tell(voice, restored, ended)


def _tell(voice: Voice, restored: Restored, ended: int) -> None:
    about, state = restored.backup.about, restored.home.state
    made = about.made_at.astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    voice.say(
        f"✓ 已恢复 {restored.files} 个文件到 {state}；备份开始于 {made}，此后的操作不在其中。"
        f"结束了 {ended} 个备份时正在进行或排队的运行。",
        f"✓ {restored.files} files are restored to {state}; the backup began at {made}, and what "
        f"was done later is not in it. {ended} runs that were at work or queued are ended.",
    )
    database = (
        ("把它设为所给的地址", "to the address that you gave")
        if about.postgresql
        else ("不要设置它", "to nothing: the desk uses SQLite here")
    )
    objects = restored.home.objects
    store = f"{STORE_VARIABLE}={objects.url}" if objects is not None else ""
    voice.say(
        f"接下来：设置 HEYAN_HOME={state}{store and '、' + store}；{DATABASE_VARIABLE}：{database[0]}；"
        "运行 heyan verify 和 heyan audit verify；然后启动 heyan serve。",
        f"Next: set HEYAN_HOME={state}{store and ', ' + store} and {DATABASE_VARIABLE} {database[1]}; run heyan verify "
        "and heyan audit verify; then start heyan serve.",
    )
    if restored.extra:
        shown = "、".join(restored.extra[:5]) + ("…" if len(restored.extra) > 5 else "")
        voice.say(
            f"备份中有 {len(restored.extra)} 个清单之外的文件，没有恢复：{shown}",
            f"{len(restored.extra)} files in the backup are not of it and were not restored: {shown}",
        )
    for before, now in other_rules(restored.backup):
        how = ("与备份时不同", "is another one") if now.exists() else ("不在", "is missing")
        voice.say(
            f"规则文件 {now} {how[0]}；启动 heyan serve 之前请核对，需要旧文件时：cp {before} {now}",
            f"The file of rules {now} {how[1]}, compared with the backup; look at it before heyan "
            f"serve, and where the older one is right: cp {before} {now}",
        )
    for entry in restored.unfinished:
        voice.say(
            f"批次 {entry.id} 尚未完成，请运行：heyan run {entry.source} --out {entry.out}",
            f"Batch {entry.id} is not finished; run: heyan run {entry.source} --out {entry.out}",
        )
    if not about.readings:
        voice.say(
            "备份不含识读结果和页面图像，再次运行各批次即可补齐。",
            "Readings and page images were not in the backup; running the batches again makes them.",
        )
