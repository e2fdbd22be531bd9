"""The main job, end to end: the sample batch through `heyan run`, as a user starts it."""

import csv
import json
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "fixtures" / "sample" / "xinxiang-2024-001"
EXPECTED = json.loads((ROOT / "fixtures" / "sample" / "expected.json").read_text())["applications"]
PASSED, ON_SITE = "网上资格审查通过人员名册表", "需现场审查人员名册表"


@pytest.fixture(scope="session")
def verdicts(out):
    """Verdicts by 申报编号."""
    return {v["id"]: v for v in json.loads((out / "verdicts.json").read_text())["applications"]}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: f"{e['id']} {e['reason']}")
def test_every_applicant_gets_the_expected_verdict_for_the_expected_rules(expected, verdicts):
    """Outcome, 容缺, and among the bearing findings those that the notice demands."""
    verdict = verdicts[expected["id"]]
    assert (expected["outcome"], expected["provisional"]) == (
        verdict["outcome"],
        verdict["provisional"],
    )
    bearing = {(f["rule"], f["claim"], f["result"]) for f in verdict["findings"] if f["bears"]}
    assert {(f["rule"], f["claim"], f["result"]) for f in expected["findings"]} <= bearing


def test_a_pass_rests_on_proof_or_signature_alone(verdicts):
    """The first promise, read from the output: nothing unsure, unchecked or contradicted bears."""
    for verdict in verdicts.values():
        if verdict["outcome"] == "pass":
            results = {f["result"] for f in verdict["findings"] if f["bears"]}
            assert results <= {"match", "attested"}


def test_every_file_that_went_in_comes_out_with_a_status(out):
    """The second promise: as many rows as files, each with one status and, if not read, a reason."""
    files = {
        path.relative_to(SAMPLE).as_posix()
        for folder in ("uploads", "cnipa")
        for path in (SAMPLE / folder).rglob("*")
        if path.is_file()
    }
    with (out / "uploads.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert files == {row["path"] for row in rows}
    assert len(files) == len(rows)
    bad = {row["path"]: row["reason_code"] for row in rows if row["status"] != "read"}
    assert ["E-IMAGE-DAMAGED", "E-PDF-ENCRYPTED"] == sorted(bad.values())


def test_every_finding_explains_itself_in_the_notice_s_words(verdicts):
    """The third promise: a sentence, a citation, and a place for what was read."""
    for verdict in verdicts.values():
        for finding in verdict["findings"]:
            assert finding["explanation"]
            assert finding["explanation_en"]
            assert finding["citation"]


def test_the_rosters_hold_everybody_once(out, verdicts):
    """Both rosters, as workbook and as paper, name each applicant in the right one."""
    people = {expected["id"]: expected["name"] for expected in EXPECTED}
    for title, outcome in ((PASSED, "pass"), (ON_SITE, "on_site")):
        own = [people[id_] for id_, verdict in verdicts.items() if verdict["outcome"] == outcome]
        book = openpyxl.load_workbook(out / "rosters" / f"{title}.xlsx")
        cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
        with pdfplumber.open(out / "rosters" / f"{title}.pdf") as pdf:
            paper = "".join(page.extract_text() for page in pdf.pages)
        for name in people.values():
            assert cells.count(name) == own.count(name)
            assert (name in paper) == (name in own)


def test_the_queue_has_a_row_for_every_bearing_finding_that_is_not_a_match(out, verdicts):
    """Nobody is sent to the counter without a line that says why."""
    book = openpyxl.load_workbook(out / "flagged_items.xlsx")
    rows = sum(max(sheet.max_row - 1, 0) for sheet in book)
    bearing = [f for v in verdicts.values() for f in v["findings"] if f["bears"]]
    assert sum(f["result"] != "match" for f in bearing) == rows
