"""The two rosters after decisions: tables of cases, and what no mixture of them may break."""

import datetime as dt
from itertools import product
from random import Random

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from evidence.cases import Case
from evidence.findings import ClaimResult, Outcome, Result, Verdict
from review.desk.flow.standing import Decided, conclude
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage
from review.desk.results.final import concluded, final_rosters
from review.desk.results.judged import JudgedCase, JudgedItem, Vote
from review.rosters.heading import BatchRun
from tests.review.desk.cases import case, finding, passed

CHINA = dt.timezone(dt.timedelta(hours=8))
RUN = BatchRun(
    "xinxiang-2024-001",
    "",
    "通知",
    "新乡市工考管理机构",
    "r1",
    rule_titles={"A3a": "发证单位", "H3": "文化程度", "H1": "遵纪守法"},
)
A, S, D, F, R = Choice.ACCEPT, Choice.REJECT, Choice.SUPPLEMENT, Choice.ON_SITE, Choice.RETURN


def vote(choice, reason="", person="王审核员", stage=Stage.REVIEW, day=8, **more):
    usual = {A: "original", S: "issuer", D: "document", F: "compare", R: "withdrawn"}
    at = dt.datetime(2024, 4, day, 9, tzinfo=CHINA)
    return Vote(person, at, stage, choice, reason or usual[choice], **more)


def item(kind, claim, choice, *votes, is_open=False):
    given_votes = votes or ((vote(choice),) if choice else ())
    return JudgedItem(Decided(kind, claim, is_open, choice), given_votes)


def rosters(one, *items):
    return final_rosters(RUN, [JudgedCase(one, items)])


def only_row(roster):
    ((row,),) = (unit.rows for unit in roster.units)
    return row


def test_a_claim_that_people_accepted_passes_and_says_who_signed():
    found = rosters(
        case("XX001"),
        item(
            Kind.CLAIM,
            1,
            A,
            vote(A),
            vote(A, person="李复核员", stage=Stage.SECOND, day=9),
        ),
    )
    assert (1, 0, ()) == (found.passing.people, found.on_site.people, found.undecided)
    assert (
        "人工认可：第1项 发证单位（王审核员 2024-04-08，复核 李复核员 2024-04-09）"
        == only_row(found.passing).basis[-1]
    )


def test_only_those_sign_whose_decision_holds():
    votes = (
        vote(A, person="王审核员"),
        vote(S, person="李复核员", stage=Stage.SECOND),
        vote(A, person="孙管理员", stage=Stage.ADJUDICATION, day=10),
    )
    found = rosters(case("XX001"), item(Kind.CLAIM, 1, A, *votes))
    signed = only_row(found.passing).basis[-1]
    assert "（王审核员 2024-04-08，裁定 孙管理员 2024-04-10）" in signed
    assert "李复核员" not in signed


@pytest.mark.parametrize(
    ("choice", "given_vote", "reason"),
    [
        (S, vote(S), "不予认可　第1项：发证单位不在认可范围（王审核员 2024-04-08）"),
        (F, vote(F), "转现场审查　第1项：须现场核对原件（王审核员 2024-04-08）"),
        (R, vote(R), "退回　第1项：申报人撤回（王审核员 2024-04-08）"),
        (
            S,
            vote(S, "other", text=" 证书为复印件 "),
            "不予认可　第1项：证书为复印件（王审核员 2024-04-08）",
        ),
        (
            D,
            vote(D, supplement="表彰文件原件"),
            "需补充材料　第1项：补表彰文件：表彰文件原件（王审核员 2024-04-08）",
        ),
    ],
)
def test_every_other_decision_is_the_first_reason(choice, given_vote, reason):
    found = rosters(case("XX001"), item(Kind.CLAIM, 1, choice, given_vote))
    assert (0, 1) == (found.passing.people, found.on_site.people)
    assert reason == only_row(found.on_site).reasons[0]


def test_a_finding_that_people_accepted_is_no_reason_any_more():
    one = case(
        "XX001",
        [finding("XX001"), finding("XX001", "H1", None, explanation="未遵纪守法。")],
    )
    found = rosters(one, item(Kind.CLAIM, 1, F), item(Kind.APPLICATION, 0, A))
    reasons = "".join(only_row(found.on_site).reasons)
    assert "发证单位不在附件1认可范围" in reasons
    assert "未遵纪守法" not in reasons


def test_a_pass_that_a_sample_confirmed_rests_on_evidence_and_names_nobody():
    plain = rosters(passed("XX001"))
    sampled = rosters(passed("XX001"), item(Kind.SAMPLE, 0, A))
    assert only_row(plain.passing) == only_row(sampled.passing)


def test_a_sample_that_was_refused_stands_with_those_who_must_come():
    found = rosters(passed("XX001"), item(Kind.SAMPLE, 0, S, vote(S, "doubtful")))
    assert (0, 1) == (found.passing.people, found.on_site.people)
    assert ("不予认可　抽查：材料真实性存疑（王审核员 2024-04-08）",) == only_row(
        found.on_site
    ).reasons


def test_an_old_acceptance_of_what_the_machine_passes_now_needs_no_name():
    found = rosters(passed("XX001"), item(Kind.CLAIM, 1, A))
    assert [] == [line for line in only_row(found.passing).basis if "人工认可" in line]


def test_whoever_is_undecided_stands_on_neither_roster():
    found = final_rosters(
        RUN,
        [
            JudgedCase(case("XX001"), (item(Kind.CLAIM, 1, None, is_open=True),)),
            JudgedCase(case("XX002"), (item(Kind.CLAIM, 1, A),)),
        ],
    )
    assert ("XX001",) == found.undecided
    assert (1, 0) == (found.passing.people, found.on_site.people)


RESULTS = st.sampled_from(list(Result))
RULES = st.sampled_from(["A3a", "A4b", "H1", "H3", "H4b", "H65"])
CHOICES = st.sampled_from([None, A, S, D, F, R])


@st.composite
def judged_cases(draw):
    """A case of up to three claims with any findings, and any decisions about any items."""
    claims = draw(st.lists(st.sampled_from([1, 2, 5]), max_size=3))
    numbers = [None, *range(1, len(claims) + 1)]
    findings = draw(
        st.lists(
            st.builds(
                lambda rule, claim, result, bears: finding(
                    "XX001", rule, claim, result, bears=bears
                ),
                RULES,
                st.sampled_from(numbers),
                RESULTS,
                st.booleans(),
            ),
            max_size=6,
        )
    )
    verdict = Verdict(
        "XX001",
        draw(st.sampled_from(list(Outcome))),
        False,
        draw(st.sampled_from([(), ("H1",)])),
        tuple(ClaimResult(no, kind, draw(RESULTS)) for no, kind in enumerate(claims, 1)),
        tuple(findings),
    )
    keys = [(Kind.APPLICATION, 0), (Kind.SAMPLE, 0), *((Kind.CLAIM, n) for n in numbers if n)]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True))
    items = tuple(
        item(kind, claim, draw(CHOICES), is_open=draw(st.sampled_from([False, False, True])))
        for kind, claim in chosen
    )
    return JudgedCase(case("XX001", verdict=verdict), items)


def passes(judged):
    return conclude(judged.case, [one.item for one in judged.items]).standing == "pass"


@pytest.mark.parametrize(
    "kind_of_pass",
    [
        lambda found: found.accepted,
        lambda found: found.claims_refused,
        lambda found: not found.rulings,
    ],
    ids=["by people", "beside a rejected claim", "by the machine"],
)
def test_the_mixtures_below_hold_passes_of_every_kind(kind_of_pass):
    find(
        judged_cases(),
        lambda judged: passes(judged) and kind_of_pass(concluded(judged)),
        settings=settings(max_examples=20_000),
        random=Random(1),  # noqa: S311  the same search every time
    )


@settings(max_examples=400, deadline=None)
@given(judged_cases())
def test_nobody_is_on_the_pass_roster_whose_standing_is_not_a_pass(judged):
    standing = conclude(judged.case, [one.item for one in judged.items]).standing
    found = final_rosters(RUN, [judged])
    assert (standing == "pass") == (found.passing.people == 1)
    assert (standing in ("on_site", "returned")) == (found.on_site.people == 1)
    assert (standing == "undecided") == (found.undecided == ("XX001",))


@settings(max_examples=400, deadline=None)
@given(judged_cases())
def test_what_carries_a_pass_is_proven_or_signed_for_by_name(judged: JudgedCase):
    conclusion = concluded(judged)
    if conclusion is None or conclusion.outcome is not Outcome.PASS:
        return
    for ruling in conclusion.accepted:
        assert "王审核员 2024-04-08" == ruling.signed
    row = only_row(final_rosters(RUN, [judged]).passing)
    for ruling in conclusion.refused:
        assert not any(line.startswith(f"第{ruling.claim}项") for line in row.basis)
    assert () == row.reasons


@pytest.mark.parametrize(
    ("one", "choice"), list(product((case("XX001"), passed("XX001")), (S, F, R)))
)
def test_whoever_must_come_is_told_why(one: Case, choice):
    kind, claim = (Kind.CLAIM, 1) if one.verdict.outcome is Outcome.ON_SITE else (Kind.SAMPLE, 0)
    assert only_row(rosters(one, item(kind, claim, choice)).on_site).reasons
