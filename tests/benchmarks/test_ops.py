from dataclasses import replace

import pytest

from benchmarks.loopback_ops import faults, patents
from benchmarks.ops import TROUBLES, Run, Trouble, measured
from verifiers.cnipa.ops.pace import Pace

KNOWN = patents.made_up(120)
DOCUMENTED = TROUBLES[0]


@pytest.fixture
def outcome(tmp_path):
    return measured(DOCUMENTED, KNOWN, tmp_path)


def test_the_documented_server_costs_a_token_and_two_requests_a_hundred(outcome):
    assert (5, 120, 0, 0) == (
        outcome.first.requests,
        outcome.first.records,
        outcome.second.requests,
        outcome.third.requests,
    )
    assert outcome.holds


@pytest.mark.parametrize(
    "broken",
    [
        {"lost": 1},
        {"wrong": 1},
        {"too_fast": 1},
        {"first": Run(26, [], "")},
        {"third": Run(1, [], "")},
        {"third": Run(0, [], "E-OPS-UNREACHABLE")},
    ],
)
def test_a_broken_promise_is_named(outcome, broken):
    assert not replace(outcome, **broken).holds


def test_a_client_that_does_not_wait_is_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(Pace, "_sleep_until", lambda *_: None)
    slow = Trouble("2 a minute", lambda ops, _: faults.slower(ops, "inpadoc", 1, 2))
    assert 0 < measured(slow, patents.made_up(400), tmp_path).too_fast


def test_records_of_other_values_are_counted(tmp_path):
    """The server tells of every patent the title of the next."""
    shifted = Trouble(
        "shifted",
        lambda _ops, _known: lambda _, reply: reply,
        knows=lambda known: [replace(one, title="另一名称") for one in known],
    )
    assert 120 <= measured(shifted, KNOWN, tmp_path).wrong


def test_troubles_have_names_of_their_own():
    assert len(TROUBLES) == len({trouble.name for trouble in TROUBLES})
