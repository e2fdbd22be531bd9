import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from evidence.findings import Result
from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.models import Item
from review.desk.models.decisions import Choice
from review.desk.queue.paging import PAGE
from tests.review.desk.cases import case, finding


def rows(client, query=""):
    """The rows of the page as texts, and the page."""
    page = client.get(f"/queue/?{quote(query, safe='=&')}").content.decode()
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    return [_text(row) for row in body.split("<tr")[1:]], page


def _text(html):
    return " ".join(re.sub(r"<[^>]*>", " ", "<" + html).split())


def test_a_row_says_what_why_whose_and_since_when(published, signed_in):
    published(case("XX001", region="辉县市"), at=timezone.now() - dt.timedelta(days=3))
    (row,), _ = rows(signed_in("reviewer"))
    assert (
        "✕ 不一致 A3a 发证单位在认可范围 发证单位不在附件1认可范围。 张三 XX001 市公路管理局 辉县市 "
        "(四)6(1) 第1项 审核 3 天"
    ) == row


def test_a_row_in_english(published, signed_in):
    published(case("XX001"), at=timezone.now() - dt.timedelta(hours=5))
    client = signed_in("reviewer")
    session = client.session
    session["language"] = "en"
    session.save()
    (row,), page = rows(client)
    assert row.startswith(
        "✕ mismatch A3a Issuer in scope The issuer is not one that Annex 1 lists."
    )
    assert row.endswith("(四)6(1) claim 1 Review 5 h")
    assert "Next item" in page
    assert "Items 1–1 of 1" in page


def test_identity_and_phone_numbers_are_not_on_the_page(published, signed_in):
    published(case("XX001"))
    _, page = rows(signed_in("reviewer"), "q=XX001")
    assert "XX001" in page
    assert "410702197801011234" not in page
    assert "13803731234" not in page


def test_who_holds_an_item_is_shown_until_the_lease_ends(published, signed_in, person, now):
    mine, theirs, ended = published(case("XX001"), case("XX002"), case("XX003"))
    client, li = signed_in("reviewer"), person("li", "reviewer", display_name="李审核员")
    now = timezone.now()
    take(client.person, mine, now)
    take(li, theirs, now)
    take(li, ended, now - dt.timedelta(minutes=30))
    until = timezone.localtime(now + dt.timedelta(minutes=15)).strftime("%H:%M")
    found, _ = rows(client)
    assert found[0].endswith(f"我 至 {until}")
    assert found[1].endswith(f"李审核员 至 {until}")
    assert "李审核员" not in found[2]


def test_changed_evidence_is_marked(published, signed_in, now):
    (item,) = published(case("XX001"))
    client = signed_in("reviewer")
    decide(client.person, item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    (row,), _ = rows(client)
    assert row.startswith("✕ 不一致 证据已变")


def test_a_waiting_item_shows_its_day_and_is_open_again_after_it(published, signed_in):
    today, late = published(case("XX001"), case("XX002"))
    for item, days in ((today, 0), (late, -1)):
        due = timezone.localdate() + dt.timedelta(days=days)
        Item.objects.filter(pk=item.pk).update(state="waiting", due=due)
    client = signed_in("reviewer")
    (waiting,), _ = rows(client, "state=waiting")
    assert "XX001" in waiting
    assert f"截止 {timezone.localdate():%m-%d}" in waiting
    (woken,), _ = rows(client)
    assert "XX002" in woken


def test_a_decided_item_shows_the_decision_and_its_day(published, signed_in, now):
    (item,) = published(case("XX001"))
    client = signed_in("reviewer")
    decide(client.person, item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    (row,), _ = rows(client, "state=closed")
    assert "不予认可" in row
    assert "决定 04-08" in row


def test_the_second_reviewer_does_not_read_the_first_decision_here(
    published, signed_in, person, now
):
    (item,) = published(case("XX001"))
    first = person("li", "reviewer", display_name="李审核员")
    decide(first, item.pk, Intent(Choice.ACCEPT, "original", 1), now)
    (row,), _ = rows(signed_in("second_reviewer"))
    assert "复核" in row
    assert "认可 " not in row.replace("认可范围", "")
    assert "李审核员" not in row


def test_a_row_leads_to_its_item_and_back_to_this_filter(published, signed_in):
    (item,) = published(case("XX001"))
    _, page = rows(signed_in("reviewer"), "rule=A3a&sort=unit")
    assert f'href="/items/{item.pk}/?in=rule%3DA3a%26sort%3Dunit"' in page


def test_a_row_that_is_here_for_another_rule_than_its_first_says_so(published, signed_in):
    published(case("XX001", [finding("XX001"), finding("XX001", "A4b", result=Result.UNSURE)]))
    client = signed_in("reviewer")
    assert "另有 A4b" in rows(client, "rule=A4b")[0][0]
    assert "另有" not in rows(client, "rule=A3a")[0][0]


def test_a_county_sees_nothing_of_others_on_the_page(published, signed_in):
    published(case("XX001", region="辉县市"), case("XX002", region="市直", unit="市档案馆"))
    found, page = rows(signed_in("reviewer", regions=["辉县市"]), "q=XX002")
    assert [] == found
    assert "市档案馆" not in page
    assert "市直" not in page


@pytest.mark.parametrize("role", ["auditor", "administrator", "second_reviewer"])
def test_whoever_may_view_items_sees_the_queue(published, signed_in, role):
    published(case("XX001"))
    assert 1 == len(rows(signed_in(role))[0])


def test_an_operator_does_not(signed_in):
    assert 403 == signed_in("operator").get("/queue/").status_code


def test_an_auditor_is_not_offered_the_next_item(published, signed_in):
    published(case("XX001"))
    assert "取下一件" not in rows(signed_in("auditor"))[1]
    assert "取下一件" in rows(signed_in("reviewer", username="li"))[1]


def test_pages_of_fifty_meet_without_gap_or_repetition(many, signed_in):
    numbers = many(2 * PAGE + 1)
    client = signed_in("reviewer")
    shown = []
    for page in (1, 2, 3):
        found, _ = rows(client, f"page={page}")
        shown.append([re.search(r"XX\d+", row)[0] for row in found])
    assert [PAGE, PAGE, 1] == [len(page) for page in shown]
    assert numbers == [number for page in shown for number in page]


def test_pages_in_reverse_meet_as_well(many, signed_in):
    numbers = many(2 * PAGE + 1)
    client = signed_in("reviewer")
    shown = [
        re.search(r"XX\d+", row)[0]
        for page in (1, 2, 3)
        for row in rows(client, f"sort=-age&page={page}")[0]
    ]
    assert numbers[::-1] == shown


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 1), ("-3", 1), ("x", 1), ("2", 2), ("3", 2), ("9" * 30, 1), ("²", 1)]
)
def test_a_page_that_there_is_not_shows_the_nearest(many, signed_in, asked, shown):
    many(PAGE + 1)
    assert f"第 {shown} / 2 页" in rows(signed_in("reviewer"), f"page={asked}")[1]


def test_a_page_takes_as_many_queries_with_one_item_as_with_fifty(
    many, signed_in, django_assert_num_queries
):
    client = signed_in("reviewer")
    many(1)
    rows(client)
    with django_assert_num_queries(_QUERIES):
        assert 1 == len(rows(client)[0])
    numbers = many(PAGE)
    held = Item.objects.filter(number__in=numbers)
    held.update(holder=client.person, lease_until=timezone.now() + dt.timedelta(minutes=5))
    with django_assert_num_queries(_QUERIES):
        assert PAGE == len(rows(client)[0])


_QUERIES = 10
"""Session and person; what is due; counts, places, rule names twice, ids, rows, saved filters."""


def test_the_sorted_column_says_so_and_turns(published, signed_in):
    published(case("XX001"))
    client = signed_in("reviewer")
    page = rows(client)[1]
    # Oldest first: the column shows ages.
    assert re.search(r'aria-sort="descending"><a href="\?sort=-age">进入队列', page)
    page = rows(client, "sort=-unit")[1]
    assert re.search(r'aria-sort="descending"><a href="\?sort=unit">单位', page)
    assert 1 == page.count("aria-sort")


def test_an_empty_queue_says_where_items_come_from(db, signed_in):
    page = rows(signed_in("reviewer"))[1]
    assert "还没有事项" in page
    assert 'href="/batches/"' in page


def test_a_filter_without_items_offers_to_clear_it(published, signed_in):
    published(case("XX001"))
    page = rows(signed_in("reviewer"), "rule=H66")[1]
    assert "没有符合条件的事项" in page
    assert "清除筛选 (1)" in page


def test_what_is_found_in_another_state_is_offered(published, signed_in, now):
    (item,) = published(case("XX001"))
    client = signed_in("reviewer")
    decide(client.person, item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    page = rows(client, "q=张三")[1]
    assert re.search(r'<a href="\?state=closed&amp;q=[^"]*">已决定 <span class="number">1<', page)
    assert "待处理的事项都已处理完" in rows(client)[1]


def test_an_identity_number_is_taken_out_of_the_address_and_the_person_told(db, signed_in):
    client = signed_in("reviewer")
    answer = client.get("/queue/?q=11010519491231002X&rule=A4b")
    assert (302, "/queue/?rule=A4b") == (answer.status_code, answer["Location"])
    assert "不能用身份证号或手机号检索" in client.get(answer["Location"]).content.decode()


def test_units_are_those_of_the_chosen_region(published, signed_in):
    published(
        case("XX001", unit="市档案馆", region="市直"),
        case("XX002", unit="辉县一中", region="辉县市"),
    )
    client = signed_in("reviewer")
    options = 'value="市档案馆"', 'value="辉县一中"'
    assert [True, True] == [one in rows(client)[1] for one in options]
    assert [False, True] == [one in rows(client, "region=辉县市")[1] for one in options]


def test_choices_carry_what_they_would_show(published, signed_in):
    published(case("XX001"), case("XX002", [finding("XX002", "A4b", result=Result.UNSURE)]))
    page = rows(signed_in("reviewer"))[1]
    assert "A4b 证书与文件一致 (1)" in page
    assert "审核 (2)" in page
    assert "? 待核 (1)" in page
