"""Official records: from printouts, in the register, on disk, and what is still to be asked."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from evidence.documents import DocumentKind
from evidence.errors import DataError
from evidence.register import RecordSource
from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    NAME,
    RECEIVED,
    altered,
    application,
    certificate,
    document,
    dossier,
    doubted,
    patent_claim,
    record,
    skill,
)
from verifiers.cnipa.records import no_record_reason, record_from_document
from verifiers.cnipa.register import PatentRegister, append_records, load_records
from verifiers.cnipa.status import PatentState, state_of
from verifiers.lookups import patent_lookups
from verifiers.notices import load_notice
from verifiers.version import rules_version

NOTICE = load_notice("xinxiang-2024-22")


def printout(**values):
    base = document(
        DocumentKind.PATENT_SEARCH_RESULT,
        "查询截图.png",
        {
            "site": "cpquery",
            "patent_number": INVENTION,
            "patent_type": "invention",
            "title": "一种液压举升装置",
            "inventor": ["周建民", NAME],
            "patentee": "新乡市公路事业发展中心",
            "application_date": "2020-05-20",
            "grant_date": "2021-11-09",
            "grant_number": "CN111472379B",
            "legal_status": "授权",
            "case_status": "专利权维持",
            "query_time": "2024-03-25T15:20",
        },
    )
    return altered(base, **values)


def test_a_printout_gives_a_record_with_its_source_and_place():
    found = record_from_document(printout(), RecordSource.APPLICANT, "XX2024001")
    assert found is not None
    assert (found.patent_number, found.source, found.applicant) == (
        INVENTION, RecordSource.APPLICANT, "XX2024001",
    )  # fmt: skip
    assert found.inventors == ("周建民", NAME)
    assert found.as_of is not None
    assert found.place.upload.endswith("查询截图.png")
    assert found.doubts == ()


def test_doubtful_fields_are_named():
    found = record_from_document(
        doubted(printout(), "title", "inventor", "patent_number"), RecordSource.REVIEW_BODY, None
    )
    assert found is not None
    assert set(found.doubts) == {"title", "inventors", "patent_number"}


def test_a_wrong_check_digit_on_a_printout_is_a_doubt():
    found = record_from_document(
        printout(patent_number="ZL202010430096.1"), RecordSource.REVIEW_BODY, None
    )
    assert found is not None
    assert found.doubts == ("patent_number",)


@pytest.mark.parametrize(
    "paper",
    [
        printout(patent_number=None),
        printout(patent_number=[INVENTION, MODEL_ONE]),
        printout(patent_number="专利"),
        skill(),
    ],
)
def test_what_names_no_single_patent_gives_no_record_and_says_why(paper):
    assert record_from_document(paper, RecordSource.REVIEW_BODY, None) is None
    reason = no_record_reason(paper)
    assert reason is not None
    assert reason.zh
    assert no_record_reason(printout()) is None


@pytest.mark.parametrize(
    "asked", [INVENTION, "202010430096.0", "2020104300960", "ZL 2020 1 0430096.0", "CN202010430096"]
)
def test_the_register_finds_a_patent_however_its_number_is_written(asked):
    register = PatentRegister([record(), record(patent_number=MODEL_ONE)])
    assert [one.patent_number for one in register.lookup(asked)] == [INVENTION]


def test_the_register_finds_nothing_for_what_is_no_number():
    assert PatentRegister([record()]).lookup("专利") == ()


def test_several_records_and_their_contradictions_are_kept_in_one_order():
    records = [record(), record(site="epub", title="别的"), record(site="cpquery", inventors=())]
    for order in itertools.permutations(records):
        register = PatentRegister(order)
        assert len(register.lookup(INVENTION)) == 3
        assert register.contradictions(INVENTION, [RecordSource.REVIEW_BODY]) == ("title",)
        assert register.lookup(INVENTION) == PatentRegister(records).lookup(INVENTION)
    assert PatentRegister(records[::2]).contradictions(INVENTION, [RecordSource.REVIEW_BODY]) == ()


def test_a_record_twice_is_one_record():
    assert len(PatentRegister([record(), record()])) == 1


def test_record_files_are_added_and_never_changed(tmp_path):
    first = append_records(tmp_path, [record()])
    second = append_records(tmp_path, [record(site="epub"), record(site="pss")])
    assert first is not None
    assert second is not None
    before = first.read_bytes()
    assert append_records(tmp_path, [record()]) == first
    assert append_records(tmp_path, []) is None
    assert first.read_bytes() == before
    assert sorted(one.site for one in load_records(tmp_path)) == ["epub", "export", "pss"]
    assert load_records(tmp_path / "nothing") == []


def test_a_damaged_record_file_is_told(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"patent_number": 1}\n', encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_records(tmp_path)
    assert error.value.code == "E-RECORD"


def test_the_worse_status_counts():
    words = NOTICE.vocabulary
    assert state_of(record(), words) is PatentState.IN_FORCE
    assert state_of(record(legal_status="专利权全部无效"), words) is PatentState.VOID
    assert state_of(record(legal_status="", case_status="--"), words) is PatentState.NOT_SHOWN
    assert state_of(record(case_status="未知状态"), words) is PatentState.UNKNOWN


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        ([], "尚无"),
        ([record(source=RecordSource.APPLICANT, applicant="XX2024001")], "自行打印"),
        ([record(source=RecordSource.EPO_OPS)], "尚无"),
        ([record(), record(site="epub", title="别的")], "矛盾"),
        ([record()], None),
        ([record(source=RecordSource.REVIEWER)], None),
        ([record(source=RecordSource.REVIEWER, site="")], "来源网站"),
    ],
)
def test_what_no_official_record_settles_is_to_be_asked(records, wanted):
    one = dossier(application(claims=(patent_claim(),)), skill(), certificate())
    lookups = patent_lookups([one], PatentRegister(records), NOTICE, RECEIVED)
    if wanted is None:
        assert lookups == []
    else:
        (lookup,) = lookups
        assert wanted in lookup.reason
        assert lookup.reason_en.isascii()
        assert lookup.reason_en
        assert lookup.grant_number == "CN111472379B"


def test_a_number_that_cannot_exist_is_to_be_cleared_up_before_it_is_looked_up():
    """Nobody types a number with a wrong check digit into the official site."""
    wrong = INVENTION[:-1] + ("1" if INVENTION[-1] != "1" else "2")
    one = dossier(application(claims=(patent_claim(patent_number=wrong),)), skill())
    (lookup,) = patent_lookups([one], PatentRegister([]), NOTICE, RECEIVED)
    assert "校验位错误" in lookup.reason
    assert "check digit" in lookup.reason_en


def test_co_inventors_share_one_lookup():
    one = dossier(application(claims=(patent_claim(),)), certificate())
    two = replace(one, id="XX2024002", application=replace(one.application, id="XX2024002"))
    (lookup,) = patent_lookups([two, one], PatentRegister(), NOTICE, RECEIVED)
    assert lookup.applications == ("XX2024001", "XX2024002")


def test_the_rules_version_is_stable_and_short():
    assert rules_version() == rules_version()
    assert len(rules_version()) == 16
