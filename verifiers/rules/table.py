"""The table of rules: what each compares, by which article, from what, and what may carry it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from verifiers.data_files import data_error, load_yaml, read_data
from verifiers.notices.notice import Notice, RulePolicy
from verifiers.rules.registry import application_rules, claim_rules
from verifiers.rules.sentences import load_sentences

_FILE = "descriptions.yaml"
SHARED = {
    "sign": "单位确认",
    "issuer": "授予单位",
    "skill": "等级证书",
    "lower": "工作年限",
    "history": "先后的检索结果",
    "printout": "申报人打印的检索结果",
    "note": "供参考",
    "rule": "各规则通用",
}
"""Families of sentences that several rules speak, and what they are about."""
ALWAYS_SPOKEN = "rule"


@dataclass(frozen=True, slots=True)
class Description:
    """What a rule compares, in Chinese and English, from which columns and papers."""

    compares: str
    compares_en: str
    inputs: tuple[str, ...]
    speaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a clerk reads it.

    `grades` are those it is asked of, all where empty; `conditions` the items n
    of (四)6.(n) whose claims it judges, empty for rules about the application.
    """

    id: str
    policy: RulePolicy
    description: Description
    grades: tuple[str, ...]
    conditions: tuple[int, ...]

    def sentences(self) -> Iterator[tuple[str, str, str]]:
        """Its own sentences: key, Chinese, English."""
        return sentences_of(self.id)


def rule_rows(notice: Notice) -> tuple[RuleRow, ...]:
    """Every rule under a notice, in the order of its file."""
    described, applied = load_descriptions(), _applied()
    return tuple(
        RuleRow(rule, policy, described[rule], *applied.get(rule, ((), ())))
        for rule, policy in notice.rules.items()
    )


def sentences_of(family: str) -> Iterator[tuple[str, str, str]]:
    """The sentences whose keys begin with a rule's id or a shared family's name."""
    for key, (zh, en) in load_sentences().items():
        if key.partition(".")[0] == family:
            yield key, zh, en


@cache
def load_descriptions() -> dict[str, Description]:
    """Every rule's description by id. Raises DataError (`E-RULES-VALUE`) where the file is wrong."""
    data = load_yaml(read_data("verifiers.rules", _FILE))
    try:
        return TypeAdapter(dict[str, Description]).validate_python(data)
    except ValidationError as e:
        place = "/".join(str(part) for part in e.errors()[0]["loc"])
        raise data_error(
            "E-RULES-VALUE", _FILE, f"{place} 的值不正确", f"has a wrong value at {place}"
        ) from e


def _applied() -> dict[str, tuple[tuple[str, ...], tuple[int, ...]]]:
    """Of which grades and which items' claims each registered rule is asked."""
    found: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
        rule.id: (tuple(sorted(rule.grades or ())), ()) for rule in application_rules()
    }
    for rule in claim_rules():
        items = tuple(sorted(item for item in rule.conditions if item is not None))
        found[rule.id] = (("一级",), items)
    return found
