import json
from dataclasses import replace

import pytest
from django.utils import timezone

from evidence.cases import StoredUpload
from evidence.errors import Problem
from evidence.findings import Result
from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus
from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.models import Event, Item
from review.desk.models.decisions import Choice
from tests.review.desk.cases import case, finding, passed


def page_of(client, item, query=""):
    answer = client.get(f"/items/{item.pk}/{query}")
    assert 200 == answer.status_code
    return answer.content.decode()


def events(item, action):
    return [
        json.loads(one.detail)
        for one in Event.objects.filter(subject=f"item/{item.pk}", action=action).order_by("seq")
    ]


def test_opening_takes_the_item_and_tells_the_record_what_was_shown(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    assert "放回" in page_of(wang, item)
    assert wang.person.pk == Item.objects.get(pk=item.pk).holder_id
    assert [{"uploads": ["uploads/XX001/奖状.jpg"], "version": 1, "round": 1}] == events(
        item, "item.opened"
    )
    assert 1 == len(events(item, "item.taken"))


def test_each_opening_is_told_once(published, signed_in):
    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    for _ in range(3):
        page_of(wang, item)
    assert 3 == len(events(item, "item.opened"))


def test_the_finding_stands_with_its_values_citation_and_nearest_listed_name(published, signed_in):
    (item,) = published(case("XX001"))
    text = page_of(signed_in("reviewer"), item)
    for part in (
        "发证单位不在附件1认可范围。",
        "A3a",
        "附件1第四条“省辖市党委、政府授予的为准”",
        "名录近似",
    ):
        assert part in text
    assert '<mark><span class="visually-hidden">〔不同：</span>红旗区<span' in text


def test_the_scan_is_told_where_each_finding_points(published, signed_in):
    (item,) = published(case("XX001"))
    scan = signed_in("reviewer").get(f"/items/{item.pk}/").context["scan"]
    assert [{"file": 0, "page": 1, "box": (100, 400, 460, 440), "label": "材料1 p1"}] == scan[
        "blocks"
    ]["f1"]["spots"]
    (page,) = scan["files"][0]["pages"]
    assert (600, 800, f"/applicants/{item.applicant_id}/pages/0/1.jpg") == (
        page["width"],
        page["height"],
        page["src"],
    )


def test_identity_number_and_phone_are_masked_everywhere(published, signed_in):
    leaky = finding("XX001", explanation="身份证号410702197801011234与13803731234不符。", where=())
    (item,) = published(case("XX001", [leaky]))
    text = page_of(signed_in("reviewer"), item)
    assert "410702197801011234" not in text
    assert "13803731234" not in text
    assert "4107**********1234" in text


def test_an_item_of_another_region_is_not_found(published, signed_in):
    (item,) = published(case("XX001", region="辉县市"))
    client = signed_in("reviewer", regions=["新乡县"])
    for path in ("", "history/"):
        assert 404 == client.get(f"/items/{item.pk}/{path}").status_code
    for path in ("take", "heartbeat", "release", "draft", "decide", "reopen"):
        assert 404 == client.post(f"/items/{item.pk}/{path}/").status_code, path
    assert [] == events(item, "item.opened")


def test_an_auditor_looks_and_takes_nothing(published, signed_in):
    (item,) = published(case("XX001"))
    text = page_of(signed_in("auditor"), item)
    assert 'id="decide"' not in text
    assert Item.objects.get(pk=item.pk).holder_id is None
    assert 1 == len(events(item, "item.opened"))


@pytest.mark.parametrize("role", ["operator"])
def test_others_do_not_get_in(published, signed_in, role):
    (item,) = published(case("XX001"))
    assert 403 == signed_in(role).get(f"/items/{item.pk}/").status_code


def test_what_somebody_else_holds_is_shown_with_until_when_and_cannot_be_decided(
    published, signed_in, person
):
    (item,) = published(case("XX001"))
    take(person("li", "reviewer"), item, timezone.now())
    text = page_of(signed_in("reviewer"), item)
    until = timezone.localtime(Item.objects.get(pk=item.pk).lease_until).strftime("%H:%M")
    assert f"li审核员 {until} 起释放" in text
    assert 'id="decide"' not in text
    assert "接手" in text


def test_what_is_fine_is_folded_and_attested_is_called_signed_for(published, signed_in):
    signed = finding(
        "XX001", rule="A4a", result=Result.ATTESTED, explanation="由单位确认。", where=()
    )
    fine = finding("XX001", rule="A4b", result=Result.MATCH, explanation="证书与文件一致。")
    (item,) = published(replace_attested(case("XX001", [finding("XX001"), signed, fine]), "A4a"))
    blocks = signed_in("reviewer").get(f"/items/{item.pk}/").context["blocks"]
    assert [["A3a"], ["A4a", "A4b"]] == [
        [block.rules[0][0] for block in some] for some in (blocks.doubts, blocks.fine)
    ]
    assert "A4a ○ 单位确认" == blocks.fine[0].label


def replace_attested(one, *rules):
    return replace(one, verdict=replace(one.verdict, attested_rules=rules))


def test_what_a_good_claim_waives_stands_below(published, signed_in):
    schooling = finding(
        "XX001",
        rule="H3",
        claim=None,
        explanation="文化程度初中。",
        declared="初中",
        found="",
        where=(),
    )
    (item,) = published(case("XX001", [finding("XX001"), schooling]))
    answer = signed_in("reviewer").get(f"/items/{item.pk}/")
    assert ["H3"] == [block.rules[0][0] for block in answer.context["blocks"].waived]
    assert "若本项不予认可，则还缺：" in answer.content.decode()


def test_one_sentence_of_several_rules_is_one_block(published, signed_in):
    several = [
        finding("XX001", rule=rule, claim=None, explanation="主管部门不同意。", where=())
        for rule in ("G1", "H0", "H1")
    ]
    (item,) = published(case("XX001", several, claims=()))
    (block,) = signed_in("reviewer").get(f"/items/{item.pk}/").context["blocks"].doubts
    assert ["G1", "H0", "H1"] == [rule for rule, _ in block.rules]


def test_a_refused_file_says_why_and_can_be_downloaded(published, signed_in):
    problem = Problem("E-PDF-LOCKED", "PDF已加密，无法打开。", "The PDF is encrypted.")
    upload = Upload(
        "uploads/XX001/密.pdf",
        "XX001",
        Origin.APPLICANT,
        "b" * 64,
        9,
        "application/pdf",
        Admission.REFUSED,
        problem,
    )
    one = case("XX001")
    locked = StoredUpload(
        UploadOutcome(upload, UploadStatus.REFUSED, problem), f"store/bb/{'b' * 64}"
    )
    (item,) = published(replace(one, uploads=(*one.uploads, locked)))
    answer = signed_in("reviewer").get(f"/items/{item.pk}/")
    assert "PDF已加密，无法打开。" == answer.context["scan"]["files"][1]["note"]
    assert f"/applicants/{item.applicant_id}/uploads/1/" in answer.content.decode()


def test_a_patent_without_official_record_can_have_one_entered(published, signed_in):
    one = case("XX001", [finding("XX001", rule="A9")], claims=((1, Result.UNSURE),))
    application = one.dossier.application
    claim = replace(application.claims[0], condition=5, patent_number="ZL202010430096.0")
    dossier = replace(one.dossier, application=replace(application, claims=(claim,)))
    (item,) = published(replace(one, dossier=dossier))
    wanted = f"/applicants/{item.applicant_id}/official/?patent=ZL202010430096.0"
    assert wanted in page_of(signed_in("reviewer"), item)


# Samples: nobody who reviews one is told what the machine made of it.


@pytest.fixture
def sample(published, settings):
    settings.SAMPLE_SHARE = 1
    fine = finding(
        "XX001", result=Result.MATCH, explanation="授予单位在名录内。", found="新乡市人民政府",
        suggestions=("新乡市人民政府",),
    )  # fmt: skip
    derived = finding(
        "XX001",
        rule="A4b",
        result=Result.MATCH,
        explanation="达到级别。",
        found="省辖市级",
        where=(),
    )
    whole = replace(
        passed("XX001"), verdict=replace(passed("XX001").verdict, findings=(fine, derived))
    )
    (item,) = published(whole)
    assert "sample" == item.kind
    return item


TELLING = (
    "授予单位在名录内",
    "达到级别",
    "省辖市级",
    "is not one that",
    "不一致</span>",
    "✕ 不一致",
    "✓ 一致",
    "单位确认",
    "待核",
    "名录近似",
    "sign-match",
    "block-match",
    "读数存疑",
)


def test_a_sample_shows_values_without_results(sample, signed_in):
    text = page_of(signed_in("reviewer"), sample)
    assert [] == [one for one in TELLING if one in text]
    assert "<mark>" not in text
    assert "新乡市红旗区人民政府" in text
    assert "发证单位在认可范围" in text


def test_a_sample_has_no_reason_chosen_beforehand(sample, signed_in):
    answer = signed_in("reviewer").get(f"/items/{sample.pk}/")
    assert not any(one.preselects for one in answer.context["choices"])


def test_a_sample_stays_blind_for_the_second_reviewer_and_opens_once_it_is_closed(
    sample, signed_in, person, now
):
    decide(person("li", "reviewer"), sample.pk, Intent(Choice.ACCEPT, "seen", 1), now)
    second = signed_in("second_reviewer")
    assert [] == [one for one in TELLING if one in page_of(second, sample)]
    decide(second.person, sample.pk, Intent(Choice.ACCEPT, "seen", 2), timezone.now())
    assert "授予单位在名录内" in page_of(second, sample)


# Four eyes: the second reviewer does not see the first decision.


@pytest.fixture
def overruled(published, person, now):
    (item,) = published(case("XX001"))
    intent = Intent(Choice.ACCEPT, "other", 1, text="与省厅电话核实")
    decide(person("first", "reviewer"), item.pk, intent, now)
    return item


def test_a_second_reviewer_sees_nothing_of_the_first_decision(overruled, signed_in):
    second = signed_in("second_reviewer")
    told = second.get(f"/items/{overruled.pk}/history/").content.decode()
    for text in (page_of(second, overruled), told):
        assert "与省厅电话核实" not in text
        assert "first审核员" not in text
    assert "本轮已有他人决定" in page_of(second, overruled)


def test_who_decided_sees_their_own_decision(overruled, signed_in):
    from django.test import Client

    from review.desk.models import Person

    client = Client()
    first = Person.objects.get(username="first")
    client.force_login(first, backend="django.contrib.auth.backends.ModelBackend")
    text = page_of(client, overruled)
    assert "与省厅电话核实" in text
    assert 'id="decide"' not in text


def test_after_their_own_decision_the_second_reviewer_sees_both(overruled, signed_in):
    second = signed_in("second_reviewer")
    decide(second.person, overruled.pk, Intent(Choice.ACCEPT, "seen", 2), timezone.now())
    assert "与省厅电话核实" in page_of(second, overruled)


def test_what_changed_since_the_last_decision_is_shown(published, person, signed_in, now):
    (item,) = published(case("XX001"))
    decide(person("li", "reviewer"), item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    answer = signed_in("reviewer").get(f"/items/{item.pk}/")
    (change,) = answer.context["changes"]
    ((name, before, after),) = change.values
    assert ("A3a", "读到", "红旗", "卫滨") == (
        change.rule,
        name,
        *("".join(part.text for part in parts if part.differs) for parts in (before, after)),
    )


def test_what_was_decided_just_before_is_told_to_who_decided_it_only(
    published, signed_in, person, now
):
    first, second = published(case("XX001"), case("XX002", name="李四"))
    wang, zhao = signed_in("reviewer"), signed_in("reviewer", username="zhao")
    decide(wang.person, first.pk, Intent(Choice.REJECT, "issuer", 1), now)
    assert "已保存：不予认可" in page_of(wang, second, f"?after={first.pk}")
    assert "已保存" not in page_of(zhao, second, f"?after={first.pk}")
    assert "已保存" not in page_of(wang, second, "?after=9999999999999999999999")


def test_the_page_speaks_english_where_somebody_switched(published, signed_in):
    (item,) = published(case("XX001"))
    client = signed_in("reviewer")
    session = client.session
    session["language"] = "en"
    session.save()
    text = page_of(client, item)
    for part in (
        "the issuer is not one that Annex 1 lists.",
        "Issuer in scope",
        "Save and next",
        "1 of 1",
        "Declared",
    ):
        assert part in text
    assert "保存并下一件" not in text


def test_opening_an_item_reads_no_list_of_the_whole_batch(published, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    (item,) = published(case("XX001"))
    wang = signed_in("reviewer")
    page_of(wang, item)
    with CaptureQueriesContext(connection) as queries:
        page_of(wang, item)
    assert [] == [one["sql"] for one in queries if '"desk_batch"."content"' in one["sql"]]


def test_what_a_claim_would_waive_stands_last_among_the_doubts(published, signed_in):
    findings = [
        finding("XX001", rule=rule, claim=None, explanation=f"{rule}。", where=())
        for rule in ("H3", "P2")
    ]
    (item,) = published(case("XX001", findings, claims=()))
    blocks = signed_in("reviewer").get(f"/items/{item.pk}/").context["blocks"]
    assert ["P2", "H3"] == [block.rules[0][0] for block in blocks.doubts]
