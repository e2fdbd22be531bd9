"""A9: each way in which certificate, official record and EPO's data may disagree, by its sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from evidence.register import LegalEvent, RecordSource
from tests.verifiers.builders import (
    APPLICANT,
    NAME,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    certificate,
    dossier,
    doubted,
    judged,
    patent_claim,
    patent_dossier,
    record,
    skill,
)
from tests.verifiers.test_another_notice import OTHER
from tests.verifiers.test_another_notice import RECEIVED as RECEIVED_THERE
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.cnipa.values import same_title
from verifiers.rules.patent_inventors import list_difference
from verifiers.verdict import decide
from verifiers.verify import verify


def a9(verdict):
    (finding,) = [one for one in verdict.findings if (one.rule, one.claim) == ("A9", 1)]
    return finding


def told(*records, paper=None, received=RECEIVED):
    """The sentences that A9 speaks of what does not hold, the worst first."""
    app = application(**NEEDS_EXCEPTION, claims=(patent_claim(),))
    one = dossier(app, skill(), paper or certificate())
    finding = a9(judged(one, *records, received=received))
    return [comparison.sentence for comparison in finding.open]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("一种ＬＥＤ灯（防水）", "一种LED灯(防水)", True),
        ("一种 装置", "一种装置", True),
        ("“一种装置”", "一种装置", True),
        ("一种装置。", "一种装置", True),
        ("一种A—B型装置", "一种A-B型装置", True),
        ("一种上、下料装置", "一种上，下料装置", True),
        ("一种装置", "装置", False),
        ("一种装置及其方法", "一种装置", False),
        ("一种液压举升装置", "一种液压提升装置", False),
        ("—种装置", "一种装置", False),  # a dash is no character
        ("", "", False),
        ("“”", "。", False),
    ],
)
def test_titles_of_patents_are_the_same_but_for_print(one, two, same):
    assert same is same_title(one, two) is same_title(two, one)


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        (("郑国平", "周建民", "王海波"), "A9.inventor_order"),
        (("周建民", "郑国平"), "A9.inventor_missing"),
        (("郑国平", "王海波"), "A9.inventor_missing"),
        ((), "A9.inventor_missing"),
        (("周建民", "郑国平", "王海波", "李强"), "A9.inventor_added"),
        (("李强", "周建民", "郑国平", "王海波"), "A9.inventor_added"),
        (("周建民", "郑国评", "王海波"), "A9.inventor_name"),
        (("郑国平", "周建民"), "A9.record_differs"),  # one less and another order
        (("周建民", "李强", "赵敏"), "A9.record_differs"),
        (("周建民", "郑国平", "郑国平"), "A9.inventor_name"),
    ],
)
def test_lists_of_inventors_differ_each_in_its_own_way(shown, key):
    assert key == list_difference(("周建民", NAME, "王海波"), shown)[0]


@pytest.mark.parametrize(
    ("inventors", "expected"),
    [
        ((NAME, "周建民", "王海波"), ["A9.inventor_order", "A9.record_rank"]),
        (("周建民", NAME), ["A9.inventor_missing"]),
        (("周建民", "王海波"), ["A9.inventor_missing", "A9.record_rank"]),
        (("李强", "周建民", NAME, "王海波"), ["A9.inventor_added", "A9.record_rank"]),
        (("周建民", NAME, "王海涛"), ["A9.inventor_name"]),
    ],
)
def test_what_a_difference_does_to_the_applicants_rank_is_told_beside_it(inventors, expected):
    assert expected == told(record(inventors=inventors))


def test_a_doubtful_list_gives_no_certain_difference():
    swapped = record(inventors=(NAME, "周建民", "王海波"), doubts=("inventors",))
    verdict = judged(patent_dossier(), swapped)
    assert {"unsure"} == {one.result for one in a9(verdict).open}


@pytest.mark.parametrize(
    ("at_filing", "certified", "expected"),
    [
        ((), None, []),
        (("周建民", NAME), None, []),  # the applicant's rank is the same
        (("周建民", "王海波"), None, ["A9.rank_at_filing"]),
        ((NAME, "周建民"), None, ["A9.rank_at_filing"]),
        (("周建民", NAME), ["周建民", NAME, "李强"], ["A9.at_filing_differs"]),
        (("周建民", NAME), ["周建民", NAME], []),
    ],
)
def test_inventors_at_filing_are_compared_with_the_certificates(at_filing, certified, expected):
    paper = certificate(inventor_at_filing=certified)
    assert expected == told(record(inventors_at_filing=at_filing), paper=paper)


def test_every_difference_is_a_comparison_of_its_own_with_both_values():
    other = record(title="一种泵", grant_date="2021-11-12", patentees=("另一单位",))
    found = a9(judged(patent_dossier(), other)).open
    assert [
        ("一种用于城市道路养护车辆的液压举升装置", "一种泵"),
        ("2021-11-09", "2021-11-12"),
        ("新乡市公路事业发展中心", "另一单位"),
    ] == [(one.declared, one.found) for one in found]


@pytest.mark.parametrize(
    ("printed", "coded", "official", "expected"),
    [
        ("CN111472379B", "CN111472379B", "CN111472379B", []),
        (None, "CN111472379B", "CN111472379B", []),
        (None, "CN111472379B", "CN111472370B", ["A9.qr_record"]),
        ("CN111472379B", "CN111472379B", "CN111472370B", ["A9.record_differs"]),
        ("CN111472370B", "CN111472379B", "CN111472370B", ["A9.qr_differs", "A9.qr_record"]),
        (None, "CN111472379B", "", []),
    ],
)
def test_the_qr_code_is_held_against_the_record(printed, coded, official, expected):
    url = f"http://epub.cnipa.gov.cn/cred/{coded}"
    paper = certificate(grant_number=printed, qr_url=url)
    assert expected == told(record(grant_number=official), paper=paper)


OLD = RECEIVED - dt.timedelta(days=100)


def test_a_stale_record_may_contradict_and_carries_nothing():
    stale = record(as_of=OLD)
    assert ["A9.stale"] == sorted(set(told(stale)))
    assert [] == told(stale, record())
    assert ["A9.record_differs", "A9.records_differ"] == told(
        replace(stale, title="另一种"), record()
    )


@pytest.mark.parametrize(
    ("shown", "brought", "expected"),
    [
        (dt.timedelta(days=92), None, []),
        (dt.timedelta(days=93), None, ["A9.stale"]),
        (dt.timedelta(days=93), dt.timedelta(days=1), ["A9.stale"]),  # the page's own time counts
        (None, dt.timedelta(days=92), []),
        (None, dt.timedelta(days=93), ["A9.stale_import"]),
        (None, None, ["A9.undated"]),
        (dt.timedelta(days=-3), dt.timedelta(days=-3), []),  # asked after the batch arrived
        (dt.timedelta(days=-3), dt.timedelta(days=1), ["A9.undated"]),  # later than it was brought
    ],
)
def test_a_record_is_as_old_as_its_page_says_and_else_as_its_import(shown, brought, expected):
    times = {
        "as_of": RECEIVED - shown if shown is not None else None,
        "brought_at": RECEIVED - brought if brought is not None else None,
    }
    assert expected == sorted(set(told(record(**times))))


def test_what_only_a_stale_record_shows_is_not_proven():
    """A list row of today does not make last year's inventors true."""
    row = record(site="cpquery", inventors=())
    assert ["A9.stale"] == told(record(as_of=OLD), row)
    silent = record(site="epub", legal_status="", case_status="")
    assert ["A9.stale"] == told(record(as_of=OLD), silent)


def test_what_only_a_record_of_doubtful_number_shows_is_not_proven():
    row = record(site="cpquery", inventors=())
    assert ["A9.doubtful_record"] == told(record(doubts=("patent_number",)), row)


def epo(**changes):
    base = {
        "source": RecordSource.EPO_OPS,
        "site": "ops.epo.org",
        "legal_status": "",
        "case_status": "",
    }
    return record(**{**base, **changes})


LATIN = ("ZHOU JIANMIN", "ZHENG GUOPING", "WANG HAIBO")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"inventors": ("周建民", "王海波")}, []),  # fewer names in the original script
        ({"inventors": (), "inventors_latin": LATIN}, []),
        ({"inventors": (), "title": "Hydraulic lifting device", "patentees": ()}, []),
        ({"grant_number": "", "grant_date": ""}, ["A9.epo_no_grant"]),
        # The application alone is known so far: EPO's data lag behind.
        ({"grant_number": "", "grant_date": "", "as_of": dt.datetime(2022, 5, 11)}, []),
        (
            {"grant_number": "", "grant_date": "", "as_of": dt.datetime(2022, 5, 12)},
            ["A9.epo_no_grant"],
        ),
        ({"doubts": ("events", "legal_status")}, ["A9.epo_history"]),
        ({"doubts": ("legal_status",)}, ["A9.epo_history"]),
        ({"doubts": ("events",), "legal_status": "视为撤回"}, ["A9.epo_state"]),
        ({"inventors": ("王海波", "周建民")}, ["A9.epo_differs"]),
        ({"inventors": ("周建民", "李强")}, ["A9.epo_differs"]),
        ({"inventors": (), "inventors_latin": LATIN[::-1]}, ["A9.epo_spelling"]),
        ({"inventors": (), "inventors_latin": LATIN[:2]}, ["A9.epo_spelling"]),
        ({"title": "一种泵"}, ["A9.epo_differs"]),
        ({"application_date": "2020-05-21"}, ["A9.epo_differs"]),
        ({"grant_date": "2021-11-12"}, ["A9.epo_differs"]),
        ({"grant_number": "CN111472370B"}, ["A9.epo_differs"]),
        ({"patent_type": "utility_model"}, ["A9.epo_differs"]),
        ({"patentees": ("另一单位",)}, ["A9.epo_differs"]),
        ({"events": (LegalEvent("CF01", "2024-01-05"),)}, ["A9.epo_state"]),
        ({"legal_status": "视为撤回"}, ["A9.epo_state"]),
    ],
)
def test_epo_may_contradict_a_proven_patent_and_is_named_as_the_source(change, expected):
    verdict = judged(patent_dossier(), record(), epo(**change))
    assert expected == [one.sentence for one in a9(verdict).open]
    assert ("unsure" if expected else "match") == a9(verdict).result
    assert bool(expected) == ("欧洲专利局" in a9(verdict).explanation)


def printed(**changes):
    base = {"source": RecordSource.APPLICANT, "applicant": APPLICANT, "site": "cpquery"}
    return record(**{**base, "as_of": RECEIVED_THERE, **changes})


def there(*records):
    """A9 under the notice of another city, where EPO may confirm an applicant's printout."""
    findings = verify(
        patent_dossier(), PatentRegister(records), load_authorities(), OTHER, RECEIVED_THERE
    )
    return a9(decide(patent_dossier(), findings, OTHER))


@pytest.mark.parametrize(
    ("own", "independent", "expected"),
    [
        ({}, {}, []),
        ({}, {"title": "一种泵"}, ["A9.epo_differs", "A9.unconfirmed"]),
        ({}, {"title": "Hydraulic lifting device"}, ["A9.unconfirmed"]),
        ({}, {"grant_number": ""}, ["A9.unconfirmed"]),
        ({}, {"grant_date": ""}, ["A9.unconfirmed"]),
        ({}, {"application_date": ""}, ["A9.unconfirmed"]),
        ({}, {"inventors": (), "inventors_latin": LATIN}, ["A9.confirmed_by_sound"]),
        ({}, {"inventors": (), "inventors_latin": ()}, ["A9.unconfirmed"]),
        ({}, {"doubts": ("title",)}, ["A9.unconfirmed"]),
        ({}, {"doubts": ("events",)}, ["A9.epo_history", "A9.unconfirmed"]),
        ({}, {"events": (LegalEvent("CF01", "2024-01-05"),)}, ["A9.epo_state"]),
        ({"doubts": ("title",)}, {}, ["A9.unconfirmed"]),
        ({"site": "soopat"}, {}, ["A9.other_site"]),
        ({"case_status": "未缴年费终止失效"}, {}, ["A9.other_state", "A9.state_ended"]),
        ({"as_of": RECEIVED_THERE - dt.timedelta(days=11)}, {}, ["A9.stale"]),
        ({"as_of": None}, {}, ["A9.undated"]),
        ({"applicant": "XX2024002"}, {}, ["A9.ops_only"]),
    ],
)
def test_a_printout_that_epo_confirms_carries_only_where_the_notice_says_so(
    own, independent, expected
):
    records = printed(**own), epo(**{"as_of": RECEIVED_THERE, **independent})
    found = there(*records)
    assert expected == sorted({one.sentence for one in found.open})
    assert ("match" if not expected else "unsure") == found.result
    assert not expected or "一致，且" not in found.explanation
    assert "pass" != judged(patent_dossier(), *records).outcome  # the notice of 2024 lets none


def test_a_confirmed_printout_must_still_agree_with_the_certificate():
    other = {"title": "一种泵"}
    found = there(printed(**other), epo(as_of=RECEIVED_THERE, **other))
    assert "mismatch" == found.result
    keys = {one.sentence for one in found.open}
    assert {"A9.printout_differs", "A9.record_differs", "A9.epo_differs"} == keys


def test_a_patentee_other_than_the_unit_is_a_note_and_no_difference():
    finding = a9(judged(patent_dossier(), record()))
    assert ("match", ()) == (finding.result, finding.open)
    assert "不是申报人现工作单位“新乡市河道管理处”，通知未作要求" in finding.explanation
    own = {"employer": "新乡市公路事业发展中心"}
    assert "工作单位" not in a9(judged(patent_dossier(**own), record())).explanation


def test_a_doubtful_certificate_is_never_certainly_contradicted():
    paper = doubted(certificate(), "inventor")
    one = dossier(application(**NEEDS_EXCEPTION, claims=(patent_claim(),)), skill(), paper)
    other = record(inventors=("李强",), inventors_at_filing=("李强",))
    assert "unsure" == a9(judged(one, other)).result
