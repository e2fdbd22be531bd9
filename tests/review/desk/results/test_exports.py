import csv
import hashlib
import io
import json

import pytest

from review.desk.models import Event
from tests.review.desk.cases import case, finding, passed

ADDRESS = "/batches/xinxiang-2024-001/export"


def table(answer):
    """The rows of the CSV as a spreadsheet reads them, by head."""
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_row_an_applicant_with_what_was_decided(settled, signed_in):
    answer = signed_in("auditor").get(f"{ADDRESS}.csv")
    first, second = table(answer)
    assert ("XX001", "张三", "一院", "通过", "通过", "") == (
        first["申报编号"], first["姓名"], first["单位"], first["机器结论"], first["审查结论"],
        first["事项1 决定"],
    )  # fmt: skip
    assert {
        "申报编号": "XX002",
        "姓名": "李四",
        "单位": "二院",
        "地区": "辉县市",
        "身份证号": "4107**********1234",
        "机器结论": "需现场审查",
        "容缺": "",
        "审查结论": "需现场审查",
        "事项1 内容": "第1项",
        "事项1 状态": "已决定",
        "事项1 环节": "审核",
        "事项1 决定": "不予认可",
        "事项1 理由": "发证单位不在认可范围",
        "事项1 决定人": "li审核员",
        "事项1 时间": "2024-04-08 18:00",
    } == second


def test_there_are_columns_for_whoever_has_most_items(published, signed_in):
    published(
        case("XX001"),
        case(
            "XX002",
            [finding("XX002"), finding("XX002", "H1", None)],
        ),
    )
    (_, second) = table(signed_in("auditor").get(f"{ADDRESS}.csv"))
    assert ("申报整体", "第1项") == (second["事项1 内容"], second["事项2 内容"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(published, decide, signed_in, text):
    (item,) = published(case("XX001", name=text, unit=text))
    decide(item, "reject", "other", text=text)
    answer = signed_in("auditor").get(f"{ADDRESS}.csv")
    _, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert [] == [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert f"'{text}".strip() in [cell.strip() for cell in row]


def test_excel_is_told_that_it_is_utf_8(settled, signed_in):
    assert signed_in("auditor").get(f"{ADDRESS}.csv").content.startswith(b"\xef\xbb\xbf")


def test_json_has_every_decision_in_order(published, decide, signed_in):
    (item,) = published(case("XX001"))
    decide(item, "accept", "original")
    decide(item, "reject", "doubtful", who="zhou")
    decide(item, "accept", "confirmed", who="sun")
    content = json.loads(signed_in("auditor").get(f"{ADDRESS}.json").content)
    assert ("xinxiang-2024-001", "r1", None) == (
        content["batch"],
        content["rules_version"],
        content["scope"],
    )
    (applicant,) = content["applicants"]
    assert ("XX001", "4107**********1234", "on_site", "pass") == tuple(
        applicant[one] for one in ("number", "identity_number", "outcome", "standing")
    )
    (exported,) = applicant["items"]
    assert ("claim", 1, "closed", "accept") == tuple(
        exported[one] for one in ("kind", "claim", "state", "choice")
    )
    assert [
        ("review", "accept", "original", "li"),
        ("second", "reject", "doubtful", "zhou"),
        ("adjudication", "accept", "confirmed", "sun"),
    ] == [
        (one["stage"], one["choice"], one["reason"], one["person"]) for one in exported["decisions"]
    ]
    assert "2024-04-08T18:00:00+08:00" == exported["decisions"][0]["at"]


def test_a_decision_of_an_earlier_round_is_told_and_is_not_in_force(
    settled, signed_in, now, person
):
    from review.desk.flow.deciding import reopen

    reopen(person("zhao", "reviewer"), settled[0].pk, "看错了", now)
    client = signed_in("auditor")
    exported = json.loads(client.get(f"{ADDRESS}.json").content)["applicants"][1]["items"][0]
    assert (None, 2, [1]) == (
        exported["choice"],
        exported["round"],
        [one["round"] for one in exported["decisions"]],
    )
    assert "" == table(client.get(f"{ADDRESS}.csv"))[1]["事项1 决定"]


def test_numbers_that_a_reviewer_typed_are_masked(published, decide, signed_in):
    (item,) = published(case("XX001"))
    decide(item, "reject", "other", text="身份证410702197801011234与证书不符")
    client = signed_in("auditor")
    for form in ("csv", "json"):
        text = client.get(f"{ADDRESS}.{form}").content.decode("utf-8-sig")
        assert "410702197801011234" not in text
        assert "4107**********1234与证书不符" in text


def test_the_first_decision_is_kept_from_who_may_give_the_second(published, decide, signed_in):
    (item,) = published(case("XX001"))
    decide(item, "accept", "original")
    client = signed_in("administrator", "second_reviewer")
    content = json.loads(client.get(f"{ADDRESS}.json").content)
    assert [] == content["applicants"][0]["items"][0]["decisions"]


def test_a_person_of_some_places_gets_their_applicants(settled, signed_in):
    client = signed_in("auditor", regions=["辉县市"])
    content = json.loads(client.get(f"{ADDRESS}.json").content)
    assert ("辉县市", ["XX002"]) == (
        content["scope"],
        [one["number"] for one in content["applicants"]],
    )
    assert ["XX002"] == [row["申报编号"] for row in table(client.get(f"{ADDRESS}.csv"))]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_record_notes_what_was_taken(settled, signed_in, form):
    answer = signed_in("auditor").get(f"{ADDRESS}.{form}")
    event = Event.objects.get(action="export.batch")
    detail = json.loads(event.detail)
    assert ("wang", "batch/xinxiang-2024-001") == (event.actor, event.subject)
    assert {
        "format": form,
        "people": 2,
        "scope": [],
        "sha256": hashlib.sha256(answer.content).hexdigest(),
    } == detail


def test_many_applicants_are_read_in_parts(published, signed_in, settings, monkeypatch):
    from review.desk.results import export_rows

    settings.SAMPLE_SHARE = 0
    monkeypatch.setattr(export_rows, "_AT_ONCE", 2)
    published(*(passed(f"XX{n:03}") for n in range(5)))
    rows = table(signed_in("auditor").get(f"{ADDRESS}.csv"))
    assert [f"XX{n:03}" for n in range(5)] == [row["申报编号"] for row in rows]


def test_other_forms_and_unknown_batches_are_not_found(settled, signed_in):
    client = signed_in("auditor")
    assert 404 == client.get(f"{ADDRESS}.xml").status_code
    assert 404 == client.get("/batches/none/export.csv").status_code
