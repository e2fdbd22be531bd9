"""OPS under each of its faults: no good patent is lost, no answer taken for another's."""

import gzip
import tracemalloc

import pytest

from benchmarks.loopback_ops import faults, patents
from benchmarks.loopback_ops.server import Reply, fault_reply, json_reply
from evidence.errors import SourceError

KNOWN = patents.made_up(40)
NUMBERS = [one.number for one in KNOWN]
BAD = KNOWN[17]
REST = [number for number in NUMBERS if number != BAD.number]


def codes(answers):
    return {a.patent_number: a.problem.code for a in answers if a.problem}


def answered(answers):
    return [a.patent_number for a in answers if a.records]


def right(answers):
    """Whether each record shows the title of its own patent and no other."""
    titles = {one.number: one.title for one in KNOWN}
    return all(titles[r.patent_number] == r.title for a in answers for r in a.records)


@pytest.mark.parametrize(
    "fault",
    [
        faults.nth({1, 3}, faults.busy()),
        faults.nth({1}, faults.busy(20)),
        faults.nth({1, 2, 4}, faults.busy(1)),
        faults.nth({1, 3}, faults.cut),
        faults.nth({1, 3}, faults.cut_without_length),
        faults.nth({1, 3}, faults.other_encoding),
        faults.nth({1, 3}, faults.login_page),
        faults.nth({1, 3}, faults.void_token),
        faults.data(faults.wrong_charset),
    ],
)
def test_what_passes_is_tried_again_and_nothing_is_lost(serve, client, fault):
    ops = serve(KNOWN, fault=fault)
    answers = list(client(ops).ask(NUMBERS))
    assert NUMBERS == answered(answers)
    assert right(answers)
    assert 0 == ops.too_fast


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (faults.concerning({BAD.digits}, faults.invalid_reference), "E-OPS-REFERENCE"),
        (faults.concerning({BAD.digits}, faults.entity_not_found), "E-OPS-NOT-FOUND"),
        (faults.concerning({BAD.digits}, faults.ambiguous(BAD.digits, "A")), "E-OPS-AMBIGUOUS"),
        (faults.concerning({BAD.digits}, faults.cut), "E-OPS-UNREADABLE"),
        (faults.concerning({BAD.digits}, lambda _: Reply(500)), "E-OPS-UNREADABLE"),
        (faults.concerning({BAD.digits}, faults.other_encoding), "E-OPS-UNREADABLE"),
    ],
)
def test_one_bad_number_takes_no_other_with_it(serve, client, fault, code):
    ops = serve(KNOWN, fault=fault)
    answers = list(client(ops).ask(NUMBERS))
    assert {BAD.number: code} == codes(answers)
    assert REST == answered(answers)
    assert right(answers)
    assert 0 == ops.too_fast


def test_a_fault_that_names_the_number_needs_no_halving(serve, client):
    """Token, refused, without it, it alone, and the events."""
    fault = faults.concerning({BAD.digits}, faults.ambiguous(BAD.digits, "A"))
    ops = serve(KNOWN, fault=fault)
    list(client(ops).ask(NUMBERS))
    assert 5 == ops.total


def test_a_named_number_that_is_good_is_still_answered(serve, client):
    """The fault names a good one; the bad one is found all the same."""
    fault = faults.concerning({BAD.digits}, faults.ambiguous(KNOWN[3].digits, "A"))
    ops = serve(KNOWN, fault=fault)
    assert REST == answered(client(ops).ask(NUMBERS))


@pytest.mark.parametrize(
    "spoilt", [patents.of_another(BAD), patents.garbled(BAD)], ids=["check digit", "encoded twice"]
)
def test_another_numbers_data_and_garbled_names_are_not_taken(serve, client, spoilt):
    ops = serve([spoilt if one is BAD else one for one in KNOWN])
    answers = list(client(ops).ask(NUMBERS))
    code = "E-OPS-UNREADABLE" if spoilt.original == "" else "E-OPS-OTHER-NUMBER"
    assert {BAD.number: code} == codes(answers)
    assert REST == answered(answers)


def test_answers_to_what_nobody_asked_are_dropped(serve, client):
    """The server sends everything it knows, whatever it was asked."""
    ops = serve(KNOWN)
    ops._biblio = lambda _: json_reply(patents.biblio(KNOWN))
    answers = list(client(ops).ask([KNOWN[0].number]))
    assert [KNOWN[0].number] == [r.patent_number for a in answers for r in a.records]
    ops._biblio = lambda _: json_reply(patents.biblio([KNOWN[1]]))
    assert {BAD.number: "E-OPS-NOT-FOUND"} == codes(client(ops).ask([BAD.number]))


def test_what_ops_does_not_have_is_no_proof_of_anything(serve, client):
    ops = serve(KNOWN[:30])
    answers = list(client(ops).ask(NUMBERS))
    assert NUMBERS[:30] == answered(answers)
    assert dict.fromkeys(NUMBERS[30:], "E-OPS-NOT-FOUND") == codes(answers)
    assert not any(answer.complete for answer in answers)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (faults.data(faults.busy()), "E-OPS-UNREACHABLE"),
        (faults.data(faults.busy(3600)), "E-OPS-UNREACHABLE"),
        (faults.data(faults.quota("IndividualQuotaPerHour")), "E-OPS-QUOTA-HOUR"),
        (faults.data(faults.quota("RegisteredQuotaPerWeek")), "E-OPS-QUOTA-WEEK"),
        (faults.data(faults.quota("ThrottlingControlQuota")), "E-OPS-THROTTLED"),
        (faults.data(faults.robot), "E-OPS-ROBOT"),
        (faults.data(faults.void_token), "E-OPS-CREDENTIALS"),
        (faults.tokens(faults.refused_account), "E-OPS-CREDENTIALS"),
        (faults.tokens(faults.login_page), "E-OPS-UNREACHABLE"),
        (faults.tokens(faults.busy()), "E-OPS-UNREACHABLE"),
        (faults.tokens(faults.redirected), "E-OPS-REFUSED"),
        (faults.data(faults.redirected), "E-OPS-REFUSED"),
        (faults.data(faults.bomb), "E-OPS-REFUSED"),
        (faults.data(lambda _: Reply(404, b"<html>no such page</html>")), "E-OPS-REFUSED"),
        (faults.data(lambda _: Reply(403)), "E-OPS-REFUSED"),
        (faults.data(faults.cut), "E-OPS-BROKEN"),
        (faults.data(faults.other_encoding), "E-OPS-BROKEN"),
        (faults.data(faults.login_page), "E-OPS-BROKEN"),
        (
            faults.data(lambda _: fault_reply(404, "SERVER.DomainAccess", "try later")),
            "E-OPS-UNREACHABLE",
        ),
    ],
)
def test_a_source_that_fails_says_what_to_do(serve, client, fault, code):
    ops = serve(KNOWN, fault=fault)
    with pytest.raises(SourceError) as e:
        list(client(ops).ask(NUMBERS))
    assert code == e.value.code
    assert 0 == ops.too_fast


def test_wrong_credentials_are_told_at_once(serve, client):
    ops = serve(KNOWN)
    with pytest.raises(SourceError) as e:
        list(client(ops, key="ANOTHER").ask(NUMBERS))
    assert ("E-OPS-CREDENTIALS", 1) == (e.value.code, ops.total)


def test_nobody_there_is_a_source_that_fails(clock, client):
    class Nobody:
        url = "http://127.0.0.1:9/3.2"

    with pytest.raises(SourceError) as e:
        list(client(Nobody).ask(NUMBERS))
    assert ("E-OPS-UNREACHABLE", [2.0, 4.0, 8.0]) == (e.value.code, clock.slept)


@pytest.mark.parametrize(
    "spoil", [faults.silent(2.5), faults.trickle(0.05, 40)], ids=["silent", "trickle"]
)
def test_a_slow_answer_is_given_up_and_asked_for_again(serve, client, spoil):
    ops = serve(KNOWN, fault=faults.nth({1}, spoil))
    answers = list(client(ops, silence=1.0, total=1.5).ask(NUMBERS))
    assert NUMBERS == answered(answers)
    assert {"token": 1, "retrieval": 2, "inpadoc": 1} == ops.requests


def test_an_answer_larger_than_allowed_is_not_read_to_its_end(serve, client):
    """Halved until the parts are small enough."""
    ops = serve(KNOWN)
    assert NUMBERS == answered(client(ops, bytes=40_000).ask(NUMBERS))


def test_an_answer_that_grows_when_it_is_unpacked_is_not(serve, client):
    packed = gzip.compress(b" " * 50_000_000)
    bomb = Reply(200, packed, {"Content-Encoding": "gzip"})
    ops = serve(KNOWN, fault=faults.data(lambda _: bomb))
    tracemalloc.start()
    answers = list(client(ops, bytes=1_000_000).ask(NUMBERS[:2]))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert dict.fromkeys(NUMBERS[:2], "E-OPS-UNREADABLE") == codes(answers)
    assert most < 10_000_000


def test_an_entry_in_netrc_does_not_take_the_tokens_place(serve, client, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert NUMBERS == answered(client(serve(KNOWN)).ask(NUMBERS))


def test_a_token_that_ends_in_mid_run_is_renewed_once(serve, client):
    ops = serve(KNOWN)
    epo = client(ops)
    assert NUMBERS[:5] == answered(epo.ask(NUMBERS[:5]))
    ops.end_tokens()
    assert NUMBERS[5:10] == answered(epo.ask(NUMBERS[5:10]))
    assert {"token": 2, "retrieval": 3, "inpadoc": 2} == ops.requests


def test_a_token_is_renewed_before_it_ends(serve, client, clock):
    """Twenty minutes later nothing is refused."""
    ops = serve(KNOWN)
    epo = client(ops)
    list(epo.ask(NUMBERS[:5]))
    clock.sleep(1180)
    list(epo.ask(NUMBERS[5:10]))
    assert {"token": 2, "retrieval": 2, "inpadoc": 2} == ops.requests


def test_what_was_answered_before_the_source_failed_holds(serve, client):
    known = patents.made_up(150)
    ops = serve(known, fault=faults.nth({3}, faults.quota("IndividualQuotaPerHour")))
    answers = []
    with pytest.raises(SourceError, match="E-OPS-QUOTA-HOUR"):
        answers.extend(client(ops).ask([one.number for one in known]))  # extend keeps the start
    assert [one.number for one in known[:100]] == answered(answers)


def test_legal_events_that_ops_refuses_leave_the_record_in_doubt(serve, client):
    document = BAD.documents[-1][0]
    ops = serve(KNOWN, fault=faults.concerning({document}, faults.invalid_reference))
    answers = {a.patent_number: a for a in client(ops).ask(NUMBERS)}
    (record,) = answers[BAD.number].records
    assert ((), "") == (record.events, record.legal_status)
    assert {"events", "legal_status"} <= set(record.doubts)
    assert not any(a.records[0].doubts for n, a in answers.items() if n != BAD.number)
