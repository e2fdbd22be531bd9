"""Saving decisions: who may, what is checked, and where the item and its applicant go."""

import datetime as dt

import pytest

from evidence.findings import Result
from review.desk.models import Applicant, CountyOffice, Decision, Draft, Event, Item, Person
from review.desk.models.decisions import Choice
from tests.review.desk.cases import case, finding, passed

A, S, D, F, R = Choice.ACCEPT, Choice.REJECT, Choice.SUPPLEMENT, Choice.ON_SITE, Choice.RETURN
REASONS = {A: "seen", S: "issuer", D: "document", F: "compare", R: "unit"}


@pytest.fixture
def say(now):
    """`say(person, item, A)`: decides as somebody does who has just opened the item."""
    from review.desk.flow.deciding import Intent, decide

    def decided(person, item, choice, *, at=now, **values):
        version = Item.objects.get(pk=item.pk).version
        values = {"reason": REASONS[choice], "version": version} | values
        if choice is D:
            values = {"supplement": "表彰文件", "until": dt.date(2024, 4, 20)} | values
        return decide(person, item.pk, Intent(choice, **values), at)

    return decided


@pytest.fixture
def refusal(say):
    """The code with which a decision is refused; nothing of it is saved then."""
    from review.desk.flow.deciding import DecisionRefusedError

    def code(*arguments, **values):
        before = [list(model.objects.values()) for model in (Decision, Item, Event)]
        with pytest.raises(DecisionRefusedError) as refused:
            say(*arguments, **values)
        assert before == [list(model.objects.values()) for model in (Decision, Item, Event)]
        return refused.value.code

    return code


def fresh(item):
    return Item.objects.get(pk=item.pk)


def standing(number="XX001"):
    return Applicant.objects.get(number=number).standing


def in_doubt(result=Result.UNSURE):
    return case("XX001", [finding("XX001", result=result)], claims=((1, result),))


# --- one person ----------------------------------------------------------------------------


def test_accepting_a_doubt_closes_the_item_and_passes(published, person, say):
    (item,) = published(in_doubt())
    decision = say(person("li", "reviewer"), item, A)
    item = fresh(item)
    assert ("closed", "accept", 2) == (item.state, item.choice, item.version)
    assert not decision.overrules
    assert "pass" == standing()


@pytest.mark.parametrize(
    ("choice", "expected"), [(S, "on_site"), (F, "on_site"), (R, "returned"), (D, "undecided")]
)
def test_what_follows_for_the_applicant(published, person, say, choice, expected):
    (item,) = published(in_doubt())
    say(person("li", "reviewer"), item, choice)
    assert expected == standing()


def test_the_decision_keeps_what_lay_before_the_person(published, person, say):
    (item,) = published(in_doubt())
    decision = say(person("li", "reviewer"), item, S, text=" 见原件 ", seconds=41)
    decision.refresh_from_db()
    assert item.evidence == decision.evidence
    assert [("A3a", "unsure", "新乡市红旗区人民政府")] == [
        (one["rule"], one["result"], one["found"]) for one in decision.seen if one["rule"]
    ]
    assert (41, "review", 1) == (decision.seconds, decision.stage, decision.round)


@pytest.mark.parametrize(("seconds", "kept"), [(-1, None), (10**12, None), (0, 0), (None, None)])
def test_a_time_that_cannot_be_is_no_time(published, person, say, seconds, kept):
    (item,) = published(in_doubt())
    assert kept == say(person("li", "reviewer"), item, S, seconds=seconds).seconds


def test_deciding_deletes_ones_own_draft_and_nobody_elses(published, person, say, now):
    (item,) = published(in_doubt())
    li, wang = person("li", "reviewer"), person("wang", "reviewer")
    for one in (li, wang):
        Draft.objects.create(item=item, person=one, content={"text": "…"}, at=now)
    say(li, item, S)
    assert [wang.pk] == list(Draft.objects.values_list("person", flat=True))


def test_a_nul_in_a_text_does_not_lose_the_decision(published, person, say):
    (item,) = published(in_doubt())
    say(person("li", "reviewer"), item, S, text="见\x00原件")
    assert "见\ufffd原件" == Decision.objects.get().text


# --- what is checked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "values", "code"),
    [
        (A, {"reason": "issuer"}, "E-DESK-REASON"),
        (A, {"reason": ""}, "E-DESK-REASON"),
        (A, {"reason": "other"}, "E-DESK-TEXT"),
        (S, {"reason": "other", "text": "  "}, "E-DESK-TEXT"),
        (D, {"supplement": " "}, "E-DESK-TEXT"),
        (D, {"until": None}, "E-DESK-UNTIL"),
        (D, {"until": dt.date(2024, 4, 7)}, "E-DESK-UNTIL"),
        (A, {"version": 7}, "E-DESK-CHANGED"),
    ],
)
def test_what_is_not_saved(published, person, refusal, choice, values, code):
    (item,) = published(in_doubt())
    assert code == refusal(person("li", "reviewer"), item, choice, **values)


def test_material_may_be_asked_for_until_today_by_the_clock_on_the_wall(published, person, say):
    """23:30 in Xinxiang is 15:30 in Greenwich; half an hour later today is over."""
    (item,) = published(in_doubt())
    late = dt.datetime(2024, 4, 20, 15, 30, tzinfo=dt.UTC)
    say(person("li", "reviewer"), item, D, at=late)
    assert ("waiting", dt.date(2024, 4, 20)) == (fresh(item).state, fresh(item).due)


def test_after_midnight_on_the_wall_yesterday_is_too_late(published, person, refusal):
    (item,) = published(in_doubt())
    later = dt.datetime(2024, 4, 20, 16, 30, tzinfo=dt.UTC)
    assert "E-DESK-UNTIL" == refusal(person("li", "reviewer"), item, D, at=later)


def test_a_decided_item_takes_no_second_decision(published, person, say, refusal):
    (item,) = published(in_doubt())
    say(person("li", "reviewer"), item, S)
    assert "E-DESK-CLOSED" == refusal(person("wang", "reviewer"), item, A)


@pytest.mark.parametrize("roles", [(), ("operator",), ("auditor",), ("administrator",)])
def test_who_is_no_reviewer_decides_nothing(published, person, refusal, roles):
    (item,) = published(in_doubt())
    assert "E-DESK-STAGE" == refusal(person("li", *roles), item, S)


# --- four eyes -----------------------------------------------------------------------------


def test_whoever_accepts_a_mismatch_needs_another_person(published, person, say, refusal):
    (item,) = published(in_doubt(Result.MISMATCH))
    both = person("li", "reviewer", "second_reviewer")
    assert say(both, item, A).overrules
    assert ("open", "second", "") == (fresh(item).state, fresh(item).stage, fresh(item).choice)
    assert "undecided" == standing()
    assert "E-DESK-STAGE" == refusal(both, item, A)
    assert "E-DESK-STAGE" == refusal(person("wang", "reviewer"), item, A)
    say(person("zhao", "second_reviewer"), item, A)
    assert "pass" == standing()


def test_two_who_differ_go_to_an_administrator_who_was_neither(published, person, say, refusal):
    (item,) = published(in_doubt(Result.MISMATCH))
    li = person("li", "reviewer", "administrator")
    zhao = person("zhao", "second_reviewer", "administrator")
    say(li, item, A)
    say(zhao, item, S)
    assert "adjudication" == fresh(item).stage
    assert {"E-DESK-STAGE"} == {refusal(li, item, A), refusal(zhao, item, S)}
    say(person("admin", "administrator"), item, S)
    assert ("closed", "reject") == (fresh(item).state, fresh(item).choice)
    assert "on_site" == standing()


def test_a_sample_is_always_looked_at_twice(published, person, say, settings):
    settings.SAMPLE_SHARE = 1
    (item,) = published(passed("XX001"))
    assert ("sample", "undecided") == (item.kind, standing())
    say(person("li", "reviewer"), item, A)
    assert "undecided" == standing()
    say(person("zhao", "second_reviewer"), item, A)
    assert "pass" == standing()


def test_an_administrator_who_asks_for_material_decides_again(published, person, say):
    (item,) = published(in_doubt(Result.MISMATCH))
    admin = person("admin", "administrator")
    say(person("li", "reviewer"), item, A)
    say(person("zhao", "second_reviewer"), item, S)
    say(admin, item, D)
    assert ("waiting", "adjudication", "") == (
        fresh(item).state, fresh(item).stage, fresh(item).choice,
    )  # fmt: skip


# --- counties ------------------------------------------------------------------------------


@pytest.fixture
def county(db):
    """辉县市 has an office; 长垣市 took the work below 一级 over."""
    CountyOffice.objects.create(place="辉县市")
    CountyOffice.objects.create(place="长垣市", decides_below_one=True)


def of_county(region, grade="一级", result=Result.UNSURE):
    found = [finding("XX001", result=result)]
    return case("XX001", found, region=region, grade=grade, claims=((1, result),))


def test_the_county_reviews_first_and_the_city_decides(county, published, person, say, refusal):
    (item,) = published(of_county("辉县市"))
    local = person("local", "reviewer", regions=["辉县市"])
    city = person("city", "reviewer")
    assert "E-DESK-STAGE" == refusal(city, item, A)
    say(local, item, S)
    assert ("open", "review") == (fresh(item).state, fresh(item).stage)
    assert "E-DESK-STAGE" == refusal(local, item, S)
    say(city, item, A)
    assert "pass" == standing()


def test_whoever_moved_from_county_to_city_does_not_review_their_own(
    county, published, person, say, refusal
):
    (item,) = published(of_county("辉县市"))
    li = person("li", "reviewer", regions=["辉县市"])
    say(li, item, A)
    li.regions = []
    li.save()
    assert "E-DESK-STAGE" == refusal(li, item, A)


def test_three_different_people_stand_behind_an_overruled_mismatch_of_a_county(
    county, published, person, say, refusal
):
    (item,) = published(of_county("辉县市", result=Result.MISMATCH))
    local = person("local", "reviewer", "second_reviewer", regions=["辉县市"])
    city = person("city", "reviewer", "second_reviewer")
    say(local, item, A)
    say(city, item, A)
    assert "second" == fresh(item).stage
    assert {"E-DESK-STAGE"} == {refusal(local, item, A), refusal(city, item, A)}
    local.regions = []
    local.save()
    assert "E-DESK-STAGE" == refusal(local, item, A)
    say(person("zhao", "second_reviewer"), item, A)
    assert "pass" == standing()


def test_a_county_decides_below_one_what_it_took_over(county, published, person, say):
    (item,) = published(of_county("长垣市", "二级"))
    say(person("local", "reviewer", regions=["长垣市"]), item, A)
    assert "pass" == standing()


def test_a_county_decides_nothing_of_another(county, published, person, refusal):
    (item,) = published(of_county("长垣市", "二级"))
    assert "E-DESK-STAGE" == refusal(person("local", "reviewer", regions=["辉县市"]), item, A)


# --- deciding anew -------------------------------------------------------------------------


def test_opening_again_is_told_and_begins_a_new_round(published, person, say, now):
    from review.desk.flow.deciding import reopen

    (item,) = published(in_doubt())
    li = person("li", "reviewer")
    say(li, item, A)
    reopen(li, item.pk, "看错了", now)
    item = fresh(item)
    assert ("open", "review", 2, "", 3) == (
        item.state, item.stage, item.round, item.choice, item.version,
    )  # fmt: skip
    assert "undecided" == standing()
    say(li, item, S)
    assert "on_site" == standing()
    told = Event.objects.filter(action__startswith="item.").order_by("seq")
    assert ["item.decided", "item.reopened", "item.decided"] == [one.action for one in told]


def test_an_overruled_mismatch_that_is_opened_again_needs_two_people_again(
    published, person, say, now
):
    from review.desk.flow.deciding import reopen

    (item,) = published(in_doubt(Result.MISMATCH))
    li, zhao = person("li", "reviewer"), person("zhao", "second_reviewer")
    say(li, item, A)
    say(zhao, item, A)
    reopen(li, item.pk, "来函更正", now)
    say(li, item, A)
    assert "undecided" == standing()


@pytest.mark.parametrize(
    ("decide_first", "why", "code"),
    [(False, "看错了", "E-DESK-OPEN"), (True, "  ", "E-DESK-TEXT")],
)
def test_opening_again_needs_a_decision_and_a_reason(
    published, person, say, now, decide_first, why, code
):
    from review.desk.flow.deciding import DecisionRefusedError, reopen

    (item,) = published(in_doubt())
    li = person("li", "reviewer")
    if decide_first:
        say(li, item, A)
    with pytest.raises(DecisionRefusedError) as refused:
        reopen(li, item.pk, why, now)
    assert code == refused.value.code


def test_a_county_does_not_undo_what_the_city_decided(county, published, person, say, now):
    from review.desk.flow.deciding import DecisionRefusedError, reopen

    (item,) = published(of_county("辉县市"))
    local = person("local", "reviewer", regions=["辉县市"])
    say(local, item, S)
    say(person("city", "reviewer"), item, A)
    with pytest.raises(DecisionRefusedError) as refused:
        reopen(local, item.pk, "不同意", now)
    assert "E-DESK-STAGE" == refused.value.code


def test_the_city_opens_its_own_decision_and_the_county_need_not_begin_again(
    county, published, person, say, now
):
    from review.desk.flow.deciding import reopen

    (item,) = published(of_county("辉县市"))
    city = person("city", "reviewer")
    say(person("local", "reviewer", regions=["辉县市"]), item, S)
    say(city, item, A)
    reopen(city, item.pk, "看错了", now)
    assert "review" == fresh(item).stage


# --- what was adjudicated ------------------------------------------------------------------


@pytest.fixture
def adjudicated(published, person, say):
    """Accepted by li against a mismatch, rejected by zhao, decided by chen: `adjudicated(S)`."""

    def make(choice):
        (item,) = published(in_doubt(Result.MISMATCH))
        say(person("li", "reviewer"), item, A, reason="misread", text="li 的意见")
        say(person("zhao", "second_reviewer"), item, S, text="zhao 的意见")
        say(person("chen", "administrator"), item, choice, text="chen 的意见")
        return item

    return make


@pytest.mark.parametrize("choice", [S, D])
def test_who_lost_does_not_undo_what_was_adjudicated(adjudicated, now, choice):
    from review.desk.flow.deciding import DecisionRefusedError, reopen

    item = adjudicated(choice)
    before = Item.objects.values().get(pk=item.pk)
    for name in ("li", "zhao"):
        with pytest.raises(DecisionRefusedError) as refused:
            reopen(Person.objects.get(username=name), item.pk, "再看", now)
        assert "E-DESK-STAGE" == refused.value.code
    assert before == Item.objects.values().get(pk=item.pk)
    reopen(Person.objects.get(username="chen"), item.pk, "来函更正", now)
    assert ("open", "review", 2) == (fresh(item).state, fresh(item).stage, fresh(item).round)


def test_the_page_offers_only_an_administrator_to_open_what_was_adjudicated(adjudicated, signed_in):
    item = adjudicated(S)
    address = f"/items/{item.pk}/reopen/"
    page = signed_in("reviewer", username="wang").get(f"/items/{item.pk}/").content.decode()
    assert (False, True) == (address in page, "只有管理员可以重新打开" in page)
    page = signed_in("administrator", username="a2").get(f"/items/{item.pk}/").content.decode()
    assert address in page


# --- a second review is independent --------------------------------------------------------


@pytest.fixture
def seen_by_a_second_reviewer(signed_in):
    """All that pages and exports tell a second reviewer about an item."""
    client = signed_in("second_reviewer", "auditor", username="sun")

    def look(item):
        addresses = (
            f"/items/{item.pk}/",
            f"/items/{item.pk}/history/",
            f"/applicants/{item.applicant_id}/",
            f"/record/?subject=item/{item.pk}",
        )
        pages = [client.get(address).content.decode() for address in addresses]
        exported = client.get(f"/record/export.jsonl?subject=item/{item.pk}")
        return "\n".join([*pages, b"".join(exported.streaming_content).decode()])

    return look


def test_who_reviews_second_sees_nothing_of_what_was_decided_before_it_was_opened_by_hand(
    adjudicated, say, now, seen_by_a_second_reviewer
):
    from review.desk.flow.deciding import reopen

    item = adjudicated(S)
    reopen(Person.objects.get(username="chen"), item.pk, "li 当时是对的", now)
    say(Person.objects.get(username="li"), item, A, reason="misread", text="li 仍然认可")
    assert "second" == fresh(item).stage
    seen = seen_by_a_second_reviewer(item)
    for told in ("li 的意见", "zhao 的意见", "chen 的意见", "li 仍然认可", "li 当时是对的"):
        assert told not in seen
    say(Person.objects.get(username="sun"), item, S)
    seen = seen_by_a_second_reviewer(item)
    for told in ("li 的意见", "zhao 的意见", "chen 的意见", "li 仍然认可", "li 当时是对的"):
        assert told in seen


def test_who_reviews_second_sees_what_was_decided_on_other_evidence(
    published, person, say, seen_by_a_second_reviewer
):
    (item,) = published(in_doubt(Result.MISMATCH))
    say(person("li", "reviewer"), item, S, text="原来的意见")
    published(
        case(
            "XX001",
            [finding("XX001", found="新乡市卫滨区人民政府")],
            claims=((1, Result.MISMATCH),),
        )
    )
    say(Person.objects.get(username="li"), item, A, reason="misread", text="现在的意见")
    seen = seen_by_a_second_reviewer(item)
    assert (True, False) == ("原来的意见" in seen, "现在的意见" in seen)
