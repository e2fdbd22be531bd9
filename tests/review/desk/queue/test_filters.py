import datetime as dt

import pytest

from evidence.findings import Result
from review.desk.flow.deciding import Intent, decide
from review.desk.flow.leases import take
from review.desk.models import Item
from review.desk.models.decisions import Choice
from review.desk.queue.filters import LONGEST, QueueFilter, is_personal_number
from tests.review.desk.cases import case, finding, passed
from tests.review.desk.conftest import NOW

REVIEWER = "reviewer"


@pytest.fixture
def reviewer(person):
    return person("wang", REVIEWER)


def numbers(query, person, now=NOW):
    return [item.number for item in QueueFilter.of(query).items(person, now)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "batch=b-1",
        "unit=%E5%B8%82%E5%B1%80&region=%E8%BE%89%E5%8E%BF%E5%B8%82",
        "rule=A4b&kind=claim&stage=second&result=unsure",
        "state=closed&older=7&mine=held",
        "q=%E5%BC%A0%E4%B8%89+%E5%85%AC%E8%B7%AF",
        "state=waiting&sort=-name",
    ],
)
def test_a_filter_says_its_query_again(query):
    assert sorted(query.split("&")) == sorted(QueueFilter.of(query).query.split("&"))
    assert QueueFilter.of(query) == QueueFilter.of(QueueFilter.of(query).query)


@pytest.mark.parametrize(
    "query",
    [
        "kind=x", "state=x", "stage=x", "result=x", "mine=x", "sort=x", "sort=--age", "older=x",
        "older=-1", "older=0", "older=1.5", "older=%EF%BC%91", "rule=%27", "rule=A4b%25", "colour=red",
        "q=%3F", "q=", "batch=", "unit=%00", "%zz", "older=" + "9" * 400,
    ],
)  # fmt: skip
def test_what_a_filter_does_not_know_is_left_out(query):
    assert QueueFilter() == QueueFilter.of(query)


def test_days_are_cut_at_what_a_queue_can_hold():
    assert LONGEST == QueueFilter.of("older=9999").older


def test_without_a_filter_everything_open_is_shown_the_oldest_first(published, reviewer, now):
    published(case("XX002"), at=now)
    published(case("XX002"), case("XX001"), at=now + dt.timedelta(hours=1))
    assert ["XX002", "XX001"] == numbers("", reviewer)


def test_by_batch(published, reviewer):
    published(case("XX001"), key="b-1")
    published(case("XX002"), key="b-2")
    assert ["XX001"] == numbers("batch=b-1", reviewer)
    assert [] == numbers("batch=b-3", reviewer)


def test_by_unit_and_by_region(published, reviewer):
    published(
        case("XX001", unit="市公路管理局", region="市直"),
        case("XX002", unit="市公路管理局养护处", region="辉县市"),
    )
    assert ["XX001"] == numbers("unit=市公路管理局", reviewer)
    assert ["XX002"] == numbers("region=辉县市", reviewer)


def test_by_any_rule_that_somebody_must_resolve(published, reviewer):
    published(
        case("XX001", [finding("XX001", "A3a"), finding("XX001", "A4b")]),
        case("XX002", [finding("XX002", "A4b")]),
        case("XX003", [finding("XX003", "A3a")]),
        case("XX004", [finding("XX004", "A4")]),
    )
    assert ["XX001", "XX002"] == numbers("rule=A4b", reviewer)
    assert ["XX004"] == numbers("rule=A4", reviewer)
    assert ["XX001", "XX002"] == numbers("rule=a4b", reviewer)


def test_by_kind(published, reviewer, settings):
    settings.SAMPLE_SHARE = 1
    published(case("XX001"), case("XX002", [finding("XX002", "P2", claim=None)]), passed("XX003"))
    assert ["XX001"] == numbers("kind=claim", reviewer)
    assert ["XX002"] == numbers("kind=application", reviewer)
    assert ["XX003"] == numbers("kind=sample", reviewer)


def test_by_state(published, reviewer, now):
    _, second, third, fourth = published(*(case(f"XX00{n}") for n in range(1, 5)))
    decide(reviewer, second.pk, Intent(Choice.REJECT, "issuer", 1), now)
    until = now.date() + dt.timedelta(days=5)
    intent = Intent(Choice.SUPPLEMENT, "document", 1, supplement="表彰文件", until=until)
    decide(reviewer, third.pk, intent, now)
    published(case("XX001"), case("XX002"), case("XX003"))
    assert ["XX001"] == numbers("", reviewer)
    assert ["XX001"] == numbers("state=open", reviewer)
    assert ["XX002"] == numbers("state=closed", reviewer)
    assert ["XX003"] == numbers("state=waiting", reviewer)
    assert [fourth.number] == numbers("state=withdrawn", reviewer)


def test_by_stage(published, reviewer, now):
    first, _ = published(case("XX001"), case("XX002"))
    decide(reviewer, first.pk, Intent(Choice.ACCEPT, "original", 1), now)
    assert ["XX001"] == numbers("stage=second", reviewer)
    assert ["XX002"] == numbers("stage=review", reviewer)


def test_by_the_worst_result(published, reviewer):
    unsure = finding("XX002", "A4b", result=Result.UNSURE)
    published(
        case("XX001", [finding("XX001"), finding("XX001", "A4b", result=Result.UNSURE)]),
        case("XX002", [unsure]),
    )
    assert ["XX001"] == numbers("result=mismatch", reviewer)
    assert ["XX002"] == numbers("result=unsure", reviewer)


def test_by_age_from_the_whole_day_on(published, reviewer, now):
    published(case("XX001"), at=now)
    week = now + dt.timedelta(days=7)
    assert ["XX001"] == numbers("older=7", reviewer, week)
    assert [] == numbers("older=7", reviewer, week - dt.timedelta(seconds=1))


def test_held_by_me(published, reviewer, person, now):
    first, second = published(case("XX001"), case("XX002"))
    take(reviewer, first, now)
    take(person("li", REVIEWER), second, now)
    assert ["XX001"] == numbers("mine=held", reviewer)


def test_my_turn_leaves_out_what_others_hold_until_their_lease_ends(
    published, reviewer, person, now, settings
):
    first, _ = published(case("XX001"), case("XX002"))
    take(person("li", REVIEWER), first, now)
    ended = now + dt.timedelta(minutes=settings.LEASE_MINUTES)
    assert ["XX002"] == numbers("mine=turn", reviewer, ended)
    assert ["XX001", "XX002"] == numbers("mine=turn", reviewer, ended + dt.timedelta(seconds=1))


def test_my_turn_leaves_out_what_another_must_decide(published, reviewer, person, now):
    first, _ = published(case("XX001"), case("XX002"))
    decide(reviewer, first.pk, Intent(Choice.ACCEPT, "original", 1), now)
    assert ["XX002"] == numbers("mine=turn", reviewer)
    assert ["XX001"] == numbers("mine=turn", person("zhao", "second_reviewer"))


def test_decided_by_me(published, reviewer, person, now):
    first, second = published(case("XX001"), case("XX002"))
    decide(reviewer, first.pk, Intent(Choice.REJECT, "issuer", 1), now)
    decide(person("li", REVIEWER), second.pk, Intent(Choice.REJECT, "issuer", 1), now)
    assert ["XX001"] == numbers("mine=decided&state=closed", reviewer)


def test_filters_together_let_through_what_all_of_them_do(published, reviewer):
    published(
        case("XX001", region="辉县市", name="张三"),
        case("XX002", region="辉县市", name="李四"),
        case("XX003", region="市直", name="张三"),
    )
    assert ["XX001"] == numbers("region=辉县市&q=张三&result=mismatch", reviewer)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("age", ["XX003", "XX001", "XX002"]),
        ("-age", ["XX002", "XX001", "XX003"]),
        ("unit", ["XX002", "XX003", "XX001"]),
        ("rule", ["XX002", "XX001", "XX003"]),
        ("worst", ["XX001", "XX003", "XX002"]),
        ("-worst", ["XX002", "XX003", "XX001"]),
        ("name", ["XX003", "XX001", "XX002"]),
    ],
)
def test_sorting(published, reviewer, now, sort, expected):
    published(
        case("XX001", [finding("XX001", "A3a")], name="b", unit="c"),
        case("XX002", [finding("XX002", "A1", result=Result.UNSURE)], name="c", unit="a"),
        case("XX003", [finding("XX003", "A4b", result=Result.NOT_CHECKED)], name="a", unit="b"),
    )
    for minutes, number in enumerate(["XX003", "XX001", "XX002"]):
        opened = now + dt.timedelta(minutes=minutes)
        Item.objects.filter(number=number).update(opened_at=opened)
    assert expected == numbers(f"sort={sort}", reviewer)


def test_a_county_sees_its_own_whatever_it_asks_for(published, person):
    published(case("XX001", region="辉县市"), case("XX002", region="市直", name="张三"))
    county = person("hui", REVIEWER, regions=["辉县市"])
    assert ["XX001"] == numbers("", county)
    assert [] == numbers("region=市直", county)
    assert [] == numbers("q=XX002", county)


def test_identity_and_phone_numbers_are_never_a_filter():
    assert is_personal_number("11010519491231002X")
    assert is_personal_number("张三 1101 0519 4912 3100 2X".removeprefix("张三 "))
    assert is_personal_number("张三 13803731234")
    assert not is_personal_number("110105194912310021")
    assert not is_personal_number("ZL202010430096.0")
    assert QueueFilter() == QueueFilter.of("q=11010519491231002x")


def test_after_a_rerun_an_item_is_found_by_its_new_findings_only(published, reviewer):
    published(case("XX001", [finding("XX001", "A3a")]))
    unsure = finding("XX001", "A4b", result=Result.UNSURE)
    published(case("XX001", [unsure]))
    assert [] == numbers("rule=A3a", reviewer)
    assert ["XX001"] == numbers("rule=A4b", reviewer)
    assert [] == numbers("result=mismatch", reviewer)
    assert ["XX001"] == numbers("result=unsure", reviewer)


def test_what_nobody_asks_for_any_more_is_found_by_no_rule(published, reviewer, settings):
    settings.SAMPLE_SHARE = 0
    published(case("XX001"))
    published(passed("XX001"))
    assert ["XX001"] == numbers("state=withdrawn", reviewer)
    assert [] == numbers("state=withdrawn&rule=A3a", reviewer)
