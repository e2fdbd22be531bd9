"""The cross-check with EPO OPS in a run: off without an account, and never in the way."""

import json
import logging

import dagster as dg
import pytest
from click.testing import CliRunner

from benchmarks.loopback_ops import faults, patents
from benchmarks.loopback_ops.server import KEY, SECRET, LoopbackOps, no_fault, served
from evidence import codec
from evidence.applications import Application, Claim, DeclarationSource
from evidence.register import OfficialRecord, RecordSource
from pipeline.batches import take_batch
from pipeline.cli import heyan
from pipeline.definitions import defs
from pipeline.resources import LogListeners
from pipeline.runs import execute, register
from pipeline.stages.epo import cross_checked

KNOWN = patents.made_up(3)
DESIGN = "ZL202030469320.8"
SHARD = "test-001-s001"


@pytest.fixture
def entry(home, make_batch):
    """A batch whose applicant claims the known patents and a design."""
    folder = make_batch(files={"uploads/A1/空.png": b""})
    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
        for number, patent in enumerate([*(one.number for one in KNOWN), DESIGN], start=1):
            table.write(f"A1,{number},5,一种装置,,,,,2021-06-01,,{patent},,1\n")
    return take_batch(folder, home)


@pytest.fixture
def taken(instance, entry):
    """The batch, known to Dagster."""
    register(instance, entry)


@pytest.fixture
def ops(monkeypatch):
    """A loopback OPS, and its account in the environment."""
    with served(LoopbackOps(KNOWN)) as server:
        monkeypatch.setenv("HEYAN_OPS_KEY", KEY)
        monkeypatch.setenv("HEYAN_OPS_SECRET", SECRET)
        monkeypatch.setenv("HEYAN_OPS_URL", server.url)
        yield server


def checked(home, instance):
    """Check the shard; its EPO records and what the register's step says of asking EPO."""
    job, resources = defs.resolve_job_def("check_shard"), {"progress": LogListeners()}
    execute(instance, job, SHARD, {}, resources)
    data = (home.records / "patent_register" / f"{SHARD}.jsonl").read_bytes()
    records = codec.decode_lines(OfficialRecord, data)
    key = dg.AssetKey("patent_register")
    (event,) = instance.fetch_materializations(key, limit=1).records
    said = event.asset_materialization.metadata
    shown = {name: said[name].value for name in said if name.startswith("epo_")}
    shown["epo_problems"] = [tuple(row.data.values()) for row in shown["epo_problems"].records]
    return [one for one in records if one.source is RecordSource.EPO_OPS], shown


def test_a_run_asks_once_the_next_run_asks_nothing_and_no_secret_is_written(
    home, instance, taken, ops, caplog
):
    caplog.set_level("DEBUG")
    ops.fault = faults.nth({1}, faults.busy())
    records, said = checked(home, instance)
    assert {one.number: one.title for one in KNOWN} == {r.patent_number: r.title for r in records}
    figures = {"epo_ops": "ok", "epo_wanted": 4, "epo_answered": 3, "epo_not_checked": 1}
    assert {**figures, "epo_problems": [("E-OPS-DESIGN", 1)]} == said
    assert 4 == ops.total
    assert (records, said) == checked(home, instance)
    assert 4 == ops.total
    files = (path for path in home.state.parent.rglob("*") if path.is_file())
    written = b"".join(path.read_bytes() for path in files) + caplog.text.encode()
    assert [] == [one for one in (KEY, SECRET, "TOKEN1") if one.encode() in written]


def test_a_source_that_fails_stops_no_run_and_says_why(home, instance, taken, ops):
    ops.fault = faults.data(faults.quota("IndividualQuotaPerHour"))
    records, said = checked(home, instance)
    assert ([], 4, 4) == (records, said["epo_wanted"], said["epo_not_checked"])
    assert "本小时的用量已用完" in said["epo_ops"]


def asked(home, entry, numbers=tuple(one.number for one in KNOWN)):
    """The step alone, for one applicant who claims these."""
    claims = tuple(Claim(no, 5, patent_number=number) for no, number in enumerate(numbers, 1))
    one = Application("A1", DeclarationSource.TABLE, claims=claims)
    return cross_checked(home, entry, [one], logging.getLogger("test"))


def test_without_an_account_nothing_is_asked_and_what_is_kept_is_used(
    home, entry, ops, monkeypatch
):
    with_account = asked(home, entry)
    monkeypatch.delenv("HEYAN_OPS_KEY")
    monkeypatch.delenv("HEYAN_OPS_SECRET")
    without = asked(home, entry)
    assert (3, True) == (ops.total, without.off)
    assert with_account.records == without.records != []


def test_what_is_missing_alone_is_asked_for_once_the_source_answers(home, entry, ops):
    asked(home, entry, [KNOWN[0].number])
    ops.fault = faults.tokens(faults.refused_account)
    failed = asked(home, entry)
    assert ("E-OPS-CREDENTIALS", 2) == (failed.problem.code, failed.failed)
    ops.fault = no_fault
    assert (None, 0) == (asked(home, entry).problem, asked(home, entry).failed)
    assert not any(KNOWN[0].digits in body for body in ops.bodies[3:])


def test_one_half_of_an_account_is_told(home, entry, ops, monkeypatch):
    monkeypatch.delenv("HEYAN_OPS_SECRET")
    assert "E-OPS-CREDENTIALS" == asked(home, entry).problem.code
    assert 0 == ops.total


def test_answers_that_are_damaged_on_disk_stop_no_run(home, entry, ops):
    folder = home.registers / "epo_ops"
    folder.mkdir()
    (folder / "damaged.jsonl").write_text("{", encoding="utf-8")
    found = asked(home, entry)
    assert ([], "E-RECORD") == (found.records, found.problem.code)


@pytest.mark.parametrize("asked", [False, True])
def test_doctor_tries_the_account_only_when_asked(home, ops, asked, monkeypatch):
    monkeypatch.setattr("pipeline.cli.doctor.examine", _epo_alone)
    arguments = ["doctor", "--json", *(["--ask-epo"] if asked else [])]
    result = CliRunner().invoke(heyan, arguments)
    (said,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (True, ops.url in said["en"], int(asked)) == (said["well"], True, ops.total)


def test_doctor_names_an_account_that_is_refused(home, ops, monkeypatch):
    monkeypatch.setattr("pipeline.cli.doctor.examine", _epo_alone)
    monkeypatch.setenv("HEYAN_OPS_KEY", "ANOTHER")
    result = CliRunner().invoke(heyan, ["--lang", "en", "doctor", "--ask-epo"])
    assert 1 == result.exit_code
    assert "HEYAN_OPS_KEY" in result.stdout
    assert SECRET not in result.stdout


def _epo_alone(*, ask_epo):
    from pipeline.cli import doctor

    yield doctor._translated("epo-ops", lambda: doctor._epo_ops(ask=ask_epo))
