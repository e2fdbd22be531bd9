"""`heyan patent explain`: what a patent number or a grant number says, and whether it can be one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import click

from evidence.errors import NormalFormError, Problem
from evidence.patent_numbers import (
    GrantNumber,
    PatentNumber,
    parse_grant_number,
    parse_patent_number,
)
from pipeline.cli.patent_said import as_object, facts_of, holds
from pipeline.cli.voice import DONE, REFUSED, Voice
from verifiers.notices import load_notice

_BETWEEN = re.compile("[、，,;；]")
_MOST_PARTS = 4
"""`ZL 2020 1 0430096.0`, as a shell parts it."""


@click.group()
def command() -> None:
    """Ask what a patent number says (专利号、授权公告号)."""


@command.command("explain")
@click.argument("numbers", nargs=-1, required=True)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a number (每个号码一个对象)."
)
@click.pass_obj
def explain_command(voice: Voice, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """Explain NUMBERS: form, year, type, check digit, what to type where (说明专利号).

    Printed spaces may stay, with or without quotation marks. Exit status 0 where form
    and check digit of every number hold, 1 where not.

    Of a number whose check digit is wrong no other number is proposed, though about a
    dozen would satisfy it: one of them picked is a reading corrected toward what holds,
    and a forgery mended. The clerk is sent to the original instead, and gets nothing to type
    into a search box.
    """
    asked = list(_asked(numbers))
    if not asked:
        raise click.UsageError("没有号码 (no number was given)")
    notice = load_notice()
    read = [(text, _read(text)) for text in asked]
    for text, one in read:
        if as_json:
            click.echo(json.dumps(as_object(text, one, notice), ensure_ascii=False))
            continue
        voice.say(text, text)
        for (zh, en), said in facts_of(voice, one, notice):
            voice.say(f"  {zh}：{said}", f"  {en}: {said}")
    raise SystemExit(DONE if all(holds(one) for _, one in read) else REFUSED)


def _asked(arguments: tuple[str, ...]) -> Iterator[str]:
    """Each number, put together again where a shell parted it at its spaces."""
    parts = [part.strip() for argument in arguments for part in _BETWEEN.split(argument)]
    parts = [part for part in parts if part]
    while parts:
        for n in range(min(len(parts), _MOST_PARTS), 0, -1):
            whole = " ".join(parts[:n])
            if n == 1 or not isinstance(_read(whole), Problem):
                break
        yield whole
        del parts[:n]


def _read(text: str) -> PatentNumber | GrantNumber | Problem:
    """What number a text is, or why it is none."""
    try:
        return parse_patent_number(text)
    except NormalFormError as e:
        problem = e.problem
    try:
        return parse_grant_number(text)
    except NormalFormError as e:
        ends_in_kind = text.strip()[-1:].upper() in {*"ABCUYSD"}
        return e.problem if ends_in_kind else problem
