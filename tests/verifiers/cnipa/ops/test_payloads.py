"""What is read of OPS's payloads; those in payloads/ have invented values and real shapes."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.loopback_ops import patents
from evidence.patent_numbers import parse_patent_number
from evidence.register import LegalEvent, OfficialRecord, RecordSource
from verifiers.cnipa.ops.badgerfish import decoded, every, is_legible, text
from verifiers.cnipa.ops.biblio import publications
from verifiers.cnipa.ops.failures import UnreadableError
from verifiers.cnipa.ops.faults import Fault, fault_of
from verifiers.cnipa.ops.legal import History, histories, joined
from verifiers.cnipa.ops.records import belongs, record_of
from verifiers.cnipa.status import PatentState, state_of
from verifiers.notices import load_notice

PAYLOADS = Path(__file__).parent / "payloads"
ASKED_AT = dt.datetime(2024, 4, 8, 9, 30, tzinfo=dt.UTC)
MODEL, INVENTION = "ZL201929990001.0", "ZL202019990002.2"
GRANTED = LegalEvent("GR01", "2020-06-02", "授权")


def payload(name):
    return decoded((PAYLOADS / name).read_bytes())


def record(number, published, history=None):
    patent = parse_patent_number(number)
    return record_of(patent, published, history or History(patent.digits, (), False), ASKED_AT)


def test_one_publication_is_an_object_and_its_record_is_whole():
    (history,) = histories(payload("legal_U_granted_then_terminated.json"))
    found = record(MODEL, list(publications(payload("biblio_publication_U_single.json"))), history)
    expected = OfficialRecord(
        patent_number=MODEL,
        source=RecordSource.EPO_OPS,
        site="ops.epo.org",
        place=found.place,
        patent_type="utility_model",
        title="一种示例夹具",
        inventors=("李示旦", "王测试", "赵样例"),
        inventors_latin=("LI SHIDAN", "WANG CESHI", "ZHAO YANGLI"),
        patentees=("新乡市示例医院",),
        application_date="2019-09-12",
        grant_date="2020-06-02",
        grant_number="CN299999901U",
        legal_status="未缴年费专利权终止",
        as_of=ASKED_AT,
        events=(GRANTED, LegalEvent("CF01", "2023-08-15", "未缴年费专利权终止")),
    )
    assert expected == found


def test_several_publications_are_a_list_and_the_grant_is_b():
    found = record(INVENTION, list(publications(payload("biblio_application_list_A_and_B.json"))))
    assert ("CN119999901B", "2022-08-02") == (found.grant_number, found.grant_date)
    assert ("invention", "2020-09-10") == (found.patent_type, found.application_date)


def test_an_application_that_was_only_published_is_no_grant():
    published = list(publications(payload("biblio_application_list_A_and_B.json")))[:1]
    found = record(INVENTION, published)
    assert ("", "", "") == (found.grant_number, found.grant_date, found.legal_status)
    assert "一种示例装置及方法" == found.title


def test_one_event_is_an_object_and_no_event_makes_a_patent_in_force():
    (history,) = histories(payload("legal_U_granted_single_event.json"))
    assert ((GRANTED,), "", False) == (history.events, history.status, history.doubtful)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("fault_404_EntityNotFound.xml", Fault("SERVER.EntityNotFound", "No results found")),
        ("fault_404_InvalidReference.xml", Fault("CLIENT.InvalidReference", "Invalid reference")),
        (
            "fault_413_AmbiguousRequest.xml",
            Fault("CLIENT.AmbiguousRequest", "The request was ambiguous", frozenset({"119999901"})),
        ),
        ("error_400_invalid_access_token.xml", Fault("400", "invalid_access_token")),
        ("token_200.json", None),
        ("biblio_publication_U_single.json", None),
    ],
)
def test_faults_are_xml_and_nothing_else_is_one(name, fault):
    assert fault == fault_of((PAYLOADS / name).read_bytes())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<fault>",
        b"<html><body/></html>",
        b'<!DOCTYPE fault [<!ENTITY a "b">]><fault><code>&a;</code></fault>',
        b'<!DOCTYPE fault SYSTEM "file:///etc/passwd"><fault><code>x</code></fault>',
        b"<fault>" + b" " * 70_000 + b"</fault>",
        "<fault><code>é</code></fault>".encode("latin-1"),
    ],
)
def test_what_is_no_plain_fault_is_none(data):
    assert fault_of(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b'"text"',
        b"<html></html>",
        "{'title': '一种'}".encode("gb18030"),
        b'{"a":' + b"[" * 100_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_object_in_utf_8_is_unreadable(data):
    with pytest.raises(UnreadableError):
        decoded(data)


@pytest.mark.parametrize(
    ("value", "legible"),
    [
        ("一种夹具", True),
        ("LI SHIDAN", True),
        ("Müller", True),
        ("", True),
        ("一种夹具".encode().decode("latin-1"), False),
        ("汉".encode().decode("cp1252"), False),
        ("一种\ufffd具", False),
        ("一种\x00具", False),
    ],
)
def test_texts_that_did_not_come_through_whole_are_known(value, legible):
    assert legible is is_legible(value)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("$", "@country", "@doc-number", "@kind", "@status", "@sequence", "@lang"),
                    *("ops:world-patent-data", "exchange-documents", "exchange-document"),
                    *("bibliographic-data", "application-reference", "document-id", "parties"),
                    *("inventors", "inventor", "inventor-name", "name", "invention-title"),
                    *("ops:patent-family", "ops:family-member", "ops:legal", "ops:L007EP"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=40,
)


@given(payload=_JSON)
def test_no_shape_of_a_payload_brings_the_reading_down(payload):
    patent = parse_patent_number(INVENTION)
    assert [] == [one for one in publications(payload) if belongs(patent, one)]
    assert all(not history.events for history in histories(payload))


@given(data=st.data())
def test_a_payload_of_which_any_part_is_another_gives_no_other_patent(data):
    """Whatever element is put in the place of another, no wrong number comes out."""
    whole = patents.biblio([patents.made_up(1)[0]])
    paths = list(_paths(whole))
    path = data.draw(st.sampled_from(paths))
    _put(whole, path, data.draw(_JSON))
    patent = parse_patent_number(patents.made_up(1)[0].number)
    found = [one for one in publications(json.loads(json.dumps(whole))) if belongs(patent, one)]
    assert {patent.digits} >= {one.application for one in found}
    for one in found:
        assert patent.normal == record(patent.normal, [one]).patent_number


def _paths(node, path=()):
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in children:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _paths(value, (*path, key))


def _put(node, path, value):
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value


def told(*events, granted=True):
    first = [patents.Event("GR01", "2020-06-02", "+")] if granted else []
    made = [patents.Event(*event) for event in events]
    patent = patents.made_up(2)[1]
    one = replace(patent, events=(*first, *made))
    (history,) = histories(json.loads(json.dumps(patents.legal([one]))))
    return history


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], PatentState.NOT_SHOWN),
        ([("CF01", "2023-08-15", "-")], PatentState.ENDED),
        ([("CX01", "2023-08-15", "-")], PatentState.ENDED),
        ([("EXPY", "2023-08-15", "-")], PatentState.ENDED),
        ([("AV01", "2023-08-15", "-")], PatentState.ENDED),
        ([("C25 ", "2003-08-15", "-")], PatentState.ENDED),
        ([("RGAV", "2003-08-15", "-")], PatentState.ENDED),
        ([("C17", "2003-08-15", "-")], PatentState.ENDED),
        ([("C19", "2003-08-15", "-")], PatentState.ENDED),
        ([("IW01", "2023-08-15", "-")], PatentState.VOID),
        ([("IP01", "2023-08-15", "-")], PatentState.PARTLY_VOID),
        ([("C35", "2003-08-15", "-")], PatentState.PARTLY_VOID),
        ([("TR01", "2023-08-15", " ")], PatentState.NOT_SHOWN),
        ([("CF01", "2023-08-15", "-"), ("RR01", "2023-09-15", "+")], PatentState.NOT_SHOWN),
        ([("RR01", "2023-08-14", "+"), ("CF01", "2023-08-15", "-")], PatentState.ENDED),
        ([("CF01", "2023-08-15", "-"), ("RR01", "2023-08-15", "+")], PatentState.ENDED),
        ([("IW01", "2023-08-15", "-"), ("RR01", "2023-09-15", "+")], PatentState.VOID),
        ([("CF01", "2023-08-15", "-"), ("IW01", "2022-09-15", "-")], PatentState.VOID),
        ([("C02", "2019-08-15", "-")], PatentState.NOT_SHOWN),
        ([("C02", "2023-08-15", "-")], PatentState.NOT_GRANTED),
    ],
)
def test_events_mean_what_the_notices_words_for_them_mean(events, state):
    """Under every notice's vocabulary; nothing ever means "in force"."""
    history = told(*events)
    shown = record(MODEL, list(publications(payload("biblio_publication_U_single.json"))), history)
    assert state is state_of(replace(shown, events=()), load_notice().vocabulary)
    assert state is state_of(shown, load_notice().vocabulary)


def test_an_application_deemed_withdrawn_is_not_granted():
    history = told(("C02", "2023-08-15", "-"), granted=False)
    assert "视为撤回" == history.status


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (("CF01", "2023-08-15", "-", "201999999999"), False),
        (("CF01", "not a day", "-"), False),
        (("<b>", "2023-08-15", "-"), False),
        (("ZZ99", "2023-08-15", "-"), True),
    ],
    ids=["another document", "no date", "no code", "unknown and bad"],
)
def test_an_event_that_cannot_be_understood_leaves_doubt(event, kept):
    history = told(event)
    assert (2 if kept else 1, True) == (len(history.events), history.doubtful)


def test_an_event_of_the_publication_is_the_patents_own():
    """L003EP names the application or, for some events, the publication."""
    patent = patents.made_up(2)[1]
    history = told(("CF01", "2023-08-15", "-", patent.grant))
    assert ("未缴年费专利权终止", False) == (history.status, history.doubtful)


def test_a_history_told_in_parts_is_one():
    one = History("1", (GRANTED,), False)
    other = History("1", (LegalEvent("CF01", "2019-01-01"), GRANTED), True)
    whole = joined("1", [one, other])
    assert (("CF01", "GR01"), True) == (tuple(e.code for e in whole.events), whole.doubtful)
    assert History("1", (), False) == joined("1", [])


@pytest.mark.parametrize(
    ("event", "doubts"),
    [
        (("TR01", "2020-06-03", " "), ("patentees",)),
        (("CB03", "2020-06-03", " "), ("inventors",)),
        (("TR01", "2020-06-02", " "), ()),
        (("CB03", "2020-06-01", " "), ()),
    ],
)
def test_what_changed_after_the_grant_is_in_doubt_as_the_grant_shows_it(event, doubts):
    published = list(publications(payload("biblio_publication_U_single.json")))
    assert doubts == record(MODEL, published, told(event)).doubts


def changed(path, value):
    """The record of the single publication, one element of its data changed."""
    whole = payload("biblio_publication_U_single.json")
    (data,) = every(
        whole,
        "ops:world-patent-data",
        "exchange-documents",
        "exchange-document",
        "bibliographic-data",
    )
    _put(data, path, value)
    return record(MODEL, list(publications(whole)))


def names(*originals):
    """Inventors in Latin letters, three, and these in characters."""
    return [
        {"@sequence": str(n), "@data-format": form, "inventor-name": {"name": {"$": name}}}
        for form, found in (
            ("epodoc", ["LI A [CN]", "WANG B [CN]", "ZHAO C"]),
            ("original", originals),
        )
        for n, name in enumerate(found, start=1)
    ]


_INVENTORS = ("parties", "inventors", "inventor")


def test_fewer_names_in_characters_than_in_letters_are_in_doubt():
    found = changed(_INVENTORS, names("李一", "王二"))
    assert (("李一", "王二"), ("inventors",)) == (found.inventors, found.doubts)
    assert ("LI A", "WANG B", "ZHAO C") == found.inventors_latin


def test_names_in_letters_alone_are_no_inventors_in_characters():
    assert () == changed(_INVENTORS, names()).inventors
    assert () == changed(_INVENTORS, names("Li A", "Wang B", "Zhao C")).inventors


def test_names_stand_in_the_order_of_their_numbers():
    found = changed(_INVENTORS, list(reversed(names("李一,", "王二", "赵三；"))))
    assert (("李一", "王二", "赵三"), ()) == (found.inventors, found.doubts)


def test_one_inventor_is_an_object():
    found = changed(_INVENTORS, names("李一")[-1])
    assert ("李一",) == found.inventors


@pytest.mark.parametrize("sequence", ["9" * 5_000, "²", "", "-1", "x"])
def test_a_number_of_a_name_that_is_none_brings_nothing_down(sequence):
    one = {**names("李一")[-1], "@sequence": sequence}
    assert ("李一",) == changed(_INVENTORS, one).inventors


@pytest.mark.parametrize(
    "texts", [names("李" * 1_001), names(*["李一"] * 1_001)], ids=["long", "many"]
)
def test_more_than_a_patent_has_is_garbled(texts):
    whole = payload("biblio_publication_U_single.json")
    (data,) = every(
        whole,
        "ops:world-patent-data",
        "exchange-documents",
        "exchange-document",
        "bibliographic-data",
    )
    data["parties"]["inventors"]["inventor"] = texts
    assert [False] == [one.is_legible for one in publications(whole)]


def test_an_english_title_is_no_title():
    assert "" == changed(("invention-title",), {"@lang": "en", "$": "EXAMPLE CLAMP"}).title
    assert "" == changed(("invention-title",), {"@lang": "ol", "$": "EXAMPLE CLAMP"}).title
    assert "夹具" == changed(("invention-title",), {"@lang": "ol", "$": "夹具"}).title


def test_a_day_that_is_none_is_not_shown():
    whole = payload("biblio_publication_U_single.json")
    (reference,) = every(
        whole,
        "ops:world-patent-data",
        "exchange-documents",
        "exchange-document",
        "bibliographic-data",
        "application-reference",
    )
    reference["document-id"][0]["date"]["$"] = "20190931"
    assert "" == record(MODEL, list(publications(whole))).application_date


def test_texts_are_found_whether_as_element_or_plain():
    assert "CN" == text({"country": [{"$": " CN "}, {"$": "EP"}]}, "country")
    assert "CN" == text({"country": "CN"}, "country")
    assert "" == text({"country": {"@x": "CN"}}, "country")
    assert "" == text({"country": {"$": ["CN"]}}, "country")


@pytest.mark.parametrize(
    ("number", "kind", "mine"),
    [
        (INVENTION, "B", True),
        (INVENTION, "A", True),
        (INVENTION, "U", False),
        ("ZL202019990003.7", "B", False),
    ],
)
def test_a_publication_of_another_number_or_kind_is_not_the_patents(number, kind, mine):
    one = list(publications(payload("biblio_application_list_A_and_B.json")))[1]
    patent = parse_patent_number(number)
    assert mine is belongs(patent, replace(one, kind=kind))
