"""docs/rules.md: every rule with its article, what it compares and every sentence it may speak."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.cli.bounds import bounds_of
from verifiers.notices.notice import CarriedBy, Notice
from verifiers.rules.table import SHARED, RuleRow, rule_rows, sentences_of

CARRIED = {
    CarriedBy.EVIDENCE: ("只认材料", "evidence only"),
    CarriedBy.ATTESTATION: ("单位和主管部门可确认", "unit and department may sign"),
    CarriedBy.PERSON: ("由人判断，一律转现场", "people decide, always on site"),
}
_HEAD = """# 规则表 · The rules

本页由 `heyan rules --markdown` 生成，请勿手改；规则的编号、引文和由什么证明在
`verifiers/notices/{notice}.yaml`，句子在 `verifiers/rules/sentences.yaml`，
比较的内容在 `verifiers/rules/descriptions.yaml`。
This page is made by `heyan rules --markdown` from those files.

通知 {number}，适用 {start} 至 {end}。
句中 `{{declared}}` 为申报值，`{{found}}` 为材料上读到的值，`{{required}}` 为通知规定的值。

结果由低到高：不一致 mismatch ＜ 未核查 not_checked ＜ 待核 unsure ＜ 单位确认 attested ＜ 一致 match。
影响结论的各项全部“一致”或（通知允许的）“单位确认”才通过；其余一律转现场审查。
"""


def rules_page(notice: Notice) -> str:
    """The whole page, as Markdown."""
    rows = rule_rows(notice)
    parts = [
        _HEAD.format(
            notice=notice.id,
            number=notice.document_number,
            start=notice.effective_from,
            end=notice.effective_until,
        ),
        _overview(rows),
        *(_rule(row, notice) for row in rows),
        "## 共用的句子 · Sentences that several rules speak\n",
        *(
            f"### {family}：{about}\n\n{_sentences(sentences_of(family))}"
            for family, about in SHARED.items()
        ),
        _elsewhere(notice),
    ]
    return "\n".join(parts)


def grades_of(row: RuleRow) -> str:
    """The grades a rule is asked of."""
    return "、".join(row.grades) or "各等级"


def conditions_of(row: RuleRow) -> str:
    """The items of (四)6 whose claims a rule judges; empty for rules about the application."""
    return "".join(f"({item})" for item in row.conditions)


def _overview(rows: Iterable[RuleRow]) -> str:
    lines = [
        "| 编号 | 名称 | 条款 | 适用等级 | (四)6项 | 比较 | 依据 | 由什么证明 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        also = f"；单位另须确认：{row.policy.also_attested}" if row.policy.also_attested else ""
        cells = (
            row.id, row.policy.title, row.policy.article, grades_of(row), conditions_of(row),
            row.description.compares, "、".join(row.description.inputs),
            CARRIED[row.policy.carried_by][0] + also,
        )  # fmt: skip
        lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines) + "\n"


def _rule(row: RuleRow, notice: Notice) -> str:
    carried = CARRIED[row.policy.carried_by]
    also = row.policy.also_attested
    text = [
        f"## {row.id} {row.policy.title}\n",
        f"> {row.policy.article}“{row.policy.citation}”\n",
        f"- 比较：{row.description.compares} · {row.description.compares_en}",
        f"- 依据：{'、'.join(row.description.inputs)}",
        f"- 由什么证明：{carried[0]}{f'；单位另须确认：{also}' if also else ''} · {carried[1]}",
        *(f"- 界限：{zh} · {en}" for zh, en in bounds_of(row.id, notice)),
    ]
    if row.description.speaks:
        text.append(f"- 共用的句子：{'、'.join(row.description.speaks)}（见文末）")
    own = _sentences(row.sentences())
    return "\n".join([*text, "", own] if own else [*text, ""])


def _sentences(sentences: Iterable[tuple[str, str, str]]) -> str:
    rows = [f"| `{key}` | {_cell(zh)} | {_cell(en)} |" for key, zh, en in sentences]
    return "\n".join(["| 句子 | 中文 | English |", "|---|---|---|", *rows, ""]) if rows else ""


def _elsewhere(notice: Notice) -> str:
    lines = [
        "## 不单独成为核验结果的句子 · What is seen to elsewhere\n",
        "| 编号 | 条款 | 原文 | 由此落实 | Seen to by |",
        "|---|---|---|---|---|",
    ]
    for rule, other in notice.elsewhere.items():
        cells = (rule, other.article, f"“{other.citation}”", other.by, other.by_en)
        lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
