"""The two rosters after people decided: pure, from cases and the decisions about them.

Nobody stands on the pass roster whose standing is not a pass, and nobody who is undecided
stands on either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.cases import Case
from evidence.findings import Finding, Outcome
from review.desk.flow.reasons import OTHER, beyond_reason, reason_of
from review.desk.flow.standing import conclude
from review.desk.models.applicants import Standing
from review.desk.models.decisions import Choice
from review.desk.models.items import Kind, Stage
from review.desk.publishing.wanted import wanted_items
from review.desk.results.judged import JudgedCase, JudgedItem, Vote
from review.rosters.concluded import Concluded, Ruling, Signature
from review.rosters.heading import BatchRun
from review.rosters.people import Roster, roster_row, rosters_from


@dataclass(frozen=True, slots=True)
class FinalRosters:
    """Both rosters, and the 申报编号 of who is undecided."""

    passing: Roster
    on_site: Roster
    undecided: tuple[str, ...]

    def of(self, outcome: Outcome) -> Roster:
        """One of the two."""
        return self.passing if outcome is Outcome.PASS else self.on_site


def final_rosters(run: BatchRun, judged: Iterable[JudgedCase]) -> FinalRosters:
    """The rosters of these cases; whoever is undecided stands on neither."""
    rows, undecided = [], []
    for one in judged:
        conclusion = concluded(one)
        if conclusion is None:
            undecided.append(one.case.dossier.id)
        else:
            row = roster_row(run, one.case.dossier, one.case.verdict, conclusion)
            rows.append((conclusion.outcome, row))
    return FinalRosters(*rosters_from(rows), tuple(undecided))


def concluded(judged: JudgedCase) -> Concluded | None:
    """Where people's decisions brought an applicant; None while somebody must still decide."""
    conclusion = conclude(judged.case, [one.item for one in judged.items])
    if conclusion.standing is Standing.UNDECIDED:
        return None
    rulings = tuple(
        ruling for one in judged.items if (ruling := _ruling(judged.case, one)) is not None
    )
    if conclusion.standing is Standing.PASS:
        return Concluded(Outcome.PASS, rulings)
    settled = {finding for ruling in rulings if ruling.accepts for finding in ruling.settled}
    against = tuple(one for one in conclusion.against if one not in settled)
    return Concluded(Outcome.ON_SITE, rulings, against)


def _ruling(case: Case, judged: JudgedItem) -> Ruling | None:
    """The decision in force; None where there is none, or it accepts what the machine passed."""
    item = judged.item
    in_force = [vote for vote in judged.votes if vote.choice is item.choice]
    if item.choice is None or not in_force:
        return None
    settled: tuple[Finding, ...] = ()
    if item.choice is Choice.ACCEPT:
        asked = {(one.kind, one.claim): one for one in wanted_items(case, sampled=False)}
        if (item.kind, item.claim) not in asked:
            return None
        settled = asked[item.kind, item.claim].blocking
    return Ruling(
        accepts=item.choice is Choice.ACCEPT,
        word=str(item.choice.label),
        claim=item.claim if item.kind is Kind.CLAIM else None,
        reason=reason_words(in_force[-1]),
        signatures=tuple(_signature(vote) for vote in in_force),
        settled=settled,
        about="抽查" if item.kind is Kind.SAMPLE else "",
    )


def reason_words(vote: Vote) -> str:
    """Why, in the words of the reason's code, or in the person's own where it says nothing."""
    reason = reason_of(vote.choice, vote.reason)
    words = reason.zh if reason else vote.reason
    if vote.reason == OTHER:
        words = vote.text.strip()
    supplement = beyond_reason(vote.choice, vote.reason, vote.supplement)
    return f"{words}：{supplement}" if supplement else words


def _signature(vote: Vote) -> Signature:
    role = "" if vote.stage is Stage.REVIEW else str(vote.stage.label)
    return Signature(vote.person, vote.at.date(), role)
