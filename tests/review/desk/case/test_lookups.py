import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from review.desk.models import Applicant, Event, OfficialEntry
from tests.review.desk.conftest import NOW

OTHER = "ZL202218657043.2"


def page(client):
    return client.get(reverse("lookups")).content.decode()


def rows(client):
    answer = client.get(reverse("lookups-csv"))
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_number_is_listed_as_printed_and_as_each_site_takes_it(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch([patent_case("XX001")], [lookup("XX001")])
    shown = page(client)
    for part in (
        "ZL 2020 1 0430096.0",
        'data-copy="2020104300960"',
        'data-copy="CN202010430096"',
        'data-copy="CN111472379B"',
        "尚无国家知识产权局官方网站的检索结果",
        "张三",
    ):
        assert part in shown
    applicant = Applicant.objects.get()
    assert f"{reverse('official', args=[applicant.pk])}?patent=ZL202010430096.0" in shown


def test_a_number_of_several_batches_is_listed_once_with_all_who_claim_it(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch(
        [patent_case("XX001", name="张三")], [lookup("XX001", reason="旧的原因。")], key="a"
    )
    publish_batch(
        [patent_case("XX001", name="李四")],
        [lookup("XX001", reason="新的原因。")],
        key="b",
        at=NOW + dt.timedelta(days=1),
    )
    shown = page(client)
    assert 1 == shown.count('<b class="number">ZL 2020 1 0430096.0</b>')
    assert "张三" in shown
    assert "李四" in shown
    assert "新的原因" in shown
    assert "旧的原因" not in shown


def test_a_number_with_and_without_its_check_digit_is_one(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch(
        [patent_case("XX001"), patent_case("XX002")],
        [lookup("XX001"), lookup("XX002", number="ZL202010430096")],
    )
    assert 1 == len(rows(client))
    assert "XX001;XX002" == rows(client)[0]["申报编号"]


def test_a_number_is_seen_only_for_applicants_of_ones_own_region(
    signed_in, publish_batch, patent_case, lookup, inbox
):
    publish_batch(
        [patent_case("XX001", region="辉县市", name="张三"),
         patent_case("XX002", region="新乡县", name="李四")],
        [lookup("XX001", "XX002"), lookup("XX002", number=OTHER)],
    )  # fmt: skip
    client = signed_in("reviewer", regions=["辉县市"])
    shown = page(client)
    assert "张三" in shown
    assert "李四" not in shown
    assert "XX002" not in shown
    assert ["XX001"] == [row["申报编号"] for row in rows(client)]


def test_the_file_is_an_attachment_for_excel_and_its_export_is_noted(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch([patent_case("XX001")], [lookup("XX001")])
    answer = client.get(reverse("lookups-csv"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "wang" == Event.objects.get(action="export.lookups").actor


@pytest.fixture
def entered(client, publish_batch, patent_case, lookup, inbox):
    """A result that was typed in for the number looked up, in the afternoon."""
    from review.desk.case.official_entries import enter_official
    from review.desk.case.screenshots import Screenshot
    from review.desk.case.trays import results_tray
    from tests.review.desk.case.records import record

    publish_batch([patent_case("XX001")], [lookup("XX001")])
    folder = "20240408150000-0123456789ab"
    enter_official(
        client.person, Applicant.objects.get(), record(),
        Screenshot(b"png", "screenshot.png", "0" * 64),
        inbox=inbox, folder=folder, now=NOW + dt.timedelta(hours=6),
    )  # fmt: skip
    results_tray(inbox).hand_over(folder)
    return inbox / "_official" / folder


def test_a_result_typed_in_stands_beside_its_number_until_it_is_checked(client, entered):
    assert 2 == page(client).count("已交核验，通常一两分钟后自动更新")


def taken(folder):
    import shutil

    shutil.rmtree(folder)


def test_a_result_that_was_taken_is_being_checked(client, entered):
    taken(entered)
    assert 2 == page(client).count("正在重新核验")


def test_a_number_that_was_settled_is_listed_no_more(client, entered, publish_batch, patent_case):
    taken(entered)
    publish_batch([patent_case("XX001")], at=NOW + dt.timedelta(hours=7))
    shown = page(client)
    assert "没有要查询的专利号" in shown
    assert "已核验" in shown


def test_a_result_that_settles_nothing_says_so(client, entered, publish_batch, patent_case, lookup):
    taken(entered)
    publish_batch(
        [patent_case("XX001")],
        [lookup("XX001", reason="两次检索结果不一致。")],
        at=NOW + dt.timedelta(hours=7),
    )
    assert 2 == page(client).count("已核验，但仍需查询，见原因")


def test_typed_in_results_of_another_region_are_not_listed(signed_in, entered):
    Applicant.objects.update(region="辉县市")
    shown = page(signed_in("reviewer", username="zhao", regions=["新乡县"]))
    assert "还没有人录入过结果" in shown
    assert OfficialEntry.objects.exists()


def test_the_age_is_counted_from_the_day_the_batch_was_received(
    client, publish_batch, patent_case, lookup, inbox
):
    received = dt.datetime.now(dt.UTC) - dt.timedelta(days=9, hours=1)
    publish_batch([patent_case("XX001")], [lookup("XX001")], received_at=received)
    assert '<b class="number">9</b>' in page(client)


def test_applicants_who_are_gone_are_not_waited_for(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch([patent_case("XX001")], [lookup("XX001")])
    Applicant.objects.update(gone=True)
    assert "没有要查询的专利号" in page(client)


def sections(client, **query):
    shown = client.get(reverse("lookups"), query).content.decode()
    return {
        key: part.split("</section>")[0]
        for key, part in (one.split('"', 1) for one in shown.split('aria-labelledby="group-')[1:])
    }


def test_numbers_are_grouped_by_type_and_those_to_clear_up_come_last(
    client, publish_batch, patent_case, lookup, inbox
):
    cases = [patent_case(f"XX00{number}") for number in range(4)]
    wanted = ["ZL202010430096.7", "ZL202030469320.8", "ZL202022432527.5", "ZL201610158350.X"]
    publish_batch(cases, [lookup(f"XX00{n}", number=one) for n, one in enumerate(wanted)])
    found = sections(client)
    assert ["invention", "utility_model", "design", "to_clear_up"] == list(found)
    assert 'data-copy="201610158350X"' in found["invention"]
    assert "ZL 2020 1 0430096.7" in found["to_clear_up"]


def test_a_wrong_number_neither_hides_the_right_one_nor_is_offered_to_a_search_box(
    client, publish_batch, patent_case, lookup, inbox
):
    cases = [patent_case("XX001"), patent_case("XX002")]
    wrong = lookup("XX002", number="ZL202010430096.7", grant_number="")
    publish_batch(cases, [lookup("XX001"), wrong])
    found = sections(client)
    assert "ZL 2020 1 0430096.0" in found["invention"]
    assert "ZL 2020 1 0430096.7" in found["to_clear_up"]
    assert "data-copy" not in found["to_clear_up"]


def test_a_long_list_has_pages_and_no_number_is_lost_between_them(
    client, publish_batch, patent_case, lookup, inbox, monkeypatch
):
    monkeypatch.setattr("review.desk.case.lookups_shown.PAGE", 2)
    numbers = [
        "ZL202010430096.0",
        "ZL201610158350.X",
        OTHER,
        "ZL202022432527.5",
        "ZL202030469320.8",
    ]
    cases = [patent_case(f"XX00{number}") for number in range(5)]
    publish_batch(cases, [lookup(f"XX00{n}", number=one) for n, one in enumerate(numbers)])
    pages = [sections(client, page=number) for number in (1, 2, 3)]
    assert [["invention"], ["invention", "utility_model"], ["design"]] == [list(p) for p in pages]
    assert 5 == sum(part.count("录入结果</a>") for page in pages for part in page.values())
    assert '<span class="quiet number">3</span>' in pages[0]["invention"]
    assert "?page=2" in page(client)


def test_what_was_typed_in_and_is_being_checked_is_apart(client, entered):
    assert ["waiting"] == list(sections(client))


def test_a_batch_is_looked_at_alone(client, publish_batch, patent_case, lookup, inbox):
    publish_batch([patent_case("XX001", name="张三")], [lookup("XX001")], key="a")
    publish_batch([patent_case("XX002")], [lookup("XX002", number=OTHER)], key="b")
    shown = client.get(reverse("lookups"), {"batch": "b"}).content.decode()
    assert "ZL 2022 1 8657043.2" in shown
    assert "ZL 2020 1 0430096.0" not in shown
    assert f"{reverse('lookups-csv')}?batch=b" in shown
    answer = client.get(reverse("lookups-csv"), {"batch": "b"})
    listed = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(OTHER, "b")] == [(row["专利号"], row["批次"]) for row in listed]


@pytest.mark.parametrize("name", ["lookups", "lookups-csv", "lookups-xlsx"])
@pytest.mark.parametrize("batch", ["nowhere", "a\x00b", "\x1b"])
def test_a_batch_that_is_not_there_is_not_found(client, inbox, name, batch):
    assert 404 == client.get(reverse(name), {"batch": batch}).status_code


def test_the_reason_is_told_in_the_language_of_the_page(
    client, publish_batch, patent_case, lookup, inbox
):
    publish_batch([patent_case("XX001")], [lookup("XX001", reason_en="There is no result yet.")])
    assert "There is no result yet." not in page(client)
    client.post("/language/", {"language": "en"})
    assert "There is no result yet." in page(client)


def test_addresses_are_text_and_never_links(client, publish_batch, patent_case, lookup, inbox):
    publish_batch([patent_case("XX001")], [lookup("XX001")])
    shown = page(client)
    assert 'data-copy="http://epub.cnipa.gov.cn/patent/CN111472379B"' in shown
    assert "https://pss-system.cponline.cnipa.gov.cn/conventionalSearch" in shown
    assert 'href="http' not in shown


def test_the_workbook_holds_the_same_numbers_and_its_export_is_noted(
    client, publish_batch, patent_case, lookup, inbox
):
    from openpyxl import load_workbook

    publish_batch([patent_case("XX001")], [lookup("XX001")])
    answer = client.get(reverse("lookups-xlsx"))
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert ["2020104300960"] == [cell.value for cell in sheet["E"]][1:]
    assert "xlsx" in Event.objects.get(action="export.lookups").detail


def test_an_operator_works_from_the_list_without_links_to_cases(
    signed_in, publish_batch, patent_case, lookup, inbox
):
    publish_batch([patent_case("XX001")], [lookup("XX001")])
    shown = page(signed_in("operator"))
    assert reverse("applicant", args=[Applicant.objects.get().pk]) + '"' not in shown
    assert "录入结果" in shown


def test_a_long_list_costs_the_same_queries(
    client, publish_batch, patent_case, lookup, inbox, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    publish_batch([patent_case("XX001")], [lookup("XX001")])
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    most = len(few)
    cases = [patent_case(f"XX{number:03}") for number in range(2, 30)]
    wanted = [
        lookup(one.dossier.id, number=f"ZL2020104{number:05}") for number, one in enumerate(cases)
    ]
    publish_batch(cases, wanted, key="long")
    page(client)
    with django_assert_max_num_queries(most):
        page(client)
