"""While a typed-in result is being checked, nothing that rests on it is stamped or handed out."""

import datetime as dt
import io
import secrets
import shutil

import pytest
from django.utils import timezone
from PIL import Image

from evidence.batch_names import REFUSED_SUFFIX
from evidence.findings import Outcome
from review.desk.case.official_entries import enter_official
from review.desk.case.pending_results import LATE
from review.desk.case.screenshots import checked_screenshot
from review.desk.case.trays import folder_name
from review.desk.models import Applicant, Item
from tests.review.desk.case.records import record

ROSTERS = "/rosters/xinxiang-2024-001/"
PENDING = "人的官方结果正在核验"


@pytest.fixture
def applicant(publish_batch, patent_case, settings):
    """One applicant with a patent whom the machine passed: the lists are ready."""
    settings.SAMPLE_SHARE = 0
    publish_batch([patent_case("XX001", outcome=Outcome.PASS, claims=())])
    Item.objects.all().delete()
    Applicant.objects.update(standing="pass")
    return Applicant.objects.get()


@pytest.fixture
def open_item(publish_batch, patent_case):
    publish_batch([patent_case("XX001")])
    return Item.objects.get()


@pytest.fixture
def enter(person, inbox, django_capture_on_commit_callbacks):
    """Types a result in for an applicant, so long ago: `enter(applicant, minutes=16)`."""
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(picture, "PNG")

    def make(applicant, *, minutes=0, number="ZL202010430096.0"):
        now = timezone.now() - dt.timedelta(minutes=minutes)
        with django_capture_on_commit_callbacks(execute=True):
            return enter_official(
                person("sun", "operator", display_name="孙录入"),
                applicant,
                record(number),
                checked_screenshot(picture.getvalue()),
                inbox=inbox,
                folder=folder_name(now, secrets.token_hex(6)),
                now=now,
            )

    return make


def page(client, address, status=200):
    answer = client.get(address)
    assert status == answer.status_code
    return answer.content.decode()


def test_the_lists_wait_for_a_result_that_is_being_checked(
    applicant, enter, inbox, signed_in, publish_batch, patent_case
):
    client = signed_in("operator")
    assert "可以盖章" in page(client, ROSTERS)
    entry = enter(applicant)
    for step in (lambda: None, lambda: shutil.rmtree(inbox / "_official" / entry.folder)):
        step()
        for address in ("/rosters/", ROSTERS):
            text = page(client, address)
            assert "可以盖章</span>" not in text
            assert f"1 {PENDING}" in text
        assert "草稿　不得盖章" in page(client, ROSTERS)
        refused = page(client, f"{ROSTERS}pass.xlsx", 409)
        assert "E-DESK-PENDING" in refused
        assert "E-DESK-UNDECIDED" not in refused
        for part in ("XX001", "张三", "ZL 2020 1 0430096.0", "孙录入"):
            assert part in refused
    publish_batch([patent_case("XX001", outcome=Outcome.PASS, claims=(), records=[record()])])
    assert PENDING not in page(client, ROSTERS)


def test_a_refused_result_keeps_nothing_back(applicant, enter, inbox, signed_in):
    entry = enter(applicant)
    (inbox / "_official" / f"{entry.folder}{REFUSED_SUFFIX}").write_text("E-X\n错\nwrong\n")
    assert "可以盖章" in page(signed_in("operator"), ROSTERS)


def test_a_result_that_no_claim_names_keeps_nothing_back(applicant, enter, signed_in):
    enter(applicant, number="ZL201920430096.7")
    assert "可以盖章" in page(signed_in("operator"), ROSTERS)


def test_the_item_says_first_that_a_result_is_being_checked(open_item, enter, signed_in):
    client = signed_in("reviewer")
    address = f"/items/{open_item.pk}/"
    assert "官方结果正在核验" not in page(client, address)
    enter(open_item.applicant)
    text = page(client, address)
    assert "官方结果正在核验，请稍候再决定" in text
    assert "15 分钟" not in text
    client.post("/language/", {"language": "en"})
    assert "An official result is being checked; wait before you decide" in page(client, address)


def test_such_an_item_is_passed_over_until_the_result_is_late(open_item, enter, signed_in):
    client = signed_in("reviewer")
    entry = enter(open_item.applicant)
    assert "/queue/?" == client.post("/queue/next/", {"in": ""})["Location"]
    text = page(client, "/queue/?")
    assert "1件待处理，其中0件他人正在处理，1件的官方结果正在核验，0件须由其他人" in text
    assert entry.at > timezone.now() - LATE


def test_a_late_result_is_told_and_its_item_handed_out_but_nothing_stamped(
    open_item, enter, signed_in
):
    enter(open_item.applicant, minutes=16)
    client = signed_in("reviewer")
    taken = client.post("/queue/next/", {"in": ""})["Location"]
    assert taken.startswith(f"/items/{open_item.pk}/")
    assert "已超过 15 分钟" in page(client, taken)
    Applicant.objects.update(standing="on_site")
    assert "E-DESK-PENDING" in page(client, f"{ROSTERS}pass.xlsx", 409)


def test_saving_a_decision_goes_past_items_whose_result_is_being_checked(
    publish_batch, patent_case, enter, signed_in
):
    publish_batch([patent_case(f"XX00{n}") for n in (1, 2, 3)])
    first, second, third = Item.objects.order_by("pk")
    enter(second.applicant)
    client = signed_in("reviewer")
    page(client, f"/items/{first.pk}/")
    written = {"choice": "reject", "reason": "issuer", "version": "1", "in": ""}
    following = client.post(f"/items/{first.pk}/decide/", written)["Location"]
    assert following.startswith(f"/items/{third.pk}/")
