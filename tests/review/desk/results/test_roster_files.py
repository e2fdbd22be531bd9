import datetime as dt
import hashlib
import io
import json

import openpyxl
import pdfplumber
import pytest

from review.desk.models import Event
from tests.review.desk.cases import case, passed

PASS, ON_SITE = ("/rosters/xinxiang-2024-001/" + one for one in ("pass", "on-site"))


def cells_of(content):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [
            [cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in workbook.worksheets
    }


def test_the_pass_roster_lists_who_passed_with_maker_and_digest(settled, signed_in):
    answer = signed_in("operator").get(f"{PASS}.xlsx")
    ((name, rows),) = cells_of(answer.content).items()
    assert "一院" == name
    assert ["XX001", "张三"] == rows[4][1:3]
    # 09:00 UTC and one hour later is 18:00 here.
    assert rows[-1][0].startswith("编制人：wang审核员　　依据截至 2024-04-08 18:00 的审查决定")


def test_the_pdf_says_the_same(settled, signed_in):
    answer = signed_in("operator").get(f"{ON_SITE}.pdf")
    assert "application/pdf" == answer["Content-Type"]
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert "李四" in text
    assert "不予认可第1项：发证单位不在认可范围（li审核员2024-04-08）" in text
    assert "编制人：wang审核员" in text


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_same_decisions_give_the_same_bytes_at_any_time(settled, signed_in, form):
    client = signed_in("operator")
    assert client.get(f"{PASS}.{form}").content == client.get(f"{PASS}.{form}").content


def test_the_record_tells_the_digest_and_the_file(settled, signed_in):
    content = signed_in("operator").get(f"{PASS}.xlsx").content
    event = Event.objects.get(action="roster.exported")
    detail = json.loads(event.detail)
    assert ("wang", "batch/xinxiang-2024-001", "xinxiang-2024-001") == (
        event.actor,
        event.subject,
        event.batch,
    )
    assert ("pass", "xlsx", 1, []) == tuple(
        detail[one] for one in ("roster", "format", "people", "scope")
    )
    assert hashlib.sha256(content).hexdigest() == detail["sha256"]
    shown = cells_of(content)["一院"][-1][0].rpartition("：")[2]
    assert detail["digest"].startswith(shown.replace(" ", ""))


def test_another_decision_gives_another_digest(published, decide, signed_in, settings):
    settings.SAMPLE_SHARE = 0
    first, second = published(case("XX001", name="张三"), case("XX002", name="李四"))
    decide(first, "reject", "issuer")
    decide(second, "reject", "issuer")
    client = signed_in("operator")
    client.get(f"{ON_SITE}.xlsx")
    from review.desk.flow.deciding import reopen
    from review.desk.models import Person

    now = dt.datetime(2024, 4, 9, 9, tzinfo=dt.UTC)
    reopen(Person.objects.get(username="li"), second.pk, "看错了", now)
    decide(second, "reject", "paper")
    client.get(f"{ON_SITE}.xlsx")
    before, after = (
        json.loads(one.detail)["digest"] for one in Event.objects.filter(action="roster.exported")
    )
    assert before != after


@pytest.mark.parametrize("address", [f"{PASS}.xlsx", f"{ON_SITE}.pdf"])
def test_no_list_is_made_while_an_applicant_is_undecided(waiting, signed_in, address):
    answer = signed_in("reviewer").get(address)
    page = answer.content.decode()
    assert 409 == answer.status_code
    assert "E-DESK-UNDECIDED" in page
    assert f'href="/items/{waiting.pk}/' in page
    assert "Content-Disposition" not in answer
    assert not Event.objects.filter(action="roster.exported").exists()


def test_a_sample_that_is_open_keeps_the_list_from_being_made(published, signed_in, settings):
    settings.SAMPLE_SHARE = 1
    published(passed("XX001"))
    answer = signed_in("operator").get(f"{PASS}.xlsx")
    assert 409 == answer.status_code
    assert "抽查" in answer.content.decode()


def test_papers_that_are_waited_for_keep_the_list_from_being_made(waiting, decide, signed_in, now):
    until = (now + dt.timedelta(days=9)).date()
    decide(waiting, "supplement", "document", supplement="表彰文件", until=until)
    assert 409 == signed_in("operator").get(f"{PASS}.xlsx").status_code


def test_a_standing_that_was_kept_wrongly_does_not_let_anybody_pass(waiting, signed_in):
    from review.desk.models import Applicant

    Applicant.objects.filter(number="XX002").update(standing="pass")
    answer = signed_in("operator").get(f"{PASS}.xlsx")
    assert 409 == answer.status_code
    assert "XX002" in answer.content.decode()


def test_a_county_takes_its_own_list_and_the_list_says_so(settled, signed_in):
    answer = signed_in("reviewer", regions=["辉县市"]).get(f"{ON_SITE}.xlsx")
    ((_, rows),) = cells_of(answer.content).items()
    assert rows[2][0].endswith("范围：仅辉县市")
    assert ["XX002", "李四"] == rows[4][1:3]
    assert ["辉县市"] == json.loads(Event.objects.get(action="roster.exported").detail)["scope"]


def test_a_county_without_people_of_the_batch_gets_no_list(settled, signed_in):
    client = signed_in("reviewer", regions=["新乡县"])
    assert 404 == client.get(f"{PASS}.xlsx").status_code


@pytest.mark.parametrize("address", [f"{PASS}.csv", "/rosters/xinxiang-2024-001/none.pdf"])
def test_there_are_two_lists_in_two_forms(settled, signed_in, address):
    assert 404 == signed_in("operator").get(address).status_code


def test_a_list_that_cannot_be_set_says_why_and_leaves_nothing(settled, signed_in, monkeypatch):
    from review.rosters import press

    monkeypatch.setattr(press.sys, "executable", "/bin/false")
    answer = signed_in("operator").get(f"{PASS}.pdf")
    assert 503 == answer.status_code
    assert "E-PAPER" in answer.content.decode()
    assert not Event.objects.filter(action="roster.exported").exists()


def test_the_record_page_tells_it_in_a_sentence(settled, signed_in):
    client = signed_in("operator", "auditor")
    client.get(f"{PASS}.pdf")
    assert "导出名册：通过名册 · PDF · 1 人 · 摘要 " in client.get("/record/").content.decode()
