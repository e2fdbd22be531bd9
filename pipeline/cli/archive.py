"""`heyan archive`: applicants and batches as archive bags that verify without Heyan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.account import account_name
from pipeline.cli.running import termination_interrupts
from pipeline.cli.voice import Voice
from pipeline.home import enter_home
from pipeline.keeping.archiving import archive


@click.command()
@click.argument("target", metavar="APPLICANT|BATCH")
@click.option(
    "--to",
    "into",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the bags.",
)
@click.option("--by", metavar="NAME", help="Who archives; default: this account.")
@click.pass_obj
def command(voice: Voice, target: str, into: Path, by: str | None) -> None:
    """Make a BagIt bag for each applicant of a batch, and for the batch; or for one applicant.

    APPLICANT is a 申报编号, or BATCH/申报编号. A bag that is there already with the same content
    stays. Exit status: 0 every bag is there and valid; 1 one could not be made; 2 usage.
    """
    who, new, there = account_name(by), 0, 0
    with termination_interrupts():
        home, now = enter_home(), dt.datetime.now().astimezone()
        for bag in archive(home, target, into.absolute(), who, now):
            new, there = new + bag.is_new, there + (not bag.is_new)
            voice.tell(
                f"{bag.folder.name}：{bag.files} 个文件", f"{bag.folder.name}: {bag.files} files"
            )
    voice.say(
        f"✓ {into}：新归档包 {new} 个，原有不变 {there} 个，均已校验。",
        f"✓ {into}: {new} new bags, {there} that were there already; every one is valid.",
    )
