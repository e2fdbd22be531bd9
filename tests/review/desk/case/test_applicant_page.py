import datetime as dt
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from evidence.errors import Problem
from evidence.findings import Result
from evidence.uploads import UploadOutcome, UploadStatus
from review.desk.flow.deciding import Intent
from review.desk.flow.deciding import decide as save
from review.desk.models import Applicant, Item
from review.desk.models.decisions import Choice
from tests.review.desk.cases import case, finding, passed


def page(client, applicant=None):
    applicant = applicant or Applicant.objects.get()
    return client.get(reverse("applicant", args=[applicant.pk]))


def text(client, applicant=None):
    return page(client, applicant).content.decode()


def test_the_page_tells_who_and_what_is_applied_for(client, published):
    published(case("XX001"))
    shown = text(client)
    for part in ("张三", "XX001", "市公路管理局", "市交通运输局", "市直", "汽车维修工 一级"):
        assert part in shown


def test_findings_stand_worst_first_and_what_is_fine_is_folded(client, published):
    published(
        case(
            "XX001",
            [
                finding("XX001", "A1", result=Result.MATCH, explanation="日期在证书之后。"),
                finding("XX001", "A4b", result=Result.UNSURE, explanation="发文字号读不清。"),
                finding("XX001", "A3a", explanation="发证单位不在范围。"),
            ],
        )
    )
    shown = text(client)
    claim = shown[shown.index('id="claim-1"') :]
    places = [claim.index(part) for part in ("发证单位不在范围", "发文字号读不清", "<details")]
    assert sorted(places) == places
    assert claim.index("<details") < claim.index("日期在证书之后")
    assert "✓ 一致 1" in claim


def test_findings_of_one_sentence_are_told_once_with_all_their_rules(client, published):
    same = {"explanation": "单位不同意。", "claim": None, "result": Result.UNSURE}
    published(case("XX001", [finding("XX001", rule, **same) for rule in ("G1", "H0", "H1")]))
    shown = text(client)
    whole = shown[shown.index('id="whole"') :]
    assert 1 == whole.count("单位不同意。")
    assert all(f">{rule}</abbr>" in whole for rule in ("G1", "H0", "H1"))


def test_a_file_that_was_not_read_says_why(client, published):
    made = case("XX001")
    (stored,) = made.uploads
    problem = Problem("E-PDF-ENCRYPTED", "PDF已加密。", "The PDF is encrypted.")
    outcome = UploadOutcome(stored.outcome.upload, UploadStatus.UNREADABLE, problem)
    published(replace(made, uploads=(replace(stored, outcome=outcome),), pages=()))
    shown = text(client)
    assert "PDF已加密。" in shown
    assert "E-PDF-ENCRYPTED" in shown
    assert "✕" in shown


def test_an_applicant_who_declared_nothing_has_a_page(client, published):
    made = case("XX001", [finding("XX001", "P3", claim=None)], claims=())
    published(replace(made, dossier=replace(made.dossier, application=None)))
    assert "没有申报信息" in text(client)


def test_a_passed_applicant_has_nothing_to_decide(client, published, settings):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"))
    assert "没有需要人决定的事项" in text(client)


def test_decisions_are_told_with_who_why_and_what_still_stands(client, published, person, decide):
    (item,) = published(case("XX001"))
    decide(person("li", "reviewer"), item, Choice.REJECT, "issuer")
    shown = text(client)
    assert "li审核员" in shown
    assert "不予认可" in shown
    assert "发证单位不在认可范围" in shown
    assert "未满足的条件" in shown
    assert "仍未解决" not in shown
    assert "作出决定：审核 · 不予认可" in shown  # the history


def test_papers_to_be_brought_are_told_once_where_the_reason_says_them(
    client, published, person, now
):
    (item,) = published(case("XX001"))
    until = (now + dt.timedelta(days=9)).date()
    intent = Intent(Choice.SUPPLEMENT, "document", 1, supplement="补表彰文件", until=until)
    save(person("li", "reviewer"), item.pk, intent, now)
    shown = text(client)
    (decision,) = re.findall(r'<p class="decision">.*?</p>', shown)
    assert 1 == decision.count("补表彰文件")
    assert f"截止 {until}" in decision
    assert f"需补充材料（补表彰文件；{until} 前）" in shown  # the history


def test_a_decision_on_other_evidence_is_told_as_a_former_one(client, published, person, decide):
    (item,) = published(case("XX001"))
    decide(person("li", "reviewer"), item, Choice.REJECT, "issuer")
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    shown = text(client)
    assert "证据有变化" in shown
    assert "依据已变化" in shown


@pytest.fixture
def accepted(published, person, decide):
    """An item whose mismatch a first reviewer accepted; it waits for the second review."""
    (item,) = published(case("XX001"))
    first = person("li", "reviewer", "second_reviewer")
    decide(first, item, Choice.ACCEPT, "original")
    item.refresh_from_db()
    assert "second" == item.stage
    return item


def test_a_second_reviewer_does_not_see_the_first_decision(signed_in, accepted):
    shown = text(signed_in("second_reviewer"))
    assert "已核对原件" not in shown
    assert "作出决定" not in shown
    assert "本轮已有决定" in shown


def test_a_reviewer_who_is_no_second_reviewer_sees_it(client, accepted):
    assert "已核对原件" in text(client)


def test_who_gave_the_first_decision_sees_it(accepted):
    from django.test import Client

    client = Client()
    person = accepted.decisions.get().person
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "已核对原件" in text(client)


def test_a_second_reviewer_sees_it_once_the_item_is_closed(signed_in, accepted, person, decide):
    second = person("zhao", "second_reviewer")
    decide(second, accepted, Choice.ACCEPT, "seen")
    assert "已核对原件" in text(signed_in("second_reviewer"))


def test_another_regions_applicant_is_not_found(signed_in, published):
    published(case("XX001", region="辉县市"))
    assert 404 == page(signed_in("reviewer", regions=["新乡县"])).status_code
    assert 200 == page(signed_in("reviewer", regions=["辉县市"], username="li")).status_code


def test_an_operator_sees_no_case(signed_in, published):
    published(case("XX001"))
    assert 403 == page(signed_in("operator")).status_code


def test_an_auditor_is_offered_nothing_to_change(signed_in, published):
    (item,) = published(case("XX001"))
    shown = text(signed_in("auditor"))
    assert reverse("correct", args=[item.pk]) not in shown
    assert "official" not in shown


def test_names_from_outside_are_shown_as_text(client, published):
    published(case("XX001", name="<script>alert(1)</script>"))
    assert "<script>alert" not in text(client)


def test_the_page_is_in_english_by_switch(client, published):
    published(case("XX001"))
    session = client.session
    session["language"] = "en"
    session.save()
    shown = text(client)
    assert "Everything" not in shown
    assert "the issuer is not one that Annex 1 lists." in shown
    assert "ID number" in shown


def test_a_case_with_much_costs_the_same_queries(
    client, published, person, decide, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    (item,) = published(case("XX001"))
    reviewer = person("li", "reviewer")
    decide(reviewer, item, Choice.REJECT, "issuer")
    page(client, item.applicant)  # the session is noted, the batch's rules are at hand
    with CaptureQueriesContext(connection) as few:
        page(client, item.applicant)
    most = len(few)
    claims = tuple((no, Result.MISMATCH) for no in range(1, 6))
    published(
        case("XX001"),
        case("XX002", [finding("XX002", claim=no) for no in range(1, 6)], claims=claims),
    )
    much = Applicant.objects.get(number="XX002")
    for item in Item.objects.filter(applicant=much):
        decide(reviewer, item, Choice.REJECT, "issuer")
    with django_assert_max_num_queries(most):
        page(client, much)
