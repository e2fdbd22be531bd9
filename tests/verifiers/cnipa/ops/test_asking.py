"""What goes out to OPS: which numbers, in which form, to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.loopback_ops import patents
from benchmarks.loopback_ops.server import KEY, SECRET
from evidence.errors import SourceError
from evidence.patent_numbers import PatentNumber, check_digit
from verifiers.cnipa.ops.access import DEFAULT_URL, OpsAccess
from verifiers.cnipa.ops.asked import application, patent_or_problem
from verifiers.cnipa.ops.source import EpoOps

KNOWN = patents.made_up(12)


def test_a_hundred_numbers_go_in_one_request_without_check_digit(serve, client):
    ops = serve(known := patents.made_up(101))
    list(client(ops).ask([one.number for one in known]))
    token, biblio, legal, last, _ = ops.bodies
    assert "grant_type=client_credentials" == token
    assert "(CN).(201519000000).(A)\n(CN).(201629000001).(U)" == "\n".join(biblio.split("\n")[:2])
    assert (100, 100, 1) == tuple(len(body.split("\n")) for body in (biblio, legal, last))
    # The grant where there is one, else the publication of the application.
    assert "(CN).(110000000).(A)\n(CN).(210000001).(U)" == "\n".join(legal.split("\n")[:2])
    assert "(CN).(110000003).(B)" in legal


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("ZL202030469320.8", "E-OPS-DESIGN"),
        ("ZL202010430096.1", "E-OPS-CHECK-DIGIT"),
        ("专利", "E-PATNUM"),
        ("", "E-PATNUM"),
    ],
)
def test_what_ops_cannot_know_is_not_asked(serve, client, number, code):
    ops = serve(KNOWN)
    (answer,) = client(ops).ask([number, number])
    assert (code, (), False) == (answer.problem.code, answer.records, answer.complete)
    assert 0 == ops.total


def test_a_patent_in_several_spellings_is_asked_for_once(serve, client):
    ops = serve(KNOWN)
    digits = KNOWN[0].digits
    forms = [KNOWN[0].number, digits, f"CN {digits}", f"ZL {digits[:4]} {digits[4]} {digits[5:]}"]
    (answer,) = client(ops).ask(forms)
    assert KNOWN[0].number == answer.patent_number
    assert f"(CN).({digits}).(A)" == ops.bodies[1]


@given(
    st.builds(
        lambda year, kind, serial: f"{year}{kind}{serial:07d}",
        st.integers(2003, 2030),
        st.sampled_from("1289"),
        st.integers(0, 9_999_999),
    )
)
def test_inventions_are_of_kind_a_and_utility_models_of_kind_u(digits):
    patent = patent_or_problem(f"ZL{digits}.{check_digit(digits)}")
    assert isinstance(patent, PatentNumber)
    asked = application(patent)
    assert (digits, "U" if digits[4] in "29" else "A") == (asked.number, asked.kind)


def test_nothing_asked_is_no_request(serve, client):
    ops = serve(KNOWN)
    assert [] == list(client(ops).ask([]))
    assert 0 == ops.total


def test_the_librarys_own_address_is_where_epo_is():
    access = OpsAccess(KEY, SECRET)
    assert DEFAULT_URL == access.url
    assert access.auth_url.startswith("https://")
    assert access.services_url.endswith("/3.2/rest-services")


@pytest.mark.parametrize(
    "url",
    [
        "http://ops.example.org/3.2",
        "ftp://127.0.0.1/3.2",
        "127.0.0.1/3.2",
        "https://",
        "https://user:secret@ops.example.org/3.2",
        "https://ops.example.org/3.2?x=1",
        "",
    ],
)
def test_an_address_that_would_show_the_secret_is_refused(url):
    with pytest.raises(SourceError, match="E-OPS-URL"):
        OpsAccess(KEY, SECRET, url)


@pytest.mark.parametrize(
    ("key", "secret"), [("", SECRET), (KEY, ""), ("钥匙", SECRET), ("a:b", SECRET), (KEY, "a\nb")]
)
def test_an_account_that_cannot_be_sent_is_refused(key, secret):
    with pytest.raises(SourceError) as e:
        OpsAccess(key, secret)
    assert "E-OPS-CREDENTIALS" == e.value.code
    assert not any(word in str(e.value) for word in (key, secret) if word)


def test_no_repr_shows_the_secret(serve, client):
    ops = serve(KNOWN)
    epo = client(ops)
    epo.check()
    shown = f"{OpsAccess(KEY, SECRET)!r} {epo!r} {vars(epo)!r} {epo._client._access_token!r}"
    assert [] == [secret for secret in (KEY, SECRET, "TOKEN1") if secret in shown]


def test_two_clients_share_nothing(serve, client):
    """The library keeps addresses on the class; ours are the object's."""
    one, other = client(serve(KNOWN)), client(serve([]))
    assert 1 == sum(bool(a.records) for a in one.ask([KNOWN[0].number]))
    assert 0 == sum(bool(a.records) for a in other.ask([KNOWN[0].number]))
    assert isinstance(one, EpoOps)
