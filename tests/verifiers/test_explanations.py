"""What every finding says: approved word for word, and every sentence spoken by some case.

`HEYAN_APPROVE=1 pytest tests/verifiers/test_explanations.py` writes what is said now to
tests/verifiers/explanations/; read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

import verifiers.rules.checks
from tests.verifiers.explained import FAMILIES
from verifiers.rules.sentences import load_sentences, say

FOLDER = Path(__file__).parent / "explanations"
APPROVING = os.environ.get("HEYAN_APPROVE") == "1"

TOLD_ELSEWHERE = frozenset({"X1", "X2", "X3", "X4"})
"""Families of sentences about several applicants, whose cases are tests/verifiers/test_cross.py's."""

GAPS = (
    "—”",
    "—）",
    "“”",
    "（）",
    "为未填写",
    "为未读到",
    "未填写未",
    "““",
    "””",
    "；；",
    "。。",
    "。；",
)
"""What a sentence looks like where a value is missing, or where two were put together badly."""


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_what_is_said_is_what_was_approved(family, explained):
    said = {name: findings for name, (findings, _) in explained[family].items()}
    file = FOLDER / f"{family}.yaml"
    if APPROVING:
        file.write_text(_text(said), "utf-8")
        pytest.fail(f"{file.name} was written: review the diff")
    assert yaml.safe_load(file.read_text("utf-8")) == said


def test_nothing_is_approved_that_no_case_says():
    assert {f"{family}.yaml" for family in FAMILIES} == {file.name for file in FOLDER.iterdir()}


def test_every_sentence_is_spoken_by_a_case(explained):
    """A key counts as spoken where its whole sentence stands in a finding that is shown."""
    spoken = {
        key
        for cases in explained.values()
        for findings, keys in cases.values()
        for key, zh in keys
        if any(_holds(finding["zh"], zh) for finding in findings)
    }
    wanted = {key for key in load_sentences() if key.partition(".")[0] not in TOLD_ELSEWHERE}
    assert [] == sorted(wanted - spoken)


def test_a_finding_is_one_sentence_without_gaps(explained):
    """No dash where a value is missing, no mark twice, and some place to look at."""
    for cases in explained.values():
        for name, (findings, _) in cases.items():
            for finding in findings:
                zh = finding["zh"]
                assert zh.endswith("。"), name
                wrong = [mark for mark in GAPS if mark in zh]
                assert [] == wrong, f"{name}: {zh}"
                assert finding["places"] or finding["rule"] in {"P3", "U1"}, f"{name}: {zh}"


@pytest.fixture(scope="module")
def explained():
    """By family and case: its findings, and each sentence that was spoken on the way."""
    spoken: list[tuple[str, str]] = []

    def listening(key, values):
        zh, en = say(key, values)
        spoken.append((key, zh))
        return zh, en

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifiers.rules.checks, "say", listening)
        found = {}
        for family, cases in FAMILIES.items():
            found[family] = {}
            for name, case in cases.items():
                spoken.clear()
                found[family][name] = (case.shown(), tuple(spoken))
        return found


def _holds(explanation: str, sentence: str) -> bool:
    """Whether a sentence stands in an explanation from mark to mark: ； between, ： before retold."""
    text = f"；{explanation.rstrip('。')}；"
    return any(f"{mark}{sentence.rstrip('。')}；" in text for mark in "；：")


def _text(said: dict) -> str:
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)
