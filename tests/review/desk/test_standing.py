"""Where an applicant stands: tables of cases, and laws that no mixture of findings may break."""

from itertools import product

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from evidence.findings import Basis, ClaimResult, Outcome, Result, Verdict
from review.desk.flow.standing import Decided, conclude
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind
from review.desk.publishing.wanted import wanted_items
from review.rosters.people import CONDITIONS_3_AND_4, blocking_findings
from tests.review.desk.cases import case, finding

NUMBER = "XX001"
PATENT = 5
GOOD = (Result.MATCH, Result.ATTESTED)


def judged(findings, claims=((1, 1, Result.MISMATCH),), outcome=Outcome.ON_SITE, alone=()):
    """A case with these findings and claims (no, condition, result)."""
    verdict = Verdict(
        NUMBER,
        outcome,
        False,
        (),
        tuple(ClaimResult(no, condition, result, no in alone) for no, condition, result in claims),
        tuple(findings),
    )
    return case(NUMBER, verdict=verdict)


def claim(no, choice, *, is_open=False):
    return Decided(Kind.CLAIM, no, is_open, choice)


def whole(choice, *, is_open=False):
    return Decided(Kind.APPLICATION, 0, is_open, choice)


def sample(choice, *, is_open=False):
    return Decided(Kind.SAMPLE, 0, is_open, choice)


def of_claim(no, result=Result.MISMATCH, rule="A3a"):
    return finding(NUMBER, rule, no, result)


def of_application(rule, result=Result.MISMATCH, **values):
    return finding(NUMBER, rule, None, result, **values)


SCHOOLING = of_application("H3")
SERVICE = of_application("H1")
A, S, D, F, R = Choice.ACCEPT, Choice.REJECT, Choice.SUPPLEMENT, Choice.ON_SITE, Choice.RETURN


@pytest.mark.parametrize(
    ("findings", "items", "standing"),
    [
        # One claim in doubt.
        ([of_claim(1)], [claim(1, A)], "pass"),
        ([of_claim(1)], [claim(1, S)], "on_site"),
        ([of_claim(1)], [claim(1, F)], "on_site"),
        ([of_claim(1)], [claim(1, R)], "returned"),
        ([of_claim(1)], [claim(1, None, is_open=True)], "undecided"),
        ([of_claim(1)], [claim(1, A, is_open=True)], "undecided"),
        # Whoever accepts the claim waives schooling; whoever rejects it does not.
        ([of_claim(1), SCHOOLING], [claim(1, A)], "pass"),
        ([of_claim(1), SCHOOLING], [claim(1, S)], "on_site"),
        # Two claims: a rejected one beside a good one does no harm.
        ([of_claim(1), of_claim(2), SCHOOLING], [claim(1, A), claim(2, S)], "pass"),
        ([of_claim(1), of_claim(2), SCHOOLING], [claim(1, S), claim(2, S)], "on_site"),
        ([of_claim(1), of_claim(2)], [claim(1, A), claim(2, None, is_open=True)], "undecided"),
        # The application as a whole.
        ([SERVICE], [whole(A)], "pass"),
        ([SERVICE], [whole(S)], "on_site"),
        ([SCHOOLING], [whole(A)], "pass"),
        ([of_claim(1), SERVICE], [claim(1, A), whole(A)], "pass"),
        ([of_claim(1), SERVICE], [claim(1, A), whole(S)], "on_site"),
        ([of_claim(1), SERVICE], [claim(1, A), whole(None, is_open=True)], "undecided"),
        # Accepting the application was asked about service, not about schooling.
        ([of_claim(1), SERVICE, SCHOOLING], [claim(1, S), whole(A)], "on_site"),
        # An item that the case asks for and that nobody decided.
        ([of_claim(1)], [], "undecided"),
        ([], [], "undecided"),
        ([SERVICE], [claim(1, A)], "undecided"),
        ([of_claim(1), SERVICE], [claim(1, A)], "undecided"),
        ([of_claim(1), SERVICE], [whole(A)], "undecided"),
        # A claim that the application has no more is nobody's good claim.
        ([of_claim(1), SCHOOLING], [claim(1, S), claim(7, A)], "on_site"),
    ],
)
def test_what_the_machine_did_not_pass(findings, items, standing):
    claims = {(one.claim, 1, Result.MISMATCH) for one in findings if one.claim}
    assert standing == conclude(judged(findings, sorted(claims)), items).standing


@pytest.mark.parametrize(
    ("items", "standing"),
    [
        ([], "pass"),
        ([sample(A)], "pass"),
        ([sample(S)], "on_site"),
        ([sample(F)], "on_site"),
        ([sample(R)], "returned"),
        ([sample(None, is_open=True)], "undecided"),
        ([claim(1, A)], "pass"),
        ([claim(1, S)], "on_site"),
        ([claim(1, None, is_open=True)], "undecided"),
        ([whole(S)], "on_site"),
        # Withdrawn: neither open nor decided.
        ([claim(1, None)], "pass"),
    ],
)
def test_what_the_machine_passed(items, standing):
    one = judged([of_claim(1, Result.MATCH)], ((1, 1, Result.MATCH),), Outcome.PASS)
    assert standing == conclude(one, items).standing


def test_a_rejected_claim_beside_one_that_the_machine_proved_still_passes():
    claims = ((1, 1, Result.MATCH), (2, 1, Result.MATCH))
    one = judged([of_claim(1, Result.MATCH), of_claim(2, Result.MATCH)], claims, Outcome.PASS)
    assert Standing.PASS is conclude(one, [claim(2, S)]).standing
    assert Standing.ON_SITE is conclude(one, [claim(1, S), claim(2, S)]).standing


@pytest.mark.parametrize(
    ("alone", "decisions", "standing"),
    [
        ((), (A, A), "pass"),
        ((), (A, S), "on_site"),
        ((), (S, S), "on_site"),
        ((1,), (A, S), "pass"),
        ((1,), (S, A), "on_site"),
    ],
)
def test_one_of_two_utility_models_is_not_enough_and_an_invention_is(alone, decisions, standing):
    claims = ((1, PATENT, Result.UNSURE), (2, PATENT, Result.UNSURE))
    findings = [of_claim(1, Result.UNSURE, "A9"), of_claim(2, Result.UNSURE, "A9"), SCHOOLING]
    items = [claim(no, choice) for no, choice in enumerate(decisions, 1)]
    assert standing == conclude(judged(findings, claims, alone=alone), items).standing


def test_a_verdict_that_passes_over_a_finding_that_blocks_is_looked_at():
    """No rule makes such a verdict; if one came, it would not be a pass."""
    one = judged([of_claim(1)], outcome=Outcome.PASS)
    assert [(Kind.CLAIM, 1)] == [(w.kind, w.claim) for w in wanted_items(one, sampled=True)]
    assert Standing.UNDECIDED is conclude(one, []).standing


def test_what_still_stands_against_a_pass_is_told():
    told = conclude(judged([of_claim(1), SERVICE, SCHOOLING]), [claim(1, S), whole(A)]).against
    assert {"A3a", "H3"} == {one.rule for one in told}


# --- laws ---------------------------------------------------------------------------------

RULES = (("A3a", 1), ("A4b", 1), ("A3a", 2), ("A9", 3), ("A9", 4), ("H3", None), ("H4a", None))
RULES += (("H1", None), ("S1", None))
CONDITIONS = {1: 1, 2: 2, 3: PATENT, 4: PATENT}


@st.composite
def cases(draw):
    """Any mixture of findings, whether it bears or not, under either outcome."""
    chosen = draw(st.lists(st.sampled_from(RULES), unique=True, max_size=len(RULES)))
    findings = [
        finding(
            NUMBER,
            rule,
            no,
            result,
            bears=draw(st.booleans()),
            basis=Basis.ATTESTATION if result is Result.ATTESTED else Basis.EVIDENCE,
        )
        for rule, no in chosen
        for result in [draw(st.sampled_from(Result))]
    ]
    claims = {one.claim for one in findings if one.claim} | draw(st.sets(st.sampled_from([1, 2])))
    results = [
        (no, CONDITIONS[no], min((f.result for f in findings if f.claim == no), default=Result.MATCH,
                                 key=lambda result: result.order))
        for no in sorted(claims)
    ]  # fmt: skip
    outcome = draw(st.sampled_from(Outcome))
    return judged(findings, results, outcome, draw(st.sets(st.sampled_from([3, 4]))))


CHOICES = (A, A, A, A, S, S, F, R)
OTHERS = [(Kind.CLAIM, no) for no in (1, 2, 3, 4, 7)] + [(Kind.APPLICATION, 0), (Kind.SAMPLE, 0)]


@st.composite
def decided_cases(draw):
    """A case with its items, mostly decided, and perhaps others: withdrawn, vanished, left over."""
    one = draw(cases())
    wanted = [(w.kind, w.claim) for w in wanted_items(one, sampled=draw(st.booleans()))]
    keys = {*wanted, *draw(st.lists(st.sampled_from(OTHERS), max_size=2))}
    state = st.sampled_from([*CHOICES, *CHOICES, *CHOICES, None, "open"])
    items = [
        Decided(kind, no, choice == "open", None if choice == "open" else choice)
        for kind, no in sorted(keys)
        for choice in [draw(state)]
    ]
    return one, items


@given(decided_cases())
def test_nobody_passes_while_an_item_is_open(pair):
    one, items = pair
    if any(item.open for item in items):
        assert Standing.UNDECIDED is conclude(one, items).standing


@given(decided_cases())
@settings(max_examples=500)
def test_nobody_passes_over_a_finding_that_neither_a_person_nor_a_good_claim_settled(pair):
    one, items = pair
    if conclude(one, items).standing is not Standing.PASS:
        return
    choices = {(item.kind, item.claim): item.choice for item in items}
    asked = {(w.kind, w.claim): w.blocking for w in wanted_items(one, sampled=False)}
    for against in blocking_findings(one.verdict):
        accepted = any(
            against in blocking and choices.get(key) is A for key, blocking in asked.items()
        )
        waived = against.rule in CONDITIONS_3_AND_4 or choices.get((Kind.CLAIM, against.claim)) is S
        assert accepted or (waived and good_claims(one, choices))


@pytest.mark.parametrize("outcome", Outcome)
def test_the_laws_are_about_people_who_pass_as_well(outcome):
    """Among the mixtures are passes with something that people settled."""
    found = find(
        decided_cases(),
        lambda pair: (
            pair[0].verdict.outcome is outcome
            and conclude(*pair).standing is Standing.PASS
            and S in [item.choice for item in pair[1]]
        ),
        settings=settings(max_examples=5000),
    )
    assert found


def good_claims(one, choices):
    """Claims that stand in for H3 and H4, written out another way than in the code."""
    accepted = {
        c.no
        for c in one.verdict.claims
        if choices.get((Kind.CLAIM, c.no)) is A
        or (c.result in GOOD and choices.get((Kind.CLAIM, c.no)) is None)
    }
    patents = {c.no for c in one.verdict.claims if c.condition == PATENT}
    alone = {c.no for c in one.verdict.claims if c.alone or c.condition != PATENT}
    return (accepted & alone) or (patents if patents <= accepted else set())


@given(decided_cases())
def test_an_on_site_verdict_passes_only_where_every_item_was_decided(pair):
    one, items = pair
    if one.verdict.outcome is Outcome.PASS or conclude(one, items).standing is not Standing.PASS:
        return
    decided = {(item.kind, item.claim) for item in items if item.choice}
    wanted = {(w.kind, w.claim) for w in wanted_items(one, sampled=False)}
    assert wanted
    assert wanted <= decided


@given(decided_cases())
def test_a_sample_or_application_that_was_not_accepted_never_passes(pair):
    one, items = pair
    if any(i.choice not in (None, A) and i.kind is not Kind.CLAIM for i in items):
        assert Standing.PASS is not conclude(one, items).standing


@given(decided_cases())
def test_rejecting_instead_of_accepting_never_turns_into_a_pass(pair):
    one, items = pair
    before = conclude(one, items).standing
    for place, item in enumerate(items):
        if item.choice is A:
            worse = [*items]
            worse[place] = Decided(item.kind, item.claim, item.open, S)
            assert before is Standing.PASS or conclude(one, worse).standing is not Standing.PASS


@given(decided_cases(), st.data())
def test_the_order_of_items_never_matters(pair, data):
    one, items = pair
    assert conclude(one, items) == conclude(one, data.draw(st.permutations(items)))


@pytest.mark.parametrize(("outcome", "choice"), list(product(Outcome, (S, F, R))))
def test_a_sample_that_a_person_turned_down_never_passes(outcome, choice):
    one = judged([of_claim(1, Result.MATCH)], ((1, 1, Result.MATCH),), outcome)
    assert Standing.PASS is not conclude(one, [sample(choice), claim(1, A), whole(A)]).standing
