"""Publishing a batch again: decisions stay, and stand only on the evidence they were made on."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.errors import DataError
from evidence.findings import Outcome, Result
from review.desk.models import Applicant, CaseFile, CountyOffice, Decision, Event, Item, ItemRule
from review.desk.models.decisions import Choice
from tests.review.desk.cases import batch, case, finding, passed

A, S, D, F = Choice.ACCEPT, Choice.REJECT, Choice.SUPPLEMENT, Choice.ON_SITE
REASON = {A: "seen", S: "issuer", D: "document", F: "compare"}


def doubt(no=1, found="新乡市红旗区人民政府", result=Result.UNSURE, **values):
    return finding("XX001", claim=no, result=result, found=found, **values)


def doubtful(*findings, **values):
    findings = findings or (doubt(),)
    numbers = sorted({one.claim for one in findings if one.claim})
    claims = tuple((no, Result.UNSURE) for no in numbers)
    return case("XX001", findings, **{"claims": claims} | values)


@pytest.fixture
def say(person, now):
    """`say(item, A)`: a reviewer decides."""
    from review.desk.flow.deciding import Intent, decide

    li = person("li", "reviewer")

    def decided(item, choice, who=li):
        version = Item.objects.get(pk=item.pk).version
        values = {"supplement": "文件", "until": dt.date(2024, 4, 20)} if choice is D else {}
        return decide(who, item.pk, Intent(choice, REASON[choice], version, **values), now)

    return decided


def now_is(item):
    item = Item.objects.get(pk=item.pk)
    return item.state, item.round, item.choice


def standing():
    return Applicant.objects.get(number="XX001").standing


def told(action):
    return Event.objects.filter(action=action).count()


# --- evidence ------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [A, S, F])
def test_the_same_evidence_leaves_a_decision_in_force(published, say, choice):
    (item,) = published(doubtful())
    say(item, choice)
    before = Item.objects.values().get()
    published(doubtful())
    assert before == Item.objects.values().get()


@pytest.mark.parametrize(
    "other",
    [
        doubt(found="新乡市卫滨区人民政府"),
        doubt(result=Result.NOT_CHECKED),
        doubt(declared="新乡市总工会"),
        doubt(required="省辖市级以上"),
        doubt(where=()),
    ],
)
def test_other_evidence_brings_a_decided_item_back(published, say, other):
    (item,) = published(doubtful())
    say(item, A)
    published(doubtful(other))
    assert ("open", 2, "") == now_is(item)
    assert "undecided" == standing()
    assert Item.objects.get().changed
    assert 1 == told("item.changed")


@pytest.mark.parametrize("result", [Result.MATCH, Result.ATTESTED])
def test_what_a_new_notice_asks_for_and_is_met_brings_nothing_back(published, say, result):
    """Nobody decided on it; where it is met no longer, the result is another."""
    met = finding("XX001", result=result, required="1999-12-31前参加工作")
    (item,) = published(doubtful(doubt(), met))
    say(item, A)
    asked = finding("XX001", result=result, required="1998-12-31前参加工作")
    published(doubtful(doubt(), asked))
    assert ("closed", 1, A) == now_is(item)
    published(
        doubtful(doubt(), finding("XX001", result=Result.UNSURE, required="1998-12-31前参加工作"))
    )
    assert "open" in {one.state for one in Item.objects.all()}


def test_other_bytes_of_the_same_file_bring_a_decided_item_back(published, say):
    (item,) = published(doubtful())
    say(item, A)
    published(doubtful(sha="b" * 64))
    assert ("open", 2, "") == now_is(item)


def test_another_wording_is_no_other_evidence(published, say):
    (item,) = published(doubtful())
    say(item, S)
    published(doubtful(doubt(explanation="请核对发证单位。")))
    assert ("closed", 1, "reject") == now_is(item)
    assert "请核对发证单位。" == Item.objects.get().headline_zh


def test_an_undecided_item_only_gets_newer_evidence(published, person, now):
    from review.desk.flow.leases import take

    (item,) = published(doubtful())
    li = person("li", "reviewer")
    take(li, item, now)
    published(doubtful(doubt(found="新乡市卫滨区人民政府")))
    after = Item.objects.get()
    assert ("open", 1, False, 2, li) == (
        after.state, after.round, after.changed, after.version, after.holder,
    )  # fmt: skip


def test_half_decided_items_begin_again_on_other_evidence(published, say, person):
    (item,) = published(doubtful(doubt(result=Result.MISMATCH)))
    say(item, A)
    published(doubtful(doubt(result=Result.MISMATCH, found="新乡市卫滨区人民政府")))
    after = Item.objects.get()
    assert ("open", "review", 2) == (after.state, after.stage, after.round)


def test_deciding_takes_the_mark_of_change_away(published, say):
    (item,) = published(doubtful())
    say(item, S)
    published(doubtful(doubt(found="新乡市卫滨区人民政府")))
    say(item, S)
    assert not Item.objects.get().changed


# --- what the machine no longer asks -------------------------------------------------------


def test_what_nobody_decided_is_withdrawn_and_comes_back(published):
    (item,) = published(doubtful())
    published(passed("XX001"))
    assert ("withdrawn", 1, "") == now_is(item)
    assert "pass" == standing()
    published(doubtful())
    assert ("open", 1, "") == now_is(item)
    assert (1, 1) == (told("item.withdrawn"), told("item.restored"))


def test_an_acceptance_gives_way_to_a_machine_that_agrees(published, say):
    (item,) = published(doubtful())
    say(item, A)
    published(passed("XX001"))
    assert ("withdrawn", 1, "") == now_is(item)
    assert "pass" == standing()


def test_an_acceptance_is_in_force_again_on_the_evidence_it_was_made_on(published, say):
    (item,) = published(doubtful())
    say(item, A)
    published(passed("XX001"))
    published(doubtful())
    assert ("closed", 1, "accept") == now_is(item)


def test_an_acceptance_is_not_in_force_on_other_evidence_that_came_by_a_detour(published, say):
    (item,) = published(doubtful())
    say(item, A)
    published(passed("XX001"))
    published(doubtful(doubt(found="新乡市卫滨区人民政府")))
    assert ("open", 2, "") == now_is(item)


@pytest.mark.parametrize("choice", [S, F, D])
def test_who_was_turned_down_does_not_pass_unseen(published, say, choice):
    """The machine finds a match now, where a person had said no."""
    (item,) = published(doubtful())
    say(item, choice)
    published(passed("XX001"))
    assert ("open", 2, "") == now_is(item)
    assert "undecided" == standing()
    assert ("match", "") == (Item.objects.get().worst, Item.objects.get().headline_rule)
    assert "机器核验现已通过" in Item.objects.get().headline_zh
    say(item, A)
    assert "pass" == standing()


def test_who_opened_an_item_again_gets_to_look_at_it(published, say, person, now):
    from review.desk.flow.deciding import reopen

    (item,) = published(doubtful())
    say(item, A)
    reopen(person("wang", "reviewer"), item.pk, "来信反映", now)
    published(passed("XX001"))
    assert ("open", 2, "") == now_is(item)
    assert "undecided" == standing()


# --- claims and the application ------------------------------------------------------------


def test_a_new_doubt_about_the_application_is_a_new_item(published, say):
    (item,) = published(doubtful())
    say(item, A)
    _, new = published(doubtful(doubt(), doubt(None, rule="H1", result=Result.MISMATCH)))
    assert ("closed", 1, "accept") == now_is(item)
    assert ("application", "open") == (new.kind, new.state)
    assert "undecided" == standing()


def test_an_accepted_application_does_not_cover_schooling_that_was_never_shown(published, say):
    """Once schooling alone was in doubt; now a claim is, and schooling is waived beside it."""
    schooling = doubt(None, rule="H3", result=Result.UNSURE, found="初中")
    (item,) = published(doubtful(schooling, claims=()))
    say(item, A)
    assert "pass" == standing()
    worse = doubt(None, rule="H3", result=Result.MISMATCH, found="小学")
    _, claim = published(doubtful(worse, doubt()))
    say(claim, S)
    assert ("withdrawn", 1, "") == now_is(item)
    assert "on_site" == standing()


def test_a_claim_that_vanished_is_decided_again_where_it_was_turned_down(published, say):
    _, two = published(doubtful(doubt(1), doubt(2)))
    say(two, S)
    published(doubtful(doubt(1)))
    assert ("open", 2, "") == now_is(two)
    assert "申报中已没有这一项条件" in Item.objects.get(pk=two.pk).headline_zh


def test_a_vanished_claim_that_is_accepted_carries_nobody(published, say):
    one, two = published(doubtful(doubt(1), doubt(2)))
    say(two, S)
    schooling = doubt(None, rule="H3", result=Result.MISMATCH)
    published(doubtful(doubt(1), schooling))
    say(two, A)
    say(one, S)
    assert "on_site" == standing()


def test_a_vanished_claim_that_nobody_decided_is_withdrawn(published):
    _, two = published(doubtful(doubt(1), doubt(2)))
    published(doubtful(doubt(1)))
    assert ("withdrawn", 1, "") == now_is(two)


def test_claims_that_change_numbers_keep_no_decision(published, say):
    one, two = published(doubtful(doubt(1), doubt(2, found="新乡市总工会")))
    say(one, A)
    say(two, S)
    published(doubtful(doubt(2), doubt(1, found="新乡市总工会")))
    assert [("open", 2, "")] * 2 == [now_is(one), now_is(two)]


# --- applicants ----------------------------------------------------------------------------


def test_applicants_who_are_gone_leave_nothing_open_and_keep_what_was_decided(published, say):
    mine, other = published(doubtful(), case("XX002"))
    say(mine, S)
    published(case("XX003"))
    assert ("closed", 1, "reject") == now_is(mine)
    assert ("withdrawn", 1, "") == now_is(other)
    assert 2 == Item.objects.get(pk=other.pk).version
    assert ["XX001", "XX002"] == list(
        Applicant.objects.filter(gone=True).order_by("number").values_list("number", flat=True)
    )
    assert 2 == told("applicant.gone")


def test_what_was_decided_of_applicants_who_are_gone_is_not_opened_again(
    published, say, person, now
):
    from review.desk.flow.deciding import DecisionRefusedError, reopen

    (item,) = published(doubtful())
    say(item, S)
    published(case("XX003"))
    with pytest.raises(DecisionRefusedError, match="E-DESK-GONE"):
        reopen(person("wang", "reviewer"), item.pk, "再看", now)


def test_applicants_who_come_back_go_on_where_they_stood(published, say, person):
    mine, half = published(doubtful(), case("XX002"))
    say(mine, S)
    say(half, A)
    assert "second" == Item.objects.get(pk=half.pk).stage
    published(case("XX003"))
    published(doubtful(), case("XX002"), case("XX003"))
    assert ("closed", 1, "reject") == now_is(mine)
    assert ("open", 1, "") == now_is(half)
    assert "second" == Item.objects.get(pk=half.pk).stage
    assert not Applicant.objects.filter(gone=True).exists()
    assert 2 == told("applicant.back")


def test_what_waited_waits_again_when_its_applicant_comes_back(published, say):
    (item,) = published(doubtful())
    say(item, D)
    published(case("XX003"))
    assert "withdrawn" == now_is(item)[0]
    published(doubtful(), case("XX003"))
    after = Item.objects.get(pk=item.pk)
    assert ("waiting", dt.date(2024, 4, 20)) == (after.state, after.due)


def test_an_applicant_twice_in_a_batch_is_refused_and_nothing_is_published(published):
    with pytest.raises(DataError) as refused:
        published(case("XX001"), case("XX001", name="李四"))
    assert "E-DESK-CASES" == refused.value.code
    assert not Applicant.objects.exists()


# --- samples -------------------------------------------------------------------------------


def test_a_sample_stays_one_whatever_the_share_becomes(published, settings):
    settings.SAMPLE_SHARE = 1
    (item,) = published(passed("XX001"))
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"))
    assert ("open", 1, "") == now_is(item)
    assert "undecided" == standing()


def test_a_larger_share_draws_more_and_never_others(published, settings):
    numbers = [f"XX{n:03}" for n in range(200)]
    drawn = []
    for share in (0, 0.1, 0.5, 1):
        settings.SAMPLE_SHARE = share
        items = published(*(passed(number) for number in numbers))
        drawn.append({item.number for item in items})
    assert [0, 200] == [len(drawn[0]), len(drawn[-1])]
    assert drawn == sorted(drawn, key=len)
    assert all(few <= many for few, many in pairwise(drawn))
    assert 8 < len(drawn[1]) < 40


def test_a_sample_whose_applicant_no_longer_passes_is_withdrawn_and_comes_back(published, settings):
    settings.SAMPLE_SHARE = 1
    (item,) = published(passed("XX001"))
    published(doubtful())
    assert ("withdrawn", 1, "") == now_is(item)
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"))
    assert ("open", 1, "") == now_is(item)


# --- places --------------------------------------------------------------------------------


def test_a_county_that_opens_or_closes_its_office_moves_what_nobody_decided(published, person):
    office = CountyOffice.objects.create(place="辉县市")
    (item,) = published(doubtful(region="辉县市"))
    assert "preliminary" == item.stage
    office.delete()
    (item,) = published(doubtful(region="辉县市"))
    assert ("review", 2) == (item.stage, item.version)


def test_what_the_city_opened_again_does_not_fall_back_to_the_county(published, say, person, now):
    from review.desk.flow.deciding import reopen

    CountyOffice.objects.create(place="辉县市")
    (item,) = published(doubtful(region="辉县市"))
    city = person("city", "reviewer")
    say(item, A, person("local", "reviewer", regions=["辉县市"]))
    say(item, S, city)
    reopen(city, item.pk, "再看", now)
    (item,) = published(doubtful(doubt(found="新乡市卫滨区人民政府"), region="辉县市"))
    assert ("open", "review", 2) == (item.state, item.stage, item.round)


def test_what_the_county_decided_stays_decided_when_its_office_closes(published, say, person):
    office = CountyOffice.objects.create(place="辉县市")
    (item,) = published(doubtful(region="辉县市"))
    say(item, A, person("local", "reviewer", regions=["辉县市"]))
    office.delete()
    (item,) = published(doubtful(region="辉县市"))
    assert ("review", 1) == (item.stage, item.round)
    assert 1 == item.decisions.count()


# --- rows ----------------------------------------------------------------------------------


def test_rules_are_those_of_the_newest_verdict(published):
    published(doubtful(doubt(), doubt(rule="A4b")))
    assert ["A3a", "A4b"] == sorted(ItemRule.objects.values_list("rule", flat=True))
    published(doubtful(doubt(rule="A4b")))
    assert ["A4b"] == list(ItemRule.objects.values_list("rule", flat=True))
    published(passed("XX001"))
    assert [] == list(ItemRule.objects.all())


def test_hostile_texts_do_not_keep_a_batch_from_the_desk(published):
    """PostgreSQL refuses a NUL and a character too many; SQLite takes both."""
    long = "新乡" * 400
    (item,) = published(
        case(
            "XX001",
            [doubt(explanation=f"\x00{long}", found=f"\x00{long}", declared="\x00")],
            name=long,
            unit=long,
            region=long,
            grade=long,
        )
    )
    applicant = Applicant.objects.get()
    assert (64, "…") == (len(applicant.name), applicant.name[-1])
    assert "\x00" not in item.headline_zh
    from review.desk.publishing.case_file import case_of

    assert long == case_of(applicant.pk).dossier.application.name


def test_long_applicant_numbers_stay_apart(published):
    numbers = ["编号" * 100 + end for end in "甲乙"]
    published(*(case(number, []) for number in numbers))
    published(*(case(number, []) for number in numbers))
    assert 2 == Applicant.objects.filter(gone=False).count()
    assert {64} == {len(one.number) for one in Applicant.objects.all()}


def test_more_applicants_take_hardly_more_statements(published, say):
    """Statements a row would make a season's batch hold the database for minutes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(count):
        numbers = [f"XX{n:03}" for n in range(count)]
        items = published(*(case(number) for number in numbers), key=f"batch-{count}")
        for item in items[::4]:
            say(item, S)
        with CaptureQueriesContext(connection) as queries:
            published(
                *(case(one, [finding(one, found="新乡市总工会")]) for one in numbers),
                key=f"batch-{count}",
            )
        return len(queries)

    assert statements(80) - statements(20) < 20


# --- whatever happens ----------------------------------------------------------------------

VARIANTS = [
    passed("XX001"),
    doubtful(),
    doubtful(doubt(found="新乡市卫滨区人民政府")),
    doubtful(doubt(result=Result.MISMATCH)),
    doubtful(doubt(1), doubt(2)),
    doubtful(doubt(None, rule="H1"), claims=()),
    doubtful(doubt(), doubt(None, rule="H3", result=Result.MISMATCH)),
    doubtful(doubt(None, rule="H3", result=Result.MISMATCH, found="小学"), claims=()),
    doubtful(doubt(2), doubt(None, rule="S1")),
    case("XX001", [], outcome=Outcome.ON_SITE, claims=()),
    None,
]
STEPS = st.one_of(
    st.tuples(st.just("publish"), st.integers(0, len(VARIANTS) - 1)),
    st.tuples(st.just("decide"), st.sampled_from([A, A, S, D, F])),
    st.tuples(st.just("decide"), st.sampled_from([A, A, S, D, F])),
    st.tuples(st.just("reopen"), st.just(0)),
    st.tuples(st.just("wake"), st.just(0)),
)


@given(st.lists(STEPS, min_size=2, max_size=14), st.booleans())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_decisions_stay_and_nobody_passes_unseen(everybody, steps, sampling):
    """Publications, decisions, second thoughts and due days in any order."""
    from django.conf import settings as desk
    from django.db import transaction

    share, desk.SAMPLE_SHARE = desk.SAMPLE_SHARE, float(sampling)
    try:
        with transaction.atomic():
            _walk(everybody, [("publish", 1), *steps])
            transaction.set_rollback(True)
    finally:
        desk.SAMPLE_SHARE = share


@pytest.fixture
def everybody(person, state):
    return [
        person("li", "reviewer"),
        person("zhao", "second_reviewer"),
        person("admin", "administrator"),
    ]


def _walk(everybody, steps):
    from review.desk.publishing import publish
    from review.desk.record.verifying import verify_record

    CountyOffice.objects.all().delete()
    kept = {}
    for number, (step, what) in enumerate(steps):
        moment = dt.datetime(2024, 4, 8, 9, number, tzinfo=dt.UTC)
        if step == "publish":
            cases = [one for one in [VARIANTS[what], case("XX002")] if one]
            publish(batch(), cases, moment)
        else:
            _act(everybody, step, what, moment)
        _hold(kept)
    assert () == verify_record().breaks


def _act(everybody, step, what, moment):
    """Somebody whose turn it is does it to the first item that lets them; or nobody can."""
    from review.desk.flow.deciding import DecisionRefusedError, Intent, decide, reopen
    from review.desk.flow.leases import take_next
    from review.desk.flow.waiting import wake_due

    if step == "wake":
        wake_due(moment + dt.timedelta(days=30))
        return
    if step == "reopen":
        for item in Item.objects.filter(state="closed", applicant__gone=False)[:1]:
            # What was adjudicated is the administrator's to open again.
            who = everybody[-1] if item.stage == "adjudication" else everybody[0]
            reopen(who, item.pk, "再看", moment)
        return
    for one in everybody:
        item = take_next(one, Item.objects.order_by("opened_at", "id"), moment)
        if item is not None:
            values = {"supplement": "文件", "until": dt.date(2024, 4, 20)} if what is D else {}
            try:
                decide(one, item.pk, Intent(what, REASON[what], item.version, **values), moment)
            except DecisionRefusedError as e:
                raise AssertionError(f"{e.code}: an item that was free was not") from e
            return


def _hold(kept):
    """What must be true after every step; `kept` are the decisions so far."""
    from review.desk.flow.standing import conclude, decided
    from review.desk.publishing.case_file import unpacked

    there = {row["id"]: row for row in Decision.objects.values()}
    assert kept == {key: there[key] for key in kept}
    kept.update(there)
    for applicant in Applicant.objects.filter(gone=False):
        items = list(applicant.items.all())
        one = unpacked(CaseFile.objects.get(pk=applicant.pk).data)
        assert applicant.standing == conclude(one, [decided(item) for item in items]).standing
        for item in items:
            last = item.decisions.order_by("pk").last()
            if last is not None and last.choice != A:
                # Whoever was turned down is decided anew, or turned down on this evidence.
                assert item.state != "withdrawn"
                assert item.state != "closed" or last.evidence == item.evidence
            if applicant.standing == "pass":
                assert item.state in {"closed", "withdrawn"}
