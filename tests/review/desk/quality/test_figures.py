"""The figures from a real database, each against a small batch whose numbers are known."""

import datetime as dt

import pytest

from evidence.findings import Result
from review.desk.flow.deciding import Intent, decide
from review.desk.models import Correction, Item, Person
from review.desk.models.decisions import Choice
from review.desk.quality.agreement import agreement
from review.desk.quality.days import Span, by_day, oldest_open
from review.desk.quality.filters import QualityFilter
from review.desk.quality.handling import handling
from review.desk.quality.intervals import Share
from review.desk.quality.misreading import Misread, misreading
from review.desk.quality.overruling import overruling
from review.desk.quality.passing import passing, together
from review.desk.quality.sampling import sampling
from tests.review.desk.cases import case, finding, passed

ALL = QualityFilter()
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def auditor(person):
    return person("qian", "auditor")


@pytest.fixture
def county(person):
    return person("xian", "auditor", regions=["辉县市"])


@pytest.fixture
def judge(person, now):
    """Decides: `judge(item, "wang", "accept", at=…)`; people are made as they are named."""
    people = {
        "wang": person("wang", "reviewer"),
        "li": person("li", "second_reviewer"),
        "sun": person("sun", "administrator"),
    }

    def make(item, who, choice, at=now + HOUR, seconds=None):
        reasons = {"accept": "original", "reject": "issuer", "on_site": "compare"}
        item = Item.objects.get(pk=item.pk)
        intent = Intent(Choice(choice), reasons[choice], item.version, seconds=seconds)
        return decide(people[who], item.pk, intent, at)

    return make


def test_who_passes_straight_through_is_counted_by_batch_in_the_order_they_came(
    published, auditor, settings
):
    settings.SAMPLE_SHARE = 1
    published(passed("XX001"), passed("XX002"), case("XX003"), key="b-1")
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"), key="a-2")
    found = passing(auditor, ALL)
    assert [("a-2", Share(1, 1), 0), ("b-1", Share(2, 3), 2)] == sorted(
        (one.batch, one.passed, one.sampled) for one in found
    )
    assert Share(3, 4) == together(found)


def test_applicants_whom_the_batch_lacks_now_do_not_count(published, auditor, settings):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"), passed("XX002"))
    published(passed("XX001"))
    assert [Share(1, 1)] == [one.passed for one in passing(auditor, ALL)]


def test_an_accepted_mismatch_overrules_the_rule(published, judge, auditor):
    items = published(
        case("XX001"),
        case("XX002"),
        case("XX003", [finding("XX003", result=Result.UNSURE)], claims=((1, Result.UNSURE),)),
        case("XX004"),
    )
    judge(items[0], "wang", "accept")
    judge(items[0], "li", "accept")
    judge(items[1], "wang", "reject")
    judge(items[2], "wang", "accept")
    (found,) = overruling(auditor, ALL)
    assert ("A3a", "发证单位在认可范围", Share(1, 2), 3) == (
        found.rule,
        found.title,
        found.overruled,
        found.decided,
    )
    assert Share(1, 3) == found.of_all


def test_a_decision_that_waits_for_the_second_is_not_in_force(published, judge, auditor):
    (item,) = published(case("XX001"))
    judge(item, "wang", "accept")
    assert [] == overruling(auditor, ALL)


def test_an_item_that_is_open_again_counts_no_more(published, judge, auditor):
    (item,) = published(case("XX001"))
    judge(item, "wang", "reject")
    assert 1 == len(overruling(auditor, ALL))
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    assert [] == overruling(auditor, ALL)


def test_samples_say_how_often_the_machine_is_wrong(published, judge, auditor, settings):
    settings.SAMPLE_SHARE = 1
    items = published(*(passed(f"XX{n:03}") for n in range(4)))
    assert (Share(0, 0), 4) == (
        sampling(auditor, ALL).missed,
        sampling(auditor, ALL).open,
    )
    for item, choice in zip(items, ("accept", "accept", "reject"), strict=False):
        judge(item, "wang", choice)
        judge(item, "li", choice)
    found = sampling(auditor, ALL)
    assert (Share(1, 3), 1) == (found.missed, found.open)
    assert (6, 80) == found.expected(100)


def test_a_sample_is_no_overruling(published, judge, auditor, settings):
    settings.SAMPLE_SHARE = 1
    (item,) = published(passed("XX001"))
    judge(item, "wang", "accept")
    judge(item, "li", "accept")
    assert [] == overruling(auditor, ALL)


def test_what_is_expected_of_samples_is_unknown_without_any(published, auditor):
    published(case("XX001"))
    assert sampling(auditor, ALL).expected(100) is None


def test_second_reviews_agree_or_not_by_kind(published, judge, auditor, settings):
    settings.SAMPLE_SHARE = 1
    items = published(case("XX001"), case("XX002"), passed("XX003"))
    for item, second in zip(items, ("accept", "reject", "accept"), strict=True):
        judge(item, "wang", "accept")
        judge(item, "li", second)
    judge(items[1], "sun", "accept")
    assert [("claim", Share(1, 2)), ("sample", Share(1, 1))] == [
        (one.kind.value, one.agreed) for one in agreement(auditor, ALL)
    ]


def test_handling_time_is_the_median_by_stage_and_kind(published, judge, auditor):
    items = published(case("XX001"), case("XX002"), case("XX003"))
    for item, seconds in zip(items, (10, 40, 90), strict=True):
        judge(item, "wang", "reject", seconds=seconds)
    assert [("review", "claim", 3, 40)] == [
        (one.stage.value, one.kind.value, one.decisions, one.median)
        for one in handling(auditor, ALL)
    ]


def test_a_time_that_nobody_measured_is_left_out(published, judge, auditor):
    (item,) = published(case("XX001"))
    judge(item, "wang", "reject")
    assert [] == handling(auditor, ALL)


def test_days_are_those_of_the_review_body(published, judge, auditor):
    # 15:30 UTC is 23:30 here; 16:30 UTC is half past midnight of the next day.
    before, after = (
        dt.datetime(2024, 4, 8, 15, 30, tzinfo=dt.UTC),
        dt.datetime(2024, 4, 8, 16, 30, tzinfo=dt.UTC),
    )
    first, second = published(case("XX001"), case("XX002"), at=before)
    judge(first, "wang", "reject", at=before)
    judge(second, "wang", "reject", at=after)
    spans = by_day(auditor, ALL, dt.date(2024, 4, 9))
    assert 30 == len(spans)
    day = dt.date(2024, 4, 8)
    assert [Span(day, day, 2, 1), Span(day + DAY, day + DAY, 0, 1)] == spans[-2:]
    assert 0 == sum(one.opened + one.decided for one in spans[:-2])


def test_the_item_that_waits_longest_is_named(published, judge, auditor, now):
    (old,) = published(case("XX001"), key="b-1", at=now)
    published(case("XX002"), key="b-2", at=now + DAY)
    assert old == oldest_open(auditor, ALL)
    judge(old, "wang", "reject")
    assert "XX002" == oldest_open(auditor, ALL).number
    assert oldest_open(auditor, QualityFilter(batch="b-1")) is None


def test_corrections_show_where_the_reader_errs(published, auditor, now):
    (item,) = published(case("XX001"))
    for field, read in (("issuer", "甲"), ("issuer", ""), ("date", "2021")):
        Correction.objects.create(
            applicant=item.applicant, item=item, person=auditor, at=now, upload="a", page=1,
            kind="award_certificate", field=field, read_value=read, corrected_value="乙",
        )  # fmt: skip
    assert [
        Misread("award_certificate", "issuer", 2, 1),
        Misread("award_certificate", "date", 1, 0),
    ] == misreading(auditor, ALL)


FIGURES = {
    "passing": lambda who, wanted: [one.batch for one in passing(who, wanted)],
    "overruling": lambda who, wanted: [one.decided for one in overruling(who, wanted)],
    "agreement": lambda who, wanted: [one.agreed.trials for one in agreement(who, wanted)],
    "handling": lambda who, wanted: [one.decisions for one in handling(who, wanted)],
    "misreading": lambda who, wanted: [one.corrections for one in misreading(who, wanted)],
    "samples": lambda who, wanted: [n for n in [sampling(who, wanted).missed.trials] if n],
    "days": lambda who, wanted: [
        one.decided for one in by_day(who, wanted, dt.date(2024, 4, 30)) if one.decided
    ],
}


@pytest.fixture
def at_work(published, judge, auditor, now, settings):
    """Two batches: b-1 of 市直 decided on the 8th, b-2 of 辉县市 on the 10th; one of each."""
    settings.SAMPLE_SHARE = 1
    for key, region, at in (("b-1", "市直", now), ("b-2", "辉县市", now + 2 * DAY)):
        items = published(
            case("XX001", region=region), passed("XX002", region=region), key=key, at=at
        )
        for item in items:
            judge(item, "wang", "accept", at=at + HOUR, seconds=60)
            judge(item, "li", "accept", at=at + HOUR, seconds=30)
        Correction.objects.create(
            applicant=items[0].applicant, item=items[0], person=auditor, at=at, upload="a",
            page=1, kind="award_certificate", field="issuer", corrected_value="乙",
        )  # fmt: skip


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_figure_can_be_of_one_batch(at_work, auditor, name):
    figure = FIGURES[name]
    both, one = figure(auditor, ALL), figure(auditor, QualityFilter(batch="b-1"))
    assert one
    assert both != one


@pytest.mark.parametrize("name", [one for one in FIGURES if one != "passing"])
def test_every_figure_can_be_of_some_days(at_work, auditor, name):
    figure = FIGURES[name]
    day = dt.date(2024, 4, 10)
    assert figure(auditor, QualityFilter(since=day)) == figure(auditor, QualityFilter(batch="b-2"))
    assert figure(auditor, QualityFilter(until=day - DAY)) == figure(
        auditor, QualityFilter(batch="b-1")
    )
    assert [] == figure(auditor, QualityFilter(since=day + DAY))


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_figure_is_of_the_places_that_the_person_sees(at_work, auditor, county, name):
    figure = FIGURES[name]
    assert figure(county, ALL) == figure(auditor, QualityFilter(batch="b-2"))


def test_batches_are_chosen_by_the_day_they_came_in(at_work, auditor):
    # batch.toml of both says the evening of 5 April.
    day = dt.date(2024, 4, 6)
    assert 2 == len(passing(auditor, QualityFilter(since=day, until=day)))
    assert [] == passing(auditor, QualityFilter(since=day + DAY))


def test_nobody_is_ranked(at_work, auditor):
    fields = {name for one in handling(auditor, ALL) for name in one.__dataclass_fields__}
    assert {"stage", "kind", "decisions", "median"} == fields
    assert Person.objects.count() > 1
