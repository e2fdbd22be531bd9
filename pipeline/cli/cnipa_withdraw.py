"""`heyan cnipa withdraw`: take back an official result that was brought by mistake."""

from __future__ import annotations

import datetime as dt

import click
import dagster as dg

from pipeline.cli.account import account_name
from pipeline.cli.again import judge_concerned
from pipeline.cli.running import termination_interrupts
from pipeline.cli.voice import Voice
from pipeline.home import enter_home
from pipeline.official.withdrawing import withdraw
from pipeline.runs import REGISTERS, batch_lock
from pipeline.whereabouts import check_store


@click.command()
@click.argument("named", metavar="RECORD|IMPORT")
@click.option("--reason", required=True, help="Why, for whoever reads the register later.")
@click.option("--by", metavar="NAME", help="Who takes it back; default: this account.")
@click.pass_obj
def command(voice: Voice, named: str, reason: str, by: str | None) -> None:
    """Take back RECORD (12 or more characters of its name) or every record of IMPORT.

    Nothing is deleted: the record stays kept and carries no verdict any more. Exit status as
    `heyan cnipa import`.
    """
    name, reason = account_name(by), reason.strip()
    if not reason:
        raise click.BadParameter(voice.choose("请写明原因。", "say why."), param_hint="--reason")
    with termination_interrupts():
        home = enter_home()
        check_store(home)
        with batch_lock(home.locks, REGISTERS, lambda: None):
            records, standing = withdraw(home, named, reason, name, dt.datetime.now(dt.UTC))
        if standing:
            voice.say(f"已撤回 {len(standing)} 条记录。", f"{len(standing)} records taken back.")
        else:
            voice.say("这些记录此前已撤回。", "They were taken back before.")
        numbers = {record.patent_number for record in records}
        with dg.DagsterInstance.get() as instance:
            judge_concerned(voice, home, instance, numbers)
