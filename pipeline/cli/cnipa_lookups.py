"""`heyan cnipa lookups`: which patents somebody still has to look up on CNIPA's own sites."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Column, Table

from pipeline.batches import find_batch, known_batches
from pipeline.cli.voice import Voice
from pipeline.home import enter_home
from pipeline.stages.lookups import LookupsOfBatches, lookups_now
from pipeline.whereabouts import check_store
from review.rosters.atomic import write_whole
from review.rosters.lookup_list import GROUP_WORDS, ListedLookup, group_of
from review.rosters.lookups_csv import lookups_csv
from review.rosters.lookups_xlsx import lookups_workbook
from review.rosters.official_sites import SITES, number_of, site_forms

_ENDINGS = (".csv", ".xlsx")


@click.command()
@click.option(
    "--batch", "batches", multiple=True, help="Only of this batch; may be repeated (只列该批次)."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the list to FILE.csv or FILE.xlsx (写入文件).",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object (输出一个 JSON 对象).")
@click.pass_obj
def command(voice: Voice, batches: tuple[str, ...], out: Path | None, *, as_json: bool) -> None:
    """List the patents without a settling official result, over all batches (待检索清单).

    Each number once, in the form that each official site takes, with who claims it and why.
    Exit status: 0 however long the list is; 1 a batch is unknown or a file cannot be written.
    """
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise click.BadParameter(
            "文件名须以 .csv 或 .xlsx 结尾 (must end in .csv or .xlsx)", param_hint="--out"
        )
    home = enter_home()
    check_store(home)
    names = dict.fromkeys(batches) or known_batches(home)
    found = lookups_now(home, [find_batch(home, name) for name in names])
    if out is not None:
        write_whole(out, _file(out, found, "、".join(batches) or "全部批次"))
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False))
    elif out is None:
        _show(voice, found)
    _tell(voice, found, out)


def as_object(found: LookupsOfBatches) -> dict[str, Any]:
    """The list as data."""
    return {
        "sites": {key: site.address for key, site in SITES.items()},
        "lookups": [_as_object(one) for one in found.listed],
        "unread_batches": list(found.unread),
    }


def _as_object(one: ListedLookup) -> dict[str, Any]:
    lookup = one.lookup
    forms = site_forms(lookup.patent_number, lookup.grant_number)
    return {
        "patent_number": lookup.patent_number,
        "group": group_of(lookup.patent_number).name.lower(),
        "declared_type": lookup.patent_type,
        "title": lookup.title,
        "type_in": {"cpquery": forms.cpquery, "epub": forms.epub, "pss": forms.pss},
        "grant_number": forms.grant or None,
        "epub_address": forms.epub_address or None,
        "claims": [
            {"batch": batch, "application": application} for batch, application in one.claims
        ],
        "reason": {"zh": lookup.reason, "en": lookup.reason_en},
    }


def _file(out: Path, found: LookupsOfBatches, scope: str) -> bytes:
    if out.suffix.lower() == ".csv":
        return lookups_csv(found.listed)
    return lookups_workbook(found.listed, scope, dt.datetime.now(dt.UTC))


def _show(voice: Voice, found: LookupsOfBatches) -> None:
    if not found.listed:
        return
    headings = voice.choose(
        "类别 专利号 cpquery epub pss 申报编号 原因", "Group Number cpquery epub pss Claimed Why"
    ).split()
    grid = Table(*(Column(heading, overflow="fold") for heading in headings))
    for one in found.listed:
        lookup = one.lookup
        forms = site_forms(lookup.patent_number, lookup.grant_number)
        number = number_of(lookup.patent_number)
        cells = (
            voice.choose(*GROUP_WORDS[group_of(lookup.patent_number)]),
            number.printed if number else lookup.patent_number,
            forms.cpquery,
            forms.epub,
            forms.pss,
            "\n".join(f"{batch} {application}" for batch, application in one.claims),
            voice.choose(lookup.reason, lookup.reason_en),
        )
        grid.add_row(*map(escape, cells))
    voice.out.print(grid)
    for site in SITES.values():
        voice.say(
            f"{site.key}：{site.name} {site.address}", f"{site.key}: {site.name_en} {site.address}"
        )


def _tell(voice: Voice, found: LookupsOfBatches, out: Path | None) -> None:
    count = len(found.listed)
    where = voice.choose(f"，已写入 {out}", f"; written to {out}") if out else ""
    voice.tell(
        f"{count} 个专利号待检索{where}。" if count or out else "没有待检索的专利号。",
        f"{count} patents to look up{where}." if count or out else "No patent to look up.",
    )
    if found.unread:
        names = ", ".join(found.unread)
        voice.tell(
            f"以下批次尚未读完，未列入：{names}", f"Left out, because not read to the end: {names}"
        )
