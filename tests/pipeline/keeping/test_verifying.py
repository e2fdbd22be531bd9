import json
import os
from typing import get_args, get_type_hints

import dagster as dg
import pytest

from pipeline.definitions import defs
from pipeline.keeping.verifying import RECORDED, Share, verify_stored


def _codes(home):
    return sorted(problem.code for problem in verify_stored(home).problems)


def _store(home):
    return next(path for path in sorted(home.store.rglob("*/*/*")) if path.is_file())


def test_what_nobody_touched_is_sound(concluded):
    report = verify_stored(concluded)
    assert (True, ()) == (report.ok, report.problems)
    assert report.files > 15


def test_seven_nights_look_at_each_file_of_the_store_once(concluded):
    stored = [path for path in concluded.store.rglob("*/*/*") if path.is_file()]
    for path in stored:
        _change(path, path.read_bytes() + b"?")
    nights = [verify_stored(concluded, Share(night, 7)) for night in range(7)]
    changed = [one.en for night in nights for one in night.problems if "CHANGED" in one.code]
    assert len(stored) == len(changed) == len(set(changed))
    assert 1 < sum(any("CHANGED" in one.code for one in night.problems) for night in nights)


def test_every_assets_records_are_known():
    """An asset that records something else must be said here too."""
    bodies = {
        one.key.to_user_string(): one.op.compute_fn.decorated_fn
        for one in defs.assets
        if isinstance(one, dg.AssetsDefinition) and one.partitions_def is not None
    }
    ours = {name: one for name, one in bodies.items() if one.__module__.startswith("pipeline.a")}
    assert {name: _recorded_by(one) for name, one in ours.items()} == dict(RECORDED)


def _recorded_by(body):
    """The record in Output[list[…]], Output[dict[str, …]], or an iterator of such outputs."""
    inner = get_type_hints(body)["return"]
    while args := get_args(inner):
        inner = args[-1] if args[0] is str else args[0]
    return inner


def _change(path, data=b"?"):
    path.chmod(0o600)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda home: _change(_store(home), _store(home).read_bytes() + b"?"), "E-STORED-CHANGED"),
        (lambda home: _change(next(home.readings.rglob("*.jpg"))), "E-STORED-CHANGED"),
        (lambda home: _change(next(home.readings.rglob("0*.json"))), "E-STORED-DAMAGED"),
        (lambda home: _change(home.records / "verdicts/test-001.jsonl"), "E-STORED-DAMAGED"),
        (lambda home: _change(home.batches / "test-001/entry.json"), "E-STORED-DAMAGED"),
        (lambda home: _change(home.footprint_secret), "E-STORED-DAMAGED"),
        (lambda home: _change(home.state / "history/runs.db"), "E-STORED-DATABASE"),
        (lambda home: _store(home).unlink(), "E-STORED-MISSING"),
        (lambda home: next(home.readings.rglob("*.jpg")).unlink(), "E-STORED-IMAGE"),
        (lambda home: (home.registers / f"{'ab' * 32}.jsonl").touch(), "E-STORED-CHANGED"),
    ],
)
def test_each_harm_is_named(concluded, harm, code):
    """By a code that stays, whatever else it brings about."""
    harm(concluded)
    assert code in _codes(concluded)


def test_a_folder_that_cannot_be_read_is_no_empty_one(concluded, monkeypatch):
    scandir, hidden = os.scandir, concluded.records / "verdicts"

    def refused(path):
        if os.fspath(path) == os.fspath(hidden):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert "E-STORED-READ" in _codes(concluded)


def test_by_the_command_line(run, concluded):
    """Status 0 where all is sound; 1, each with its code, where it is not."""
    assert 0 == run("verify").exit_code
    _store(concluded).unlink()
    result = run("verify", "--json")
    report = json.loads(result.stdout)
    assert (1, len(report["problems"])) == (result.exit_code, report["found"])
    assert "E-STORED-MISSING" in run("verify").stderr
