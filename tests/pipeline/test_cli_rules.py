"""`heyan rules`: the table, one rule with its sentences, and the page that is generated from it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import heyan
from pipeline.cli.rules_page import rules_page
from verifiers.notices import load_notice
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
