"""Never above the announced rate, as the server counts it; and stop is stop."""

import json

import pytest
import requests

from benchmarks.loopback_ops import faults, patents
from benchmarks.loopback_ops.clock import JumpingClock
from benchmarks.loopback_ops.server import LoopbackOps, served
from evidence.errors import SourceError
from verifiers.cnipa.ops import problems
from verifiers.cnipa.ops.pace import HOUR_BYTES, WEEK_BYTES, Pace

KNOWN = patents.made_up(1200)
NUMBERS = [one.number for one in KNOWN]


def test_the_server_notices_a_client_that_does_not_wait(serve):
    """Else nothing below would show anything."""
    ops = serve()
    ops.rates["retrieval"] = 3
    url = f"{ops.url}/rest-services/published-data/application/docdb/biblio"
    assert [400, 400, 400, 403] == [requests.post(url, timeout=5).status_code for _ in range(4)]
    assert 1 == ops.too_fast


@pytest.mark.parametrize("rate", [1, 2, 5, 15, 60, 200])
def test_no_more_requests_a_minute_than_announced(serve, client, rate):
    ops = serve(KNOWN)
    ops.rates |= {"retrieval": max(rate, 15), "inpadoc": rate}
    list(client(ops).ask(NUMBERS))
    assert {"token": 1, "retrieval": 12, "inpadoc": 12} == ops.requests
    assert 0 == ops.too_fast
    assert rate >= ops.most_in_a_minute["inpadoc"]


@pytest.mark.parametrize(("after", "rate"), [(2, 4), (12, 5), (20, 1)])
def test_a_rate_that_falls_in_mid_run_counts_what_was_asked_before(serve, client, after, rate):
    ops = serve(KNOWN)
    ops.fault = faults.slower(ops, "inpadoc", after, rate)
    assert 1200 == sum(bool(a.records) for a in client(ops).ask(NUMBERS))
    assert 0 == ops.too_fast


def test_the_next_run_goes_on_at_the_same_pace(serve, client, tmp_path):
    """Five processes, one after the other, are one client to OPS."""
    ops = serve(KNOWN)
    ops.rates |= {"retrieval": 15, "inpadoc": 2}
    for start in range(0, 500, 100):
        list(client(ops, tmp_path / "standing.json").ask(NUMBERS[start : start + 100]))
    assert 5 == ops.requests["inpadoc"]
    assert 0 == ops.too_fast


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (faults.data(faults.quota("IndividualQuotaPerHour")), 3600),
        (faults.data(faults.quota("RegisteredQuotaPerWeek")), 24 * 3600),
        (faults.data(faults.robot), 3600),
        (faults.data(faults.quota("ThrottlingControlQuota")), 60),
        (faults.data(faults.busy()), 300),
        (faults.data(faults.busy(900)), 900),
        (faults.data(faults.busy(216383)), 3600),
    ],
)
def test_after_a_stop_nothing_is_asked_until_it_is_over(
    serve, client, clock, tmp_path, fault, seconds
):
    """By the next run neither, which says the same."""
    ops, standing = serve(KNOWN, fault=fault), tmp_path / "standing.json"
    with pytest.raises(SourceError) as first:
        list(client(ops, standing).ask(NUMBERS[:5]))
    asked = ops.total
    clock.sleep(seconds - 1)
    with pytest.raises(SourceError) as second:
        list(client(ops, standing).ask(NUMBERS[:5]))
    assert (asked, first.value.problem) == (ops.total, second.value.problem)
    clock.sleep(2)
    ops.fault = lambda _, reply: reply
    assert 5 == sum(bool(a.records) for a in client(ops, standing).ask(NUMBERS[:5]))


@pytest.mark.parametrize("service", ["retrieval", "inpadoc"])
def test_black_is_stop(serve, client, service):
    ops = serve(KNOWN)
    ops.fault = faults.black(ops, service, 4)
    with pytest.raises(SourceError, match="E-OPS-THROTTLED"):
        list(client(ops).ask(NUMBERS))
    assert 0 == ops.too_fast


@pytest.mark.parametrize(
    ("header", "used", "code"),
    [
        ("X-IndividualQuotaPerHour-Used", HOUR_BYTES, "E-OPS-QUOTA-HOUR"),
        ("X-RegisteredQuotaPerWeek-Used", WEEK_BYTES, "E-OPS-QUOTA-WEEK"),
    ],
)
def test_a_quota_that_is_used_up_is_not_tried(serve, client, header, used, code):
    ops = serve(KNOWN, fault=faults.used(used - 1, header))
    list(client(ops).ask(NUMBERS[:100]))
    ops.fault = faults.used(used, header)
    with pytest.raises(SourceError) as e:
        list(client(ops).ask(NUMBERS[:100]))
    assert code == e.value.code
    assert {"token": 2, "retrieval": 2, "inpadoc": 1} == ops.requests


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"closed_until": 1e12}', '{"x": 1}', '{"limits": 3}', '{"asked": []}']
)
def test_a_standing_that_is_damaged_is_none(serve, client, tmp_path, text):
    standing = tmp_path / "standing.json"
    standing.write_text(text, encoding="utf-8")
    ops = serve(KNOWN)
    assert 3 == sum(bool(a.records) for a in client(ops, standing).ask(NUMBERS[:3]))


@pytest.mark.parametrize(
    "header",
    ["", "nonsense", "idle", "idle (retrieval=green:x)", "idle (retrieval=green:99999999999)"],
)
def test_a_header_of_another_form_changes_nothing(header):
    """The rate stays the cautious one of the beginning."""
    clock = JumpingClock()
    pace = Pace(None, clock.now, clock.sleep)
    url = "http://127.0.0.1/3.2/rest-services/published-data/application/docdb/biblio"
    response = requests.Response()
    response.request = requests.Request("POST", url).prepare()
    response.headers["X-Throttling-Control"] = header
    for _ in range(16):
        pace.process_request({}, url, "")
        pace.process_response({}, response)
    assert 60 <= sum(clock.slept)


def test_the_standing_holds_no_secret(serve, client, tmp_path):
    ops, standing = serve(KNOWN), tmp_path / "standing.json"
    list(client(ops, standing).ask(NUMBERS[:3]))
    assert {"limits", "asked", "closed_until", "closed"} == set(json.loads(standing.read_bytes()))
    assert "TOKEN" not in standing.read_text(encoding="utf-8")


def test_a_pause_says_what_the_first_error_said():
    pace = Pace(None, (clock := JumpingClock()).now, clock.sleep)
    error = pace.closed(SourceError(problems.quota_hour()))
    with pytest.raises(SourceError) as e:
        pace.check_open()
    assert error.problem == e.value.problem


def test_the_server_stops_with_its_block():
    with served(LoopbackOps()) as ops:
        url = ops.url
    with pytest.raises(requests.ConnectionError):
        requests.post(url, timeout=2)
