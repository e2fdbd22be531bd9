"""`heyan audit verify`: whether the desk's record of who did what is whole."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipeline.cli.voice import DONE, REFUSED, Voice
from pipeline.desk import verify_record
from pipeline.home import enter_home


@click.group()
def command() -> None:
    """Look after the desk's record."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@click.pass_obj
def verify(voice: Voice, *, as_json: bool) -> None:
    """Check every link of the record.

    Exit status: 0 it is whole, 1 something was changed, deleted or cut off.
    """
    enter_home()
    record = verify_record()
    if as_json:
        click.echo(json.dumps(asdict(record), ensure_ascii=False))
    elif record.breaks:
        for problem in record.breaks:
            voice.problem(problem)
        voice.say(
            f"✕ 记录不完整：{record.events} 条中发现 {len(record.breaks)} 处。",
            f"✕ The record is broken: {len(record.breaks)} places among {record.events} events.",
        )
    else:
        voice.say(
            f"✓ 记录完整：{record.events} 条，末条 {record.head or '（无）'}。请将末条另行保存。",
            f"✓ The record is whole: {record.events} events, the last is "
            f"{record.head or '(none)'}. Keep that elsewhere.",
        )
    raise SystemExit(REFUSED if record.breaks else DONE)
