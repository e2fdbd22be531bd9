"""A notice changes: decisions stay where they rest on the same, and come back once where not."""

import datetime as dt
from dataclasses import replace

import pytest

from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.resources import LogListeners
from pipeline.runs import execute, register
from pipeline.stages import judging
from verifiers.notices import load_notice

NOW = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)
LATER = dt.date(1998, 12, 31)
"""Who began to work in 1999 has no certain 25 years under the changed notice."""


@pytest.fixture
def judged(home, desk, instance, make_batch):
    """Judges and publishes a batch of two: A1 works since 1994, A2 since July 1999."""
    folder = make_batch(
        applicants={"A1": "张立军", "A2": "李建国"}, files={"uploads/A1/空.png": b""}
    )
    table = folder / "applications.csv"
    head, first, second = table.read_text(encoding="utf-8").splitlines()
    second = second.replace("1994-07", "1999-07").replace(
        "410702197403120018", "410702197503120011"
    )
    table.write_text(f"{head}\n{first}\n{second}\n", encoding="utf-8")
    entry = take_batch(folder, home)
    register(instance, entry)
    resources = {"progress": LogListeners()}
    execute(instance, defs.resolve_job_def("check_shard"), "test-001-s001", {}, resources)

    def again():
        execute(instance, defs.resolve_job_def("judge_shard"), "test-001-s001", {}, {})
        execute(instance, defs.resolve_job_def("conclude_batch"), "test-001", {}, {})

    again()
    return again


def test_a_changed_notice_brings_back_whom_it_concerns_once_and_nobody_else(judged, monkeypatch):
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models import Decision, Event, Item, Person
    from review.desk.models.decisions import Choice

    li = Person.objects.create(username="li", display_name="李审核", roles=["reviewer"])
    for item in Item.objects.all():
        decide(li, item.pk, Intent(Choice.ON_SITE, "compare", item.version), NOW)

    def states():
        return {
            number: (state, round_)
            for number, state, round_ in Item.objects.values_list(
                "applicant__number", "state", "round"
            )
        }

    assert {"A1": ("closed", 1), "A2": ("closed", 1)} == states()
    notice = load_notice()
    changed = replace(notice, thresholds=replace(notice.thresholds, service_start_certain=LATER))
    monkeypatch.setattr(judging, "load_notice", lambda _: changed)
    for _ in range(2):
        judged()
        assert {"A1": ("closed", 1), "A2": ("open", 2)} == states()
    assert 2 == Decision.objects.count() == Item.objects.count()
    assert 1 == Event.objects.filter(action="item.changed").count()
