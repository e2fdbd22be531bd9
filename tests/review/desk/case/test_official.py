import datetime as dt
import io
import json
import os
from dataclasses import replace

import pytest
from django.urls import reverse
from PIL import Image

from evidence import codec
from evidence.cases import WithdrawnRecord
from evidence.inbox import OfficialResult
from evidence.places import Place
from evidence.register import Withdrawal, record_identity
from review.desk.models import Applicant, Event, OfficialEntry
from review.desk.record.verifying import verify_record

NUMBER = "ZL202010430096.0"
GIVEN = {
    "patent_number": NUMBER,
    "site": "pss",
    "queried_at": "2024-04-08 16:30",
    "patent_type": "invention",
    "title": "一种公路护栏清洗装置",
    "inventors": "张三\n李四",
    "patentees": "新乡市公路管理局",
    "grant_date": "2022-03-01",
    "legal_status": "有效",
}


def picture():
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def applicant(publish_batch, patent_case, lookup, inbox):
    publish_batch([patent_case("XX001", region="辉县市")], [lookup("XX001")])
    return Applicant.objects.get()


@pytest.fixture
def enter(applicant, django_capture_on_commit_callbacks):
    """Types a result in: `enter(client, title="")`; what comes after the commit runs too."""

    def make(client, *, committed=True, **changed):
        file = io.BytesIO(changed.pop("screenshot", picture()))
        file.name = "查询.png"
        with django_capture_on_commit_callbacks(execute=committed):
            return client.post(address(applicant), GIVEN | {"screenshot": file} | changed)

    return make


def address(applicant):
    return reverse("official", args=[applicant.pk])


def folders(inbox):
    return sorted((inbox / "_official").glob("*")) if inbox.exists() else []


def test_a_result_is_kept_told_and_handed_over_whole(client, enter, applicant, inbox):
    answer = enter(client)
    assert answer.url.startswith(address(applicant))
    (folder,) = folders(inbox)
    entry = OfficialEntry.objects.get()
    assert (folder.name, NUMBER, applicant) == (entry.folder, entry.patent_number, entry.applicant)
    assert {"result.json", "screenshot.png"} == {one.name for one in folder.iterdir()}
    assert picture() == (folder / "screenshot.png").read_bytes()
    result = codec.decode(OfficialResult, (folder / "result.json").read_bytes())
    assert codec.decode(OfficialResult, entry.content) == result
    assert ("wang", "screenshot.png") == (result.entered_by, result.screenshot)
    assert ("reviewer", ("张三", "李四")) == (result.record.source, result.record.inventors)
    assert result.entered_at.tzinfo is not None
    event = Event.objects.get(action="official.entered")
    assert f"official/{entry.pk}" == event.subject
    assert NUMBER == json.loads(event.detail)["patent_number"]
    assert verify_record().ok


def test_a_result_without_any_status_is_taken_and_what_it_lacks_is_told(client, enter):
    lacks = "法律状态和案件状态都没有填写"
    assert lacks in client.get(enter(client, legal_status="").url).content.decode()
    enter(client, legal_status="", case_status="专利权维持")
    assert lacks not in client.get("/lookups/").content.decode()
    assert 2 == OfficialEntry.objects.count()


def test_the_pipeline_sees_nothing_before_the_row_is_committed(client, enter, inbox):
    enter(client, committed=False)
    (folder,) = folders(inbox)
    assert {".result.json", "screenshot.png"} == {one.name for one in folder.iterdir()}


def test_what_a_killed_process_left_is_handed_over_by_the_next_who_looks(
    client, enter, applicant, inbox
):
    enter(client, committed=False)
    client.get(address(applicant))
    (folder,) = folders(inbox)
    assert {"result.json", "screenshot.png"} == {one.name for one in folder.iterdir()}


def test_what_was_prepared_and_never_committed_is_removed_a_day_later(client, applicant, inbox):
    orphan = inbox / "_official/20240408090000-0123456789ab"
    orphan.mkdir(parents=True)
    (orphan / ".result.json").write_text("{}")
    client.get(address(applicant))
    assert orphan.exists()
    old = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1, minutes=1)).timestamp()
    os.utime(orphan / ".result.json", (old, old))
    client.get(address(applicant))
    assert not orphan.exists()


def test_folders_of_others_are_left_alone(client, applicant, inbox):
    other = inbox / "_official/by-hand"
    other.mkdir(parents=True)
    (other / ".result.json").write_text("{}")
    os.utime(other / ".result.json", (0, 0))
    client.get(address(applicant))
    assert other.exists()


def test_an_inbox_that_cannot_be_written_leaves_nothing_and_keeps_the_text(client, enter, inbox):
    inbox.mkdir(parents=True)
    (inbox / "_official").write_text("a file where the folder should be")
    answer = enter(client)
    shown = answer.content.decode()
    assert (503, True) == (answer.status_code, "E-OFFICIAL-INBOX" in shown)
    assert "一种公路护栏清洗装置" in shown
    assert not OfficialEntry.objects.exists()
    assert not Event.objects.filter(action="official.entered").exists()


def test_a_wrong_value_keeps_the_text_and_saves_nothing(client, enter, inbox):
    answer = enter(client, patent_number="ZL202010430096.1")
    shown = answer.content.decode()
    assert (422, True) == (answer.status_code, "末位应为 0" in shown)
    assert "一种公路护栏清洗装置" in shown
    assert [] == folders(inbox)
    assert not OfficialEntry.objects.exists()


def state(client, applicant):
    return client.get(address(applicant) + "?part=entries").content.decode()


def test_the_page_tells_how_far_the_pipeline_is(client, enter, applicant, inbox):
    import shutil

    assert "还没有录入过" in state(client, applicant)
    enter(client)
    shown = state(client, applicant)
    assert "已交核验，通常一两分钟后自动更新" in shown
    assert "hx-get" in shown
    (folder,) = folders(inbox)
    shutil.rmtree(folder)
    assert "正在重新核验" in state(client, applicant)


def test_the_page_tells_when_the_result_was_checked(
    client, enter, applicant, inbox, publish_batch, patent_case
):
    import shutil

    enter(client)
    (folder,) = folders(inbox)
    shutil.rmtree(folder)
    record = codec.decode(OfficialResult, OfficialEntry.objects.get().content).record
    publish_batch([patent_case("XX001", records=[taken(record)], region="辉县市")])
    shown = state(client, applicant)
    assert "已核验" in shown
    assert "hx-get" not in shown


def taken(record):
    """The record with what the pipeline gives it."""
    place = Place("official/1/screenshot.png", 1)
    return replace(record, place=place, brought_by="wang", brought_at=dt.datetime.now(dt.UTC))


def test_the_page_tells_who_took_the_result_back(
    client, enter, applicant, inbox, publish_batch, patent_case
):
    """Nothing is waited for any more."""
    import shutil

    enter(client)
    (folder,) = folders(inbox)
    shutil.rmtree(folder)
    record = taken(codec.decode(OfficialResult, OfficialEntry.objects.get().content).record)
    back = Withdrawal(record_identity(record), "查错了号码", "李敏", dt.datetime.now(dt.UTC))
    case = patent_case("XX001", region="辉县市")
    publish_batch([replace(case, withdrawn=(WithdrawnRecord(record, back),))])
    shown = state(client, applicant)
    assert "已由 李敏 撤回：查错了号码" in shown
    assert "hx-get" not in shown


def test_the_page_tells_why_the_pipeline_refused(client, enter, applicant, inbox):
    enter(client)
    (folder,) = folders(inbox)
    folder.with_name(f"{folder.name}._REFUSED").write_text("E-X\n截图已损坏。\nBroken.\n")
    shown = state(client, applicant)
    assert "✕ 截图已损坏。" in shown
    assert "hx-get" not in shown


def test_a_number_that_nobody_claims_any_more_is_told_so(
    client, enter, applicant, publish_batch, patent_case
):
    enter(client)
    publish_batch([patent_case("XX001", patent="ZL202218657043.2", region="辉县市")])
    assert "申报中没有此专利号" in state(client, applicant)


def test_another_applicants_patent_is_not_typed_in_here(client, enter, inbox):
    """It would reach a case that the person may not even see."""
    answer = enter(client, patent_number="ZL202218657043.2")
    assert 422 == answer.status_code
    assert "没有申报这件专利" in answer.content.decode()
    assert [] == folders(inbox)
    assert not OfficialEntry.objects.exists()


def test_the_number_asked_for_is_filled_in_with_its_type(client, applicant):
    answer = client.get(address(applicant), {"patent": NUMBER})
    shown = answer.content.decode()
    assert 'value="ZL 2020 1 0430096.0"' in shown
    assert '<option value="invention" selected>' in shown
    assert "尚无国家知识产权局官方网站的检索结果" in shown


@pytest.mark.parametrize("asked", ["<script>", "ZL1", ""])
def test_a_number_of_no_form_is_not_filled_in(client, applicant, asked):
    shown = client.get(address(applicant), {"patent": asked}).content.decode()
    assert "<script>" not in shown.replace("<script src", "")


def test_a_reviewer_of_another_region_enters_nothing(signed_in, enter, inbox):
    assert 404 == enter(signed_in("reviewer", regions=["新乡县"])).status_code
    assert [] == folders(inbox)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_an_auditor_and_an_administrator_enter_nothing(signed_in, enter, inbox, role):
    assert 403 == enter(signed_in(role)).status_code
    assert [] == folders(inbox)


def test_an_operator_enters_results_without_seeing_the_case(signed_in, enter, applicant):
    client = signed_in("operator")
    assert 302 == enter(client).status_code
    shown = client.get(address(applicant)).content.decode()
    assert reverse("applicant", args=[applicant.pk]) + '"' not in shown


def test_the_applicants_page_shows_what_was_typed_in(client, enter, applicant):
    enter(client)
    shown = client.get(reverse("applicant", args=[applicant.pk])).content.decode()
    assert "已交核验，通常一两分钟后自动更新" in shown
    assert "录入专利官方结果" in shown
