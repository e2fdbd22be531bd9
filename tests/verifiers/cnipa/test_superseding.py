"""Which records stand where several official ones of one patent differ: later, undated, equal."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.register import LegalEvent, RecordSource, record_identity
from tests.verifiers.builders import INVENTION, RECEIVED, record
from verifiers.cnipa.moments import surely_later
from verifiers.cnipa.register import COMPARED, PatentRegister
from verifiers.cnipa.status import PatentState
from verifiers.cnipa.superseding import CHANGEABLE, standing, standing_states
from verifiers.notices import load_notice

WORDS = load_notice("xinxiang-2024-22").vocabulary
CHINA = RECEIVED.tzinfo
OFFICIAL = [RecordSource.REVIEW_BODY]
OTHER = {
    "patent_type": "utility_model",
    "title": "另一种",
    "application_date": "2020-05-21",
    "grant_date": "2021-11-12",
    "grant_number": "CN111472370B",
    "inventors": ("周建民",),
    "patentees": ("另一单位",),
}


def on(day: int, hour: int = 9, minute: int = 30) -> dt.datetime:
    return dt.datetime(2024, 4, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ({"as_of": on(9)}, {"as_of": on(8)}, True),
        ({"as_of": on(8, 10)}, {"as_of": on(8, 9)}, True),
        ({"as_of": on(8)}, {"as_of": on(8)}, False),
        ({"as_of": on(8)}, {"as_of": on(9)}, False),
        ({"as_of": on(9)}, {"brought_at": on(8)}, True),
        ({"as_of": on(8)}, {"brought_at": on(9)}, False),  # the earlier one may be newer
        ({"brought_at": on(9)}, {"as_of": on(8)}, False),  # an old page brought late
        ({"brought_at": on(9)}, {"brought_at": on(8)}, False),
        ({"as_of": on(9)}, {}, False),
        ({}, {"as_of": on(8)}, False),
        ({}, {}, False),
        ({"as_of": on(9), "doubts": ("as_of",)}, {"as_of": on(8)}, False),
        ({"as_of": on(9)}, {"as_of": on(8), "doubts": ("as_of",)}, False),
        ({"as_of": on(9), "brought_at": on(10)}, {"as_of": on(8)}, True),
        ({"as_of": on(12), "brought_at": on(10)}, {"as_of": on(8)}, False),  # it cannot be
        ({"as_of": on(8, 0, 0)}, {"as_of": on(8, 23)}, False),  # a whole day
        ({"as_of": on(8, 23)}, {"as_of": on(8, 0, 0)}, False),
        ({"as_of": on(9, 0, 0)}, {"as_of": on(8, 23)}, True),
        ({"as_of": dt.datetime(2024, 4, 8, 9, 31)}, {"as_of": on(8)}, True),  # no zone is China's
        ({"as_of": on(8).astimezone(dt.UTC)}, {"as_of": dt.datetime(2024, 4, 8, 9, 0)}, True),
    ],
)
def test_a_record_is_later_only_by_the_time_that_its_page_shows(later, earlier, expected):
    undated = {"as_of": None}
    assert expected is surely_later(record(**undated | later), record(**undated | earlier))


@pytest.mark.parametrize("name", COMPARED)
def test_only_what_may_lawfully_change_yields_to_a_later_record(name):
    older, newer = record(as_of=on(8), **{name: OTHER[name]}), record(as_of=on(9))
    for order in ((older, newer), (newer, older)):
        found = PatentRegister(order).contradictions(INVENTION, OFFICIAL)
        assert (() if name in CHANGEABLE else (name,)) == found


@pytest.mark.parametrize("name", sorted(CHANGEABLE))
@pytest.mark.parametrize(
    "newer",
    [
        {"as_of": on(8)},  # equal times
        {"as_of": None},
        {"as_of": None, "brought_at": on(9)},
        {"as_of": on(9), "doubts": ("inventors", "patentees")},
        {"as_of": on(9), "doubts": ("patent_number",)},
        {"as_of": on(9), "doubts": ("site",)},
    ],
)
def test_what_is_not_surely_later_or_doubtful_contradicts(name, newer):
    older = record(as_of=on(8), **{name: OTHER[name]})
    found = PatentRegister([older, record(**newer)]).contradictions(INVENTION, OFFICIAL)
    assert (name,) == found


@pytest.mark.parametrize("name", sorted(CHANGEABLE))
def test_an_empty_value_replaces_nothing_and_is_replaced_by_nothing(name):
    shown, empty = record(as_of=on(8)), record(as_of=on(9), **{name: ()})
    assert [shown, empty] == standing([shown, empty], name)


def test_of_a_chain_of_changes_the_last_stands():
    chain = [record(as_of=on(day), patentees=(owner,)) for day, owner in ((7, "甲"), (8, "乙"), (9, "甲"))]  # fmt: skip
    for order in itertools.permutations(chain):
        assert [chain[2]] == [one for one in standing(order, "patentees") if one != chain[0]]
        assert () == PatentRegister(order).contradictions(INVENTION, OFFICIAL)


ENDED = {"legal_status": "", "case_status": "未缴年费终止失效"}
AWAITING = {"legal_status": "", "case_status": "未缴年费专利权终止，等恢复"}
RESTORED = {"events": (LegalEvent("CF01", "2024-01-05"), LegalEvent("RR01", "2024-03-05"))}


@pytest.mark.parametrize(
    ("older", "newer", "worst"),
    [
        (AWAITING, {}, PatentState.IN_FORCE),
        (ENDED, RESTORED, PatentState.IN_FORCE),
        (ENDED, {}, PatentState.ENDED),  # nothing tells of a restoration
        (AWAITING, {"doubts": ("case_status",)}, PatentState.ENDED),
        (AWAITING, {"doubts": ("patent_number",)}, PatentState.ENDED),
        (AWAITING, {"doubts": ("site",)}, PatentState.ENDED),
        (AWAITING, {"as_of": None, "brought_at": on(9)}, PatentState.ENDED),
        (AWAITING, {"as_of": on(7)}, PatentState.ENDED),
        (AWAITING, {"as_of": on(8)}, PatentState.ENDED),
        ({"case_status": "届满终止失效"}, {}, PatentState.ENDED),
        ({"legal_status": "专利权全部无效"}, RESTORED, PatentState.VOID),
        ({"legal_status": "专利权部分无效"}, RESTORED, PatentState.PARTLY_VOID),
        ({"case_status": "看不懂"}, {}, PatentState.UNKNOWN),
        ({}, ENDED, PatentState.ENDED),  # the worse counts, the later
        ({"case_status": "等待颁证公告", "legal_status": ""}, {}, PatentState.NOT_GRANTED),
    ],
)
def test_a_worse_status_always_counts_but_for_a_lawful_way_back(older, newer, worst):
    pair = [record(**{"as_of": on(8), **older}), record(**{"as_of": on(9), **newer})]
    for order in (pair, pair[::-1]):
        states = standing_states(order, WORDS).values()
        assert worst is min(states, key=list(PatentState).index)


@pytest.mark.parametrize(
    ("asked", "worst"),
    [
        ("2021-11-08", PatentState.IN_FORCE),
        ("2021-11-09", PatentState.NOT_GRANTED),  # the day of the grant
        ("2021-11-10", PatentState.NOT_GRANTED),
    ],
)
def test_what_was_not_granted_before_the_grant_is_history(asked, worst):
    pending = record(
        as_of=dt.datetime.fromisoformat(f"{asked}T09:30"),
        legal_status="",
        case_status="等待颁证公告",
    )
    states = standing_states([pending, record(as_of=on(9))], WORDS)
    assert worst is min(states.values(), key=list(PatentState).index)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((("GR01", "2021-11-09"),), PatentState.IN_FORCE),
        ((("CF01 ", "2023-05-19"),), PatentState.ENDED),
        ((("cf01", "2023-05-19"), ("RR01", "2023-08-01")), PatentState.IN_FORCE),
        ((("RR01", "2023-03-01"), ("CF01", "2023-05-19")), PatentState.ENDED),
        ((("RR01", "2023-05-19"), ("CF01", "2023-05-19")), PatentState.ENDED),
        ((("CF01", ""), ("RR01", "2023-08-01")), PatentState.ENDED),
        ((("CX01", "2023-05-19"),), PatentState.ENDED),
        ((("AV01", "2023-05-19"),), PatentState.ENDED),
        ((("IW01", "2023-05-19"), ("RR01", "2023-08-01")), PatentState.VOID),
        ((("IP01", "2023-05-19"),), PatentState.PARTLY_VOID),
        ((("C02", "2020-05-19"),), PatentState.NOT_GRANTED),
        ((("C02", "2020-05-19"), ("GR01", "2021-11-09")), PatentState.IN_FORCE),
        ((("TR01", "2023-05-19"), ("PC01", "2023-05-20")), PatentState.IN_FORCE),
    ],
)
def test_events_may_only_make_a_status_worse(events, state):
    told = tuple(LegalEvent(code, date) for code, date in events)
    assert [state] == list(standing_states([record(events=told)], WORDS).values())
    silent = record(events=told, legal_status="", case_status="")
    expected = PatentState.NOT_SHOWN if state is PatentState.IN_FORCE else state
    assert [expected] == list(standing_states([silent], WORDS).values())


def test_a_record_that_was_taken_back_is_kept_and_carries_nothing():
    bad = record(site="epub", title="另一种")
    register = PatentRegister([record(), bad], {record_identity(bad)})
    assert (record(),) == register.lookup(INVENTION)
    assert (bad,) == register.withdrawn("2020104300960")
    assert () == register.withdrawn("专利")
    assert () == register.contradictions(INVENTION, OFFICIAL)
    assert 1 == len(register)


_MOMENTS = st.sampled_from([None, *(on(day) for day in (6, 7, 8))])
_RECORDS = st.builds(
    lambda as_of, brought, patentees, inventors, doubts: record(
        as_of=as_of, brought_at=brought, patentees=patentees, inventors=inventors, doubts=doubts
    ),
    _MOMENTS,
    _MOMENTS,
    st.sampled_from([(), ("甲",), ("乙",)]),
    st.sampled_from([(), ("周建民",), ("郑国平",)]),
    st.sampled_from([(), ("patentees",), ("patent_number",)]),
)


@settings(max_examples=200, deadline=None)
@given(records=st.lists(_RECORDS, min_size=1, max_size=5), data=st.data())
def test_order_never_matters_and_something_that_is_shown_always_stands(records, data):
    shuffled = data.draw(st.permutations(records))
    for name in CHANGEABLE:
        stands = standing(records, name)
        assert set(stands) == set(standing(shuffled, name))
        shown = [one for one in records if getattr(one, name)]
        assert not shown or [one for one in stands if getattr(one, name)]


@settings(max_examples=200, deadline=None)
@given(records=st.lists(_RECORDS, min_size=1, max_size=5), data=st.data())
def test_taking_a_time_away_never_ends_a_contradiction(records, data):
    before = set(PatentRegister(records).contradictions(INVENTION, OFFICIAL))
    at = data.draw(st.integers(0, len(records) - 1))
    undated = replace(records[at], as_of=None, brought_at=None)
    after = PatentRegister([*records[:at], undated, *records[at + 1 :]])
    assert before <= set(after.contradictions(INVENTION, OFFICIAL))
