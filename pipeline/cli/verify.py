"""`heyan verify`: whether everything that is stored is as it was stored."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipeline.cli.running import termination_interrupts
from pipeline.cli.voice import DONE, REFUSED, Voice
from pipeline.home import enter_home
from pipeline.keeping.verifying import verify_stored


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@click.pass_obj
def command(voice: Voice, *, as_json: bool) -> None:
    """Hash everything stored again, and look for every file that anything names.

    Exit status: 0 everything is as it was stored, 1 something is not. The desk's record is
    verified by `heyan audit verify`.
    """
    with termination_interrupts():
        report = verify_stored(enter_home())
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        raise SystemExit(DONE if report.ok else REFUSED)
    for problem in report.problems:
        voice.problem(problem)
    size = f"{report.total_bytes / 2**20:,.1f} MiB"
    if report.ok:
        voice.say(
            f"✓ 存储完好：{report.files} 个文件，{size}。",
            f"✓ Everything is as it was stored: {report.files} files, {size}.",
        )
    else:
        voice.say(
            f"✕ {report.files} 个文件（{size}）中发现 {report.found} 处问题。",
            f"✕ {report.found} problems among {report.files} files ({size}).",
        )
    raise SystemExit(DONE if report.ok else REFUSED)
