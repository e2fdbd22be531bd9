"""Official records: what printouts show, what statuses mean, and which patents are still to be asked."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.documents import DocumentKind
from evidence.patent_numbers import PatentType
from evidence.register import LegalEvent, RecordSource, record_identity
from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    MODEL_TWO,
    NAME,
    RECEIVED,
    altered,
    application,
    certificate,
    document,
    dossier,
    doubted,
    field,
    patent_claim,
    record,
    skill,
)
from verifiers.cnipa.files import append_records, load_records
from verifiers.cnipa.records import no_record_reason, record_from_document
from verifiers.cnipa.register import PatentRegister, number_key
from verifiers.cnipa.status import PatentState, state_of
from verifiers.cnipa.values import comparable, type_of
from verifiers.lookups import patent_lookups
from verifiers.notices import load_notice

NOTICE = load_notice("xinxiang-2024-22")
WORDS = NOTICE.vocabulary
FIELDS = {
    "site": "cpquery",
    "patent_type": "invention",
    "title": "一种液压举升装置",
    "application_date": "2020-05-20",
    "grant_date": "2021-11-09",
    "grant_number": "CN111472379B",
    "legal_status": "授权",
    "case_status": "专利权维持",
}
LISTS = {"inventor": "inventors", "patentee": "patentees"}


def printout(**values):
    base = document(
        DocumentKind.PATENT_SEARCH_RESULT,
        "查询截图.png",
        {"patent_number": INVENTION, **FIELDS, "inventor": ["周建民", NAME], "patentee": "某公司"},
    )
    return altered(base, **values)


def shown(paper):
    found = record_from_document(paper, RecordSource.APPLICANT, "XX2024001")
    assert found is not None
    return found


@pytest.mark.parametrize("name", list(FIELDS))
def test_each_field_of_a_printout_is_kept_and_is_empty_where_it_is_not_shown(name):
    assert FIELDS[name] == getattr(shown(printout()), name)
    assert "" == getattr(shown(printout(**{name: None})), name)
    assert (name,) == shown(doubted(printout(), name)).doubts


@pytest.mark.parametrize(("printed", "name"), list(LISTS.items()))
def test_each_list_of_a_printout_is_kept_in_its_order(printed, name):
    assert ("乙", "甲") == getattr(shown(printout(**{printed: ["乙", "甲"]})), name)
    assert () == getattr(shown(printout(**{printed: None})), name)
    assert (name,) == shown(doubted(printout(), printed)).doubts


def test_a_field_shown_with_two_values_is_doubtful_and_twice_the_same_is_not():
    two = shown(printout(title=["一种液压举升装置", "另一种"]))
    assert ("一种液压举升装置", ("title",)) == (two.title, two.doubts)
    assert () == shown(printout(title=["同一种", "同一种"])).doubts


@pytest.mark.parametrize("name", ["legal_status", "case_status"])
def test_of_two_statuses_both_are_kept_in_doubt_and_neither_is_in_force(name):
    two = shown(printout(**{name: ["授权", "专利权全部无效"]}))
    assert ("授权；专利权全部无效", (name,)) == (getattr(two, name), two.doubts)
    assert PatentState.UNKNOWN is state_of(two, WORDS)


@pytest.mark.parametrize(
    ("label", "code", "state"),
    [
        ("专利权全部无效", "IW01", PatentState.VOID),
        ("宣告无效", "IP01", PatentState.PARTLY_VOID),
        ("专利权部分无效", "IP01", PatentState.PARTLY_VOID),
        ("未缴年费专利权终止", "CF01", PatentState.ENDED),
        ("专利权的终止", "CF01", PatentState.ENDED),
        ("专利权有效期届满", "CX01", PatentState.ENDED),
        ("主动放弃专利权", "AV01", PatentState.ENDED),
        ("避免重复授予专利权", "AV01", PatentState.ENDED),
        ("发明专利申请公布后的视为撤回", "C02", PatentState.NOT_GRANTED),
        ("授权", "GR01", PatentState.IN_FORCE),
        ("专利权的转移", "TR01", PatentState.IN_FORCE),
        ("专利权质押合同登记", "", PatentState.IN_FORCE),
    ],
)
def test_an_event_that_ends_a_patent_counts_beside_a_status_in_force(label, code, state):
    found = shown(printout(legal_event=["2021-11-09 授权", f"2023-08-01 {label}"]))
    assert LegalEvent(code, "2023-08-01", label) == found.events[-1]
    assert state is state_of(found, WORDS)
    assert () == found.doubts


def test_an_end_that_was_taken_back_is_none_unless_either_was_read_with_doubt():
    lapsed, restored = "2022-05-01 未缴年费专利权终止", "2022-09-01 权利的恢复"
    back = printout(legal_event=[restored, lapsed])
    assert [PatentState.IN_FORCE, PatentState.ENDED] == [
        state_of(shown(one), WORDS) for one in (back, doubted(back, "legal_event"))
    ]
    assert ("events", "legal_status") == shown(doubted(back, "legal_event")).doubts
    undated = shown(printout(legal_event=[restored, "未缴年费专利权终止"]))
    assert (PatentState.ENDED, "") == (state_of(undated, WORDS), undated.events[-1].date)


def test_a_time_that_is_doubtful_or_shown_with_two_values_is_a_doubt():
    timed = printout(query_time="2024-03-25T15:20")
    assert ("as_of",) == shown(doubted(timed, "query_time")).doubts
    assert ("as_of",) == shown(printout(query_time=["2024-03-25T15:20", "2024-03-26"])).doubts
    assert () == shown(timed).doubts


def test_a_number_that_is_doubtful_or_cannot_be_is_one_doubt():
    wrong = printout(patent_number="ZL202010430096.1")
    assert ("patent_number",) == shown(wrong).doubts
    assert ("patent_number",) == shown(doubted(wrong, "patent_number")).doubts


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-25T15:20", dt.datetime(2024, 3, 25, 15, 20)),
        ("2024/03/25 15:20", dt.datetime(2024, 3, 25, 15, 20)),
        ("2024-03-25", dt.datetime(2024, 3, 25)),
        ("昨天", None),
        (None, None),
    ],
)
def test_when_the_site_was_asked_is_kept_where_it_says_so(text, moment):
    found = shown(printout(query_time=text))
    stated_and_unread = text is not None and moment is None
    assert (moment, ("as_of",) if stated_and_unread else ()) == (found.as_of, found.doubts)


def test_the_place_is_that_of_the_number():
    paper = printout()
    second = replace(
        paper,
        fields=tuple(replace(f, page=2) if f.name == "patent_number" else f for f in paper.fields),
    )
    assert (1, 2) == (shown(paper).place.page, shown(second).place.page)


@pytest.mark.parametrize(
    ("paper", "code", "said"),
    [
        (skill(), "E-CNIPA-KIND", "不是国家知识产权局检索结果"),
        (printout(patent_number=None), "E-CNIPA-NUMBER", "没有读到专利号"),
        (printout(patent_number=[INVENTION, MODEL_ONE]), "E-CNIPA-NUMBER", "多个专利号"),
        (printout(patent_number="某号"), "E-PATNUM", "某号"),
    ],
)
def test_what_gives_no_record_says_why(paper, code, said):
    assert record_from_document(paper, RecordSource.REVIEW_BODY, None) is None
    reason = no_record_reason(paper)
    assert reason is not None
    assert code == reason.code
    assert said in reason.zh


def test_one_number_in_two_forms_is_one_number():
    paper = printout(patent_number=[INVENTION, "2020104300960"])
    assert INVENTION == shown(paper).patent_number


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *((word, PatentState.NOT_SHOWN) for word in ("", "-", "--", "—", "——", "/", "无", " ")),
        *((word, PatentState.IN_FORCE) for word in ("专利权维持", "等年费滞纳金", "授权")),
        *((word, PatentState.ENDED) for word in (
            "未缴年费专利权终止，等恢复", "未缴年费终止失效", "届满终止失效", "放弃专利权",
            "专利权有效期届满", "专利权的主动放弃", "视为放弃失效", "失效", "终止")),
        *((word, PatentState.VOID) for word in ("无效宣告失效", "专利权全部无效", "全部无效")),
        *((word, PatentState.PARTLY_VOID) for word in ("部分无效", "专利权部分无效")),
        *((word, PatentState.NOT_GRANTED) for word in (
            "等待申请费", "进入实审", "一通出案待答复", "驳回等复审请求", "逾期视撤失效",
            "待发授权办登通知书", "等待颁证公告", "驳回失效", "撤回专利申请", "公布", "实质审查的生效")),
        *((word, PatentState.UNKNOWN) for word in ("授权后变更", "未授权", "著录事项变更", "质押")),
    ],
)  # fmt: skip
def test_what_a_printed_status_means(text, state):
    """facts §1, legal-status vocabulary; in force only by the whole word."""
    assert state is state_of(record(legal_status=text, case_status=""), WORDS)
    assert state is state_of(record(legal_status="", case_status=text), WORDS)


def test_the_worse_of_two_statuses_counts():
    ranked = {
        PatentState.VOID: "全部无效",
        PatentState.NOT_GRANTED: "驳回失效",
        PatentState.PARTLY_VOID: "部分无效",
        PatentState.ENDED: "届满",
        PatentState.UNKNOWN: "某状态",
        PatentState.IN_FORCE: "授权",
        PatentState.NOT_SHOWN: "--",
    }
    states = list(ranked)
    assert states == list(PatentState)
    for n, worse in enumerate(states):
        for better in states[n:]:
            pair = {"legal_status": ranked[better], "case_status": ranked[worse]}
            assert worse is state_of(record(**pair), WORDS)
            swapped = {"legal_status": ranked[worse], "case_status": ranked[better]}
            assert worse is state_of(record(**swapped), WORDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发明", PatentType.INVENTION), ("发明专利", PatentType.INVENTION),
        (" invention ", PatentType.INVENTION), ("实用新型", PatentType.UTILITY_MODEL),
        (" 实用新型专利", PatentType.UTILITY_MODEL), ("utility_model", PatentType.UTILITY_MODEL),
        ("外观设计", PatentType.DESIGN), ("design", PatentType.DESIGN),
        ("", None), ("专利", None), ("中国发明", None), ("inventions", None),
    ],
)  # fmt: skip
def test_a_type_is_named_in_chinese_or_in_the_formats_words(text, kind):
    assert kind is type_of(text)


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"title": " 一种 装置 "}, "title", "一种装置"),
        ({"title": "LED灯"}, "title", "led灯"),
        ({"inventors": ("甲", "乙")}, "inventors", "甲乙"),
        ({"application_date": "2020年5月20日"}, "application_date", "2020-05-20"),
        ({"application_date": "某日"}, "application_date", "某日"),
        ({"grant_date": ""}, "grant_date", ""),
        ({"patent_type": "发明专利"}, "patent_type", "invention"),
        ({"patent_type": "某类"}, "patent_type", "某类"),
    ],
)
def test_values_are_compared_in_one_form(change, name, value):
    assert value == comparable(record(**change), name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("patent_type", "utility_model"), ("title", "另一种"), ("application_date", "2020-05-21"),
        ("grant_date", "2021-11-10"), ("grant_number", "CN1B"), ("inventors", ("甲",)),
        ("patentees", ("甲",)),
    ],
)  # fmt: skip
def test_records_contradict_each_other_in_what_both_show(name, other):
    sources = [RecordSource.REVIEW_BODY]
    both = PatentRegister([record(), record(site="epub", **{name: other})])
    assert (name,) == both.contradictions(INVENTION, sources)
    empty = () if isinstance(other, tuple) else ""
    silent = PatentRegister([record(), record(site="epub", **{name: empty})])
    assert () == silent.contradictions(INVENTION, sources)
    elsewhere = PatentRegister([record(), record(source=RecordSource.EPO_OPS, **{name: other})])
    assert () == elsewhere.contradictions(INVENTION, sources)
    assert (name,) == elsewhere.contradictions(INVENTION, [*sources, RecordSource.EPO_OPS])


def test_status_and_site_are_no_contradiction():
    """They are of different days and sites; the worse status counts elsewhere."""
    two = [record(), record(site="epub", legal_status="届满", case_status="")]
    assert () == PatentRegister(two).contradictions(INVENTION, [RecordSource.REVIEW_BODY])


def test_the_register_counts_records_and_leaves_out_what_has_no_number():
    records = [
        record(),
        record(site="epub"),
        record(patent_number=MODEL_ONE),
        record(patent_number="某号"),
    ]
    register = PatentRegister(records)
    assert 3 == len(register)
    assert 2 == len(register.lookup(INVENTION))
    assert ("202010430096", None) == (number_key(INVENTION), number_key("某号"))


def test_a_file_of_records_is_named_after_its_content(tmp_path):
    folder = tmp_path / "a" / "b"
    target = append_records(folder, [record()])
    assert target is not None
    assert f"{hashlib.sha256(target.read_bytes()).hexdigest()}.jsonl" == target.name
    assert [target] == list(folder.iterdir())  # nothing temporary is left
    again = append_records(folder, [record()])
    assert (target, [target]) == (again, list(folder.iterdir()))
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert [record()] == load_records(folder)


def test_records_are_on_the_disk_under_their_name_before_they_count_as_kept(tmp_path, monkeypatch):
    """What they were brought in is removed then; a power cut must not take both."""
    synced, fsync = [], os.fsync

    def noted(descriptor):
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    target = append_records(tmp_path, [record()])
    assert (2, tmp_path) == (len(synced), synced[-1])
    assert (target, [tmp_path]) == (append_records(tmp_path, [record()]), synced[2:])


def lookups(*dossiers, records=(), withdrawn=frozenset(), notice=NOTICE):
    register = PatentRegister(records, withdrawn)
    return patent_lookups(dossiers, register, notice, RECEIVED)


def claiming(*claims, papers=(), applicant="XX2024001"):
    one = dossier(application(claims=claims), *papers)
    return replace(one, id=applicant)


def test_each_patent_that_is_claimed_and_not_settled_is_asked_once_by_number():
    first = claiming(
        patent_claim(1, patent_number=MODEL_TWO),
        patent_claim(2, patent_number="2020104300960"),
        patent_claim(3, patent_number="某号"),
        patent_claim(4, patent_number=MODEL_ONE, condition=1),  # no claim of a patent
    )
    second = claiming(patent_claim(title="另一种装置"), applicant="XX2024000")
    found = lookups(first, second, replace(first, application=None))
    assert [INVENTION, MODEL_TWO] == [one.patent_number for one in found]
    assert ("XX2024000", "XX2024001") == found[0].applications
    assert ("XX2024001",) == found[1].applications
    assert ("发明", patent_claim().title) == (found[0].patent_type, found[0].title)


@pytest.mark.parametrize(
    ("papers", "grant"),
    [
        ((), ""),
        ((certificate(),), "CN111472379B"),
        ((certificate(patent_number=MODEL_ONE),), ""),
        ((certificate(patent_number=[MODEL_ONE, "2020104300960"]),), "CN111472379B"),
        ((certificate(grant_number=None), certificate("二.pdf")), "CN111472379B"),
        ((certificate(grant_number=["CN1B", "CN2B"]),), "CN1B"),
    ],
)
def test_the_grant_number_is_the_one_read_on_a_certificate_of_that_patent(papers, grant):
    (lookup,) = lookups(claiming(patent_claim(), papers=papers))
    assert grant == lookup.grant_number


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ((), "尚无国家知识产权局官方网站的检索结果"),
        ((record(source=RecordSource.EPO_OPS),), "尚无"),
        ((record(source=RecordSource.APPLICANT), record(source=RecordSource.EPO_OPS)), "自行打印"),
        ((record(), record(site="epub", grant_date="2021-11-10")), "互相矛盾"),
        ((record(doubts=("patent_number",)),), "专利号读取存疑"),
        ((record(doubts=("patent_number",)), record(site="epub")), None),
        ((record(as_of=RECEIVED - dt.timedelta(days=92)),), None),
        ((record(as_of=RECEIVED - dt.timedelta(days=93)),), "（2024-01-10 17:30）早于收件日92天"),
        ((record(as_of=None, brought_at=RECEIVED - dt.timedelta(days=93)),), "早于收件日92天"),
        ((record(as_of=None, brought_at=RECEIVED),), None),
        ((record(as_of=None),), "没有检索时间"),
        ((record(site="soopat"),), "来自其他网站"),
        ((record(site=""),), "未写明来源网站"),
        ((record(doubts=("site",)),), "来源存疑"),
        ((record(source=RecordSource.REVIEWER, site="soopat"),), "来自其他网站"),
        ((record(site="soopat"), record(site="epub")), None),
        ((record(legal_status="", case_status="--"),), "没有显示专利状态，"),
        ((record(doubts=("case_status",)),), "没有显示专利状态，"),
        ((record(legal_status="", case_status="未缴年费终止失效"),), None),  # it is over: no need
        ((record(inventors=(), doubts=("title",)),), "没有显示专利名称、发明人，"),
        ((record(inventors=()), record(site="epub", legal_status="", case_status="")), None),
        (
            (record(inventors=()), record(as_of=RECEIVED - dt.timedelta(days=93))),
            "没有显示发明人，",
        ),
        ((record(grant_number="", patent_type=""),), None),
        ((record(doubts=("as_of",)),), "时间读取存疑"),
        ((record(as_of=RECEIVED - dt.timedelta(days=93)), record(site="epub")), None),
        ((record(), record(source=RecordSource.APPLICANT, title="另一种")), None),
        ((record(source=RecordSource.REVIEWER), record(source=RecordSource.APPLICANT)), None),
    ],
)
def test_a_patent_is_asked_until_an_official_record_settles_it(records, said):
    found = lookups(claiming(patent_claim()), records=records)
    assert (said is None) == (found == [])
    for one in found:
        assert said in one.reason
        assert "校验位" not in one.reason


def test_a_patent_whose_record_was_taken_back_is_asked_again():
    gone = {record_identity(record())}
    (lookup,) = lookups(claiming(patent_claim()), records=(record(),), withdrawn=gone)
    assert "已被撤回" in lookup.reason
    assert "withdrawn" in lookup.reason_en
    again = (record(), record(site="epub"))
    assert [] == lookups(claiming(patent_claim()), records=again, withdrawn=gone)


def test_a_record_without_a_time_settles_where_the_notice_wants_none():
    limits = replace(NOTICE.thresholds, official_record_time_required=False)
    notice = replace(NOTICE, thresholds=limits)
    assert [] == lookups(claiming(patent_claim()), records=(record(as_of=None),), notice=notice)


def test_a_status_is_asked_for_only_where_the_notice_wants_one():
    limits = replace(NOTICE.thresholds, patent_status_required=False)
    silent = (record(legal_status="", case_status=""),)
    notice = replace(NOTICE, thresholds=limits)
    assert [] == lookups(claiming(patent_claim()), records=silent, notice=notice)


def test_a_field_of_another_name_is_no_number():
    paper = replace(certificate(patent_number=None), fields=(field("title", INVENTION),))
    (lookup,) = lookups(claiming(patent_claim(), papers=(paper,)))
    assert "" == lookup.grant_number
