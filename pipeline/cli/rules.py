"""`heyan rules`: the table of rules under a notice, for whoever must answer for them."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from pipeline.cli.bounds import bounds_of
from pipeline.cli.rules_page import CARRIED, conditions_of, grades_of, rules_page
from pipeline.cli.voice import Voice
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.rules.registry import check_notice
from verifiers.rules.table import RuleRow, rule_rows, sentences_of

_WIDE = 150
"""The width that the whole table needs; a narrower terminal gets its first columns."""
_NARROW = 5


@click.command()
@click.option("--notice", "notice_id", help="The notice's id; default: the newest (通知编号).")
@click.option(
    "--markdown", is_flag=True, help="The page docs/rules.md, with every sentence (整页规则表)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (每行一个对象).")
@click.argument("rules", nargs=-1)
@click.pass_obj
def command(
    voice: Voice, *, notice_id: str | None, markdown: bool, as_json: bool, rules: tuple[str, ...]
) -> None:
    """Show every rule: id, article, what is compared, from what, and what may carry it (规则表).

    With ids as arguments (heyan rules H2b P14) only those, each with its
    boundaries and the sentences it speaks (写上编号则显示该规则的界限和句子).
    """
    notice = load_notice(notice_id)
    check_notice(notice)
    known = {rule.lower(): rule for rule in (*notice.rules, *notice.elsewhere)}
    unknown = [rule for rule in rules if rule.lower() not in known]
    if unknown:
        names = ", ".join(unknown)
        raise click.UsageError(
            voice.choose(
                f"没有规则 {names}；不带编号运行 heyan rules 列出全部编号",
                f"no such rule: {names}; heyan rules lists them all",
            )
        )
    rules = tuple(known[rule.lower()] for rule in rules)
    rows = [row for row in rule_rows(notice) if not rules or row.id in rules]
    if markdown:
        click.echo(rules_page(notice), nl=False)
    elif as_json:
        for row in rows:
            click.echo(json.dumps(_object(row), ensure_ascii=False))
    elif rules:
        for row in rows:
            _show(voice, notice, row)
        _show_elsewhere(voice, notice, rules)
    else:
        voice.say(
            f"{notice.document_number}（{notice.id}），适用 {notice.effective_from} 至 "
            f"{notice.effective_until}，共 {len(rows)} 条规则",
            f"{notice.document_number} ({notice.id}), in force {notice.effective_from} to "
            f"{notice.effective_until}: {len(rows)} rules",
        )
        voice.out.print(rules_table(voice, rows))
        voice.say(
            "heyan rules 编号（如 heyan rules H2b）显示比较的内容、依据材料、界限和全部句子。",
            "heyan rules ID shows what a rule compares, from what, its boundaries and sentences.",
        )


def rules_table(voice: Voice, rows: list[RuleRow]) -> Table:
    """Every word of every cell: what does not fit goes on the next line."""
    heads = voice.choose(
        "编号,名称,条款,适用,由什么证明,比较,依据材料",
        "id,title,article,asked of,carried by,compares,inputs",
    ).split(",")
    shown = len(heads) if voice.out.width >= _WIDE else _NARROW
    table = Table()
    for head in heads[:shown]:
        table.add_column(head, overflow="fold", no_wrap=head == heads[0])
    for row in rows:
        table.add_row(*(escape(cell) for cell in _cells(voice, row)[:shown]))
    return table


def _cells(voice: Voice, row: RuleRow) -> list[str]:
    asked = "、".join(part for part in (grades_of(row), conditions_of(row)) if part)
    carried = CARRIED[row.policy.carried_by]
    return [
        row.id,
        row.policy.title,
        row.policy.article,
        asked,
        voice.choose(carried[0], carried[1]),
        voice.choose(row.description.compares, row.description.compares_en),
        "、".join(row.description.inputs),
    ]


def _show(voice: Voice, notice: Notice, row: RuleRow) -> None:
    carried = CARRIED[row.policy.carried_by]
    voice.say(f"{row.id} {row.policy.title}", f"{row.id} {row.policy.title}")
    voice.say(
        f"  {row.policy.article}“{row.policy.citation}”",
        f"  {row.policy.article} “{row.policy.citation}”",
    )
    asked = "、".join(part for part in (grades_of(row), conditions_of(row)) if part)
    also = row.policy.also_attested
    voice.say(f"  适用：{asked}", f"  asked of: {asked}")
    voice.say(
        f"  比较：{row.description.compares}",
        f"  compares: {row.description.compares_en}",
    )
    inputs = "、".join(row.description.inputs)
    voice.say(f"  依据材料：{inputs}", f"  inputs: {inputs}")
    voice.say(
        f"  由什么证明：{carried[0]}" + (f"；单位另须确认：{also}" if also else ""),
        f"  carried by: {carried[1]}" + (f"; the unit also signs for: {also}" if also else ""),
    )
    for zh, en in bounds_of(row.id, notice):
        voice.say(f"  界限：{zh}", f"  boundary: {en}")
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
