"""Taking in a batch: what is refused before anything is read, and what must be said."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import replace
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest

from evidence.errors import BatchError, MachineError
from pipeline.batches import find_batch, plan_batch, remember, take_batch
from pipeline.clock import clock_problem
from verifiers.notices import notice


def test_a_batch_is_taken_under_the_notice_that_is_newest_then(
    home, make_batch, tmp_path, monkeypatch
):
    """A service that runs since before it came knows it too; batches taken before keep theirs."""
    before = take_batch(make_batch("test-001"), home)
    (notices := tmp_path / "notices").mkdir()
    (own,) = Path(str(resources.files("verifiers.notices"))).glob("*.yaml")
    text = own.read_text(encoding="utf-8")
    for name, issued in ((own.stem, "2024-03-15"), ("later-2099-1", "2099-03-15")):
        changed = text.replace(own.stem, name).replace("issued: 2024-03-15", f"issued: {issued}")
        (notices / f"{name}.yaml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(notice, "resources", SimpleNamespace(files=lambda _: notices))
    assert own.stem == before.notice == take_batch(Path(before.source), home).notice
    assert "later-2099-1" == take_batch(make_batch("test-002"), home).notice


def test_a_notice_without_rules_refuses_the_batch_before_a_page_is_read(home, make_batch):
    folder = make_batch()
    (folder / "batch.toml").write_text('notice = "no-such-notice"\n', encoding="utf-8")
    with pytest.raises(BatchError) as refused:
        take_batch(folder, home)
    assert "E-NOTICE-UNKNOWN" == refused.value.code


def test_files_of_nobody_are_said_aloud(home, make_batch):
    entry = plan_batch(make_batch(files={"uploads/散页.pdf": b"%PDF", "cnipa/a.csv": b"a"}), home)
    (problem,) = entry.problems
    assert "E-NO-APPLICANT" == problem.code
    assert "uploads/散页.pdf" in problem.zh
    assert "cnipa" not in problem.zh


def test_a_plan_does_not_redirect_who_works_on_the_batch(home, make_batch):
    """A second `heyan run` of the batch waits before it says where the files go."""
    folder = make_batch()
    take_batch(folder, home, Path("/first"))
    plan_batch(folder, home, Path("/second"))
    assert "/first" == find_batch(home, "test-001").out


def test_a_batch_arrived_at_the_latest_when_it_was_taken(home, make_batch):
    """Where batch.toml is silent, publicity that ends later than today is not over."""
    entry = plan_batch(make_batch(received=None), home)
    assert abs(entry.arrived - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)


def test_running_a_batch_again_does_not_move_its_arrival(home, make_batch):
    """Publicity that was not over then would be a week later; other files arrive anew."""
    folder = make_batch(received=None, files={"uploads/A1/一.png": b"1"})
    first = replace(take_batch(folder, home), taken_at=dt.datetime(2024, 4, 1, tzinfo=dt.UTC))
    remember(home, first)
    take_batch(make_batch("test-002"), home)
    again = take_batch(folder, home)
    assert (first.arrived, ()) == (again.arrived, again.problems)
    (folder / "uploads/A1/二.png").write_bytes(b"2")
    assert first.arrived < take_batch(folder, home).arrived


def test_the_operator_says_how_large_a_shard_is(home, make_batch, monkeypatch):
    files = {f"uploads/{name}/奖状.png": b"x" for name in ("A1", "A2", "A3")}
    source = make_batch(applicants={"A1": "张立军", "A2": "李晓东", "A3": "王秀兰"}, files=files)
    monkeypatch.setenv("HEYAN_SHARD_UPLOADS", "1")
    assert 3 == len(plan_batch(source, home).shards)
    monkeypatch.setenv("HEYAN_SHARD_UPLOADS", "none")
    with pytest.raises(MachineError, match="E-SETTING"):
        plan_batch(source, home)


def test_by_a_clock_that_is_wrong_nobody_knows_when_a_batch_arrived(home, make_batch):
    """It is behind what was stored: what depends on the arrival is for people then."""
    take_batch(make_batch("earlier"), home)
    later = time.time() + 86_400
    os.utime(home.batches / "earlier" / "entry.json", (later, later))
    entry = plan_batch(make_batch("silent", received=None), home)
    assert (None, ["E-CLOCK"]) == (entry.arrived, [one.code for one in entry.problems])
    said = plan_batch(make_batch("said"), home)
    assert (said.received_at, ()) == (said.arrived, said.problems)
    assert "E-CLOCK" in clock_problem(home, dt.datetime.now(dt.UTC)).code
    assert clock_problem(home, dt.datetime.now(dt.UTC), but="earlier") is None


def test_results_that_applicants_handed_in_too_are_named_whatever_their_shard(
    home, make_batch, monkeypatch
):
    monkeypatch.setenv("HEYAN_SHARD_UPLOADS", "1")
    files = {
        "uploads/A1/我的.csv": b"print",
        "uploads/A2/同样大小.csv": b"other",
        "uploads/A3/复印.csv": b"print",
        "cnipa/a.csv": b"print",
        "cnipa/b.csv": b"their",
    }
    people = {"A1": "张立军", "A2": "李晓东", "A3": "王秀兰"}
    entry = take_batch(make_batch(applicants=people, files=files), home)
    assert all(len(plan.applicants) < 2 for plan in entry.shards.values())
    assert {"cnipa/a.csv": ("A1", "A3")} == entry.handed_in
    assert entry == find_batch(home, entry.id)


def test_results_that_cannot_be_read_are_like_nobodys(home, make_batch):
    """They are refused when they are taken; till then they do not hold up the batch."""
    source = make_batch(files={"uploads/A1/我的.csv": b"print", "cnipa/a.csv": b"print"})
    (source / "cnipa/a.csv").unlink()
    (source / "cnipa/a.csv").symlink_to(source / "uploads/A1/我的.csv")
    assert {} == plan_batch(source, home).handed_in
