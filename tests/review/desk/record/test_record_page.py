import datetime as dt
import re

import pytest
from django.db import transaction
from django.utils import timezone

from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.models import Event, Item
from review.desk.models.decisions import Choice
from review.desk.record.chain import append_event
from tests.review.desk.cases import case

pytestmark = pytest.mark.django_db
SEQ = re.compile(r'<td class="number">(\d+)</td>')


def tell(action="item.opened", actor="li", subject="", at=None, **values):
    with transaction.atomic():
        return append_event(action, actor, subject, at=at, **values)


def shown(client, query=""):
    return client.get(f"/record/?{query}").content.decode()


def numbers(page):
    return [int(one) for one in SEQ.findall(page)]


def link(name, page):
    return re.search(rf'href="/record/\?({name}=\d+)"', page)[1]


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor", username="audit")


@pytest.fixture
def decided(published, person, now):
    item, other = published(case("XX001"), case("XX002", name="李四"))
    li = person("li", "reviewer", display_name="李强")
    take(li, item, now)
    decide(li, item.pk, Intent(Choice.REJECT, "issuer", 1, text="红旗区不是省辖市"), now)
    return item, other


def test_the_newest_stands_first_in_a_sentence_with_who_and_what(auditor, decided):
    page = shown(auditor)
    summaries = re.findall(r"<summary>(.*?)</summary>", page)
    assert [
        "作出决定：审核 · 不予认可（发证单位不在认可范围；红旗区不是省辖市）",
        "领取事项",
    ] == summaries[:2]
    assert summaries[2].startswith("发布核验结果：申报人 2 名")
    assert "李强（li）" in page
    assert f"事项 {decided[0].pk} 张三（XX001）" in page
    assert "核验流水线" in page


def test_the_page_speaks_english(auditor, decided):
    auditor.post("/language/", {"language": "en"})
    page = shown(auditor)
    assert "decided: Review · Not accepted (" in page.replace("（", "(") or ("Not accepted" in page)
    assert "took the item" in page
    assert "who did what, when, to which item" in page


def test_an_action_that_has_no_sentence_is_shown_by_its_name(auditor):
    tell("future.thing", detail={"what": "new"})
    page = shown(auditor)
    assert "<summary>future.thing</summary>" in page
    assert "<dt>what</dt><dd>new</dd>" in page


def test_a_detail_of_another_form_does_not_break_the_page(auditor):
    tell("item.decided", subject="decision/999", detail={"choice": 7})
    tell("personal.revealed", detail={"fields": 3})
    assert 2 == len(numbers(shown(auditor)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("person=li", ["item.taken", "item.decided"]),
        ("action=item.taken", ["item.taken"]),
        ("person=heyan", ["batch.published"]),
        ("batch=xinxiang-2024-001", ["batch.published", "item.taken", "item.decided"]),
        ("applicant=XX001", ["item.taken", "item.decided"]),
        ("applicant=XX002", []),
        ("applicant=nobody", []),
        ("person=li&action=item.decided", ["item.decided"]),
        ("subject=batch/xinxiang-2024-001", ["batch.published"]),
        ("since=2024-04-08&until=2024-04-08", ["batch.published", "item.taken", "item.decided"]),
        ("since=2024-04-09", []),
        ("until=2024-04-07", []),
        ("since=not-a-day", ["batch.published", "item.taken", "item.decided"]),
        ("since=2024-02-31", ["batch.published", "item.taken", "item.decided"]),
    ],
)
def test_each_filter_lets_through_what_it_says(auditor, decided, query, expected):
    found = Event.objects.filter(seq__in=numbers(shown(auditor, query))).order_by("seq")
    assert expected == list(found.values_list("action", flat=True))


def test_an_items_events_are_found_with_its_decisions(auditor, decided):
    page = shown(auditor, f"subject=item/{decided[0].pk}")
    assert {"item.taken", "item.decided"} == set(
        Event.objects.filter(seq__in=numbers(page)).values_list("action", flat=True)
    )


def test_who_was_not_signed_in_can_be_asked_for(auditor):
    tell("login.failed", actor="", detail={"address": "10.0.0.6"})
    tell("login", actor="li", detail={"address": "10.0.0.7"})
    page = shown(auditor, "person=-")
    assert "登录未成功（密码不正确）：来自 10.0.0.6" in page
    assert "10.0.0.7" not in page


def test_pages_go_back_and_forth_without_loss_while_events_come(auditor):
    for _ in range(120):
        tell()
    first = shown(auditor)
    assert list(range(120, 70, -1)) == numbers(first)
    tell()
    second = shown(auditor, link("before", first))
    assert list(range(70, 20, -1)) == numbers(second)
    third = shown(auditor, link("before", second))
    assert list(range(20, 0, -1)) == numbers(third)
    assert 'href="/record/?before=' not in third
    back = shown(auditor, link("after", third))
    assert list(range(70, 20, -1)) == numbers(back)
    newest = shown(auditor, link("after", back))
    assert list(range(120, 70, -1)) == numbers(newest)


@pytest.mark.parametrize(
    "query",
    ["before=x", "after=-1", "before=", f"after={'9' * 40}", f"before={'9' * 40}", "before=٣"]
    + [f"{name}=%00" for name in ("person", "action", "subject", "applicant", "batch", "since")]
    + [f"subject=item/{'9' * 18}", "since=9999-12-31", "until=9999-12-31", "since=0001-01-01"],
)
def test_a_question_that_makes_no_sense_is_no_error(auditor, query):
    tell()
    assert 200 == auditor.get(f"/record/?{query}").status_code


def test_the_days_are_those_of_the_desk_and_exact_though_times_are_a_little_out_of_order(auditor):
    midnight = timezone.make_aware(dt.datetime(2024, 4, 9))
    second = dt.timedelta(seconds=1)
    moments = [-3600 * 30, -40, 20, -10, 0, -1, 30, 3600 * 23, 86399, 86400, 86000, 90000]
    for moment in moments:
        tell(at=midnight + moment * second)
    within = numbers(shown(auditor, "since=2024-04-09&until=2024-04-09"))
    wanted = [n for n, moment in enumerate(moments, 1) if 0 <= moment < 86400]
    assert wanted[::-1] == within


def test_days_are_found_by_few_looks_into_a_long_record(auditor, django_assert_max_num_queries):
    from review.desk.record.filters import RecordFilter

    start = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)
    for hour in range(400):
        tell(at=start + dt.timedelta(hours=hour))
    day = dt.date(2024, 4, 9)
    with django_assert_max_num_queries(25):
        found = RecordFilter(since=day, until=day).events().order_by("seq")
        assert 24 == len(found)


def test_numbers_of_people_are_hidden_in_details(auditor):
    tell(
        "item.corrected",
        subject="correction/9",
        detail={
            "field": "id_number",
            "read": "410702197801011234",
            "corrected": "41070219780101123X",
            "note": ["电话13803731234", "e3" + "1" * 62],
        },
    )
    page = shown(auditor)
    for number in ("410702197801011234", "41070219780101123X", "13803731234"):
        assert number not in page
    assert "（编号略）" in page
    assert "e3" + "1" * 62 in page


def test_what_applicants_wrote_is_shown_and_not_run(auditor):
    tell("item.reopened", detail={"why": "<script>alert(1)</script>"})
    page = shown(auditor)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_may_review_second_does_not_read_the_first_decision_here(
    signed_in, published, person, now
):
    (item,) = published(case("XX001"))
    decide(person("li", "reviewer"), item.pk, Intent(Choice.ACCEPT, "misread", 1), now)
    both = signed_in("second_reviewer", "auditor", username="both")
    page = shown(both)
    assert "您复核前不显示" in page
    assert "misread" not in page
    assert "认可" not in page.split("<tbody>")[1].split("<details>")[1].split("</summary>")[0]
    export = b"".join(both.get("/record/export.jsonl").streaming_content).decode()
    assert "misread" not in export
    decide(both.person, item.pk, Intent(Choice.ACCEPT, "misread", 2), now)
    assert "misread" in shown(both)
    assert "misread" in shown(signed_in("auditor", username="audit"))


def test_an_account_bound_to_places_does_not_see_the_record(signed_in):
    client = signed_in("auditor", regions=["辉县市"])
    assert [403] * 4 == [
        client.get("/record/").status_code,
        client.get("/record/export.csv").status_code,
        client.get("/record/export.jsonl").status_code,
        client.post("/record/verify/").status_code,
    ]


def test_a_number_that_no_applicant_has_is_said_to_be_one(auditor):
    assert "没有申报编号为 XX404" in re.sub(r"\s+", " ", shown(auditor, "applicant=XX404"))


def test_the_filter_stays_in_its_fields_and_in_the_links(auditor, decided):
    page = shown(auditor, "person=li&since=2024-04-01")
    assert '<option value="li" selected>' in page
    assert 'value="2024-04-01"' in page
    assert "/record/export.csv?person=li&amp;since=2024-04-01" in page


def test_every_event_of_the_desks_own_code_has_a_sentence():
    from pathlib import Path

    import review.desk
    from review.desk.record.sentences import TELLINGS

    told = re.compile(r'(?:append_event|Entry)\(\s*"([a-z_.]+)"')
    (folder,) = review.desk.__path__
    found = {
        action for file in Path(folder).rglob("*.py") for action in told.findall(file.read_text())
    }
    assert {"login", "person.changed"} <= found
    assert set() == found - set(TELLINGS)


def test_the_items_row_leads_to_the_item_and_to_its_own_record(auditor, decided):
    page = shown(auditor)
    assert f"/record/?subject=item/{decided[0].pk}" in page
    assert Item.objects.get(pk=decided[0].pk).state == "closed"
