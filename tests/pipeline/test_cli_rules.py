"""`heyan rules`: the table, one rule with its sentences, and the page that is generated from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from pipeline.cli import heyan
from pipeline.cli.bounds import bounds_of
from pipeline.cli.rules import rules_table
from pipeline.cli.rules_page import rules_page
from pipeline.cli.voice import Voice
from verifiers.notices import load_notice
from verifiers.notices.notice import Thresholds
from verifiers.rules.registry import application_rules, claim_rules
from verifiers.rules.sentences import load_sentences
from verifiers.rules.table import ALWAYS_SPOKEN, SHARED, load_descriptions, rule_rows

PAGE = Path(__file__).parents[2] / "docs/rules.md"


def run(*arguments: str, lang: str = "zh"):
    return CliRunner().invoke(heyan, ["--lang", lang, "rules", *arguments])


def test_docs_rules_is_what_the_command_prints():
    """Regenerate with: heyan rules --markdown > docs/rules.md."""
    assert rules_page(load_notice()) == PAGE.read_text("utf-8")
    assert rules_page(load_notice()) == run("--markdown").stdout


def test_every_rule_of_the_notice_is_described_and_nothing_else_is():
    assert set(load_descriptions()) == set(load_notice().rules)


def test_the_table_names_every_registered_rule():
    listed = {json.loads(line)["id"] for line in run("--json").stdout.splitlines()}
    assert {rule.id for rule in (*application_rules(), *claim_rules())} <= listed


def test_every_sentence_stands_on_the_page():
    page = PAGE.read_text("utf-8")
    assert [] == [key for key in load_sentences() if f"`{key}`" not in page]


def test_a_rule_says_which_shared_sentences_it_speaks():
    families = {family for row in rule_rows(load_notice()) for family in row.description.speaks}
    assert set(SHARED) == families | {ALWAYS_SPOKEN}


def test_one_rule_is_shown_with_its_article_and_its_sentences():
    shown = run("H2b").stdout
    assert "取得机关事业单位二级工勤技能岗位等级资格证书满 5 年" in shown
    assert "只认材料" in shown
    assert "skill.short" in shown


def test_a_sentence_seen_to_elsewhere_says_where():
    assert "由审核人在审核台逐项决定并署名" in run("P8").stdout
    assert "H4b" in run("A5").stdout


def test_the_table_in_english():
    shown = run(lang="en")
    assert shown.exit_code == 0
    assert "evidence only" in shown.stdout


def test_an_unknown_rule_is_a_users_mistake():
    shown = run("H99")
    assert shown.exit_code == 2
    assert "H99" in shown.stderr


def _changed(value):
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    return (*value, 1999) if isinstance(value, tuple) else value + 1


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Thresholds)])
def test_every_boundary_of_a_notice_is_said_of_some_rule(name):
    notice = load_notice()
    thresholds = notice.thresholds
    other = dataclasses.replace(thresholds, **{name: _changed(getattr(thresholds, name))})
    changed = dataclasses.replace(notice, thresholds=other)
    for language in (0, 1):
        before, after = (
            [words[language] for rule in one.rules for words in bounds_of(rule, one)]
            for one in (notice, changed)
        )
        assert before != after


def test_one_rule_says_its_boundaries_whatever_the_case_of_its_id():
    shown = run("h2b").stdout
    assert "  界限：二级证书日期不晚于2019-03-20：满足" in shown
    assert "不晚于2019-12-31：取决于算法，由人判断" in shown
    assert "单位另须确认：在本工种本等级工作满5年以上" in run("l3").stdout
    assert "2007-12-31" in run("L3").stdout


def test_a_notice_that_does_not_examine_a_grade_sets_nothing_for_it():
    notice = dataclasses.replace(load_notice(), lower_grades={})
    assert [] == bounds_of("L4", notice)
    assert [] == bounds_of("P8", notice)


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_cuts_no_word_off(width):
    voice = Voice("zh", out=Console(file=io.StringIO(), width=width))
    voice.out.print(rules_table(voice, rule_rows(load_notice())))
    shown = voice.out.file.getvalue()
    assert "…" not in shown
    assert all(f"│ {rule} " in shown for rule in load_notice().rules)
    assert ("依据材料" in shown) == (width >= 150)
