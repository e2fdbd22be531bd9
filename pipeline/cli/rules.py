"""`heyan rules`: the table of rules under a notice, for whoever must answer for them."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from pipeline.cli.rules_page import CARRIED, conditions_of, grades_of, rules_page
from pipeline.cli.voice import Voice
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.rules.table import RuleRow, rule_rows, sentences_of


@click.command()
@click.option("--notice", "notice_id", help="The notice's id (通知编号); default: the newest.")
@click.option("--markdown", is_flag=True, help="The whole page docs/rules.md, with every sentence.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("rules", nargs=-1)
@click.pass_obj
def command(
    voice: Voice, *, notice_id: str | None, markdown: bool, as_json: bool, rules: tuple[str, ...]
) -> None:
    """Show every rule: id, article, what is compared, from what, and what may carry it.

    With ids as arguments only those, each with the sentences it speaks.
    """
    notice = load_notice(notice_id)
    rows = [row for row in rule_rows(notice) if not rules or row.id in rules]
    unknown = sorted(set(rules) - {row.id for row in rows} - set(notice.elsewhere))
    if unknown:
        names = ", ".join(unknown)
        raise click.UsageError(voice.choose(f"没有规则 {names}", f"no such rule: {names}"))
    if markdown:
        click.echo(rules_page(notice), nl=False)
    elif as_json:
        for row in rows:
            click.echo(json.dumps(_object(row), ensure_ascii=False))
    elif rules:
        for row in rows:
            _show(voice, row)
        _show_elsewhere(voice, notice, rules)
    else:
        voice.say(
            f"{notice.document_number}（{notice.id}），适用 {notice.effective_from} 至 "
            f"{notice.effective_until}，共 {len(rows)} 条规则",
            f"{notice.document_number} ({notice.id}), in force {notice.effective_from} to "
            f"{notice.effective_until}: {len(rows)} rules",
        )
        voice.out.print(_table(voice, rows))


def _table(voice: Voice, rows: list[RuleRow]) -> Table:
    heads = voice.choose("编号 名称 条款 适用 比较 依据材料 由什么证明", "")
    table = Table(
        *(
            heads.split()
            or ["id", "title", "article", "asked of", "compares", "inputs", "carried by"]
        )
    )
    for row in rows:
        table.add_row(*(escape(cell) for cell in _cells(voice, row)))
    return table


def _cells(voice: Voice, row: RuleRow) -> list[str]:
    asked = "、".join(part for part in (grades_of(row), conditions_of(row)) if part)
    carried = CARRIED[row.policy.carried_by]
    return [
        row.id,
        row.policy.title,
        row.policy.article,
        asked,
        voice.choose(row.description.compares, row.description.compares_en),
        "、".join(row.description.inputs),
        voice.choose(carried[0], carried[1]),
    ]


def _show(voice: Voice, row: RuleRow) -> None:
    carried = CARRIED[row.policy.carried_by]
    voice.say(f"{row.id} {row.policy.title}", f"{row.id} {row.policy.title}")
    voice.say(
        f"  {row.policy.article}“{row.policy.citation}”",
        f"  {row.policy.article} “{row.policy.citation}”",
    )
    voice.say(
        f"  比较：{row.description.compares}；由什么证明：{carried[0]}",
        f"  compares: {row.description.compares_en}; carried by: {carried[1]}",
    )
    shared = (sentence for family in row.description.speaks for sentence in sentences_of(family))
    for key, zh, en in (*row.sentences(), *shared):
        voice.say(f"  {key}：{zh}", f"  {key}: {en}")


def _show_elsewhere(voice: Voice, notice: Notice, rules: tuple[str, ...]) -> None:
    for rule in rules:
        other = notice.elsewhere.get(rule)
        if other is not None:
            voice.say(f"{rule} {other.title}", f"{rule} {other.title}")
            voice.say(f"  {other.article}“{other.citation}”", f"  {other.article}")
            voice.say(f"  由此落实：{other.by}", f"  seen to by: {other.by_en}")


def _object(row: RuleRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.policy.title,
        "article": row.policy.article,
        "citation": row.policy.citation,
        "grades": list(row.grades),
        "conditions": list(row.conditions),
        "compares": row.description.compares,
        "compares_en": row.description.compares_en,
        "inputs": list(row.description.inputs),
        "carried_by": row.policy.carried_by.value,
        "also_attested": row.policy.also_attested,
    }
