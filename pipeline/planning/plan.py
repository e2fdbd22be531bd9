"""The plan of a batch: what of it is out of date, what the daemon does about it, what a person may.

Read only. What the daemon does is said by the functions by which its sensors decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.errors import Problem
from evidence.inbox import PROGRESS, Stage
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.partitions import shards_of
from pipeline.planning.asked import asked_so_far, findings_state
from pipeline.planning.costs import RUN_SECONDS, Costs, added
from pipeline.planning.failed import failed_shards
from pipeline.planning.look import Look
from pipeline.planning.outdated import INPUTS, Reason, ShardState
from pipeline.planning.pages import Pages, pages_of, total
from pipeline.planning.work import PlannedRun, due_work, runs_for, work_of_batch
from pipeline.progress_files import read_progress

CONCLUDING = ("footprints", "cross_findings", "verdicts", "rosters", "review_queue")
"""The steps over a whole batch, in order."""


class Conclusion(StrEnum):
    """How the rosters and the desk stand to the findings."""

    CURRENT = "current"
    BEHIND = "behind"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps that will run, those that follow if something comes out otherwise, and seconds.

    `seconds` counts the steps that will run, and is None where one was never measured here.
    """

    certain: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    seconds: float | None = 0.0


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What is out of date of a batch, what runs by itself, and what `heyan run` would do.

    `failed` are the shards whose last check failed, where that keeps the daemon from concluding.
    `in_vain` says that the daemon asked for the rest already and it failed: it asks for nothing
    a third time.
    `at_work` says that a run works on it or waits in the queue; `failure` is what ended the
    last one, and keeps the daemon from starting what it started already.
    """

    entry: BatchEntry
    notice: str
    shards: tuple[ShardState, ...]
    conclusion: Conclusion
    pages: Pages
    failed: tuple[str, ...]
    in_vain: bool
    at_work: bool
    failure: Problem | None
    runs: tuple[PlannedRun, ...]
    daemon: Steps
    by_hand: Steps

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The shards that were never judged."""
        return tuple(shard.key for shard in self.shards if shard.unfinished)

    @property
    def reasons(self) -> dict[Reason, list[str]]:
        """Each reason with the shards that it concerns."""
        found: dict[Reason, list[str]] = {}
        for shard in self.shards:
            for reason in shard.reasons:
                found.setdefault(reason, []).append(shard.key)
        return found

    @property
    def needs_operator(self) -> bool:
        """Whether something is out of date that the daemon leaves as it is."""
        by_hand = any(reason.by_hand for reason in self.reasons)
        held_up = self.unfinished or self.failed or self.in_vain
        failed = self.failure and not self.daemon.certain
        return not self.at_work and bool(held_up or failed or by_hand)

    @property
    def is_current(self) -> bool:
        """Whether nothing would come out of running anything."""
        current = self.conclusion is Conclusion.CURRENT
        return current and not (self.unfinished or self.reasons or self.failure)


def plans(look: Look, entries: Sequence[BatchEntry]) -> Iterator[BatchPlan]:
    """The plan of each batch, as things stand now."""
    costs, at_work = Costs(look.history.instance), look.history.at_work()
    asked = asked_so_far(look.history.instance)
    for entry in entries:
        states = look.states(entry)
        read = [one for one in states if one.unfinished or any(r.by_hand for r in one.reasons)]
        pages = total(pages_of(look.home, entry, one.key) for one in read)
        wanted = work_of_batch(look, states)
        due = due_work(wanted, asked.changes.targets)
        runs = runs_for(due, list(entry.shards))
        conclusion = _conclusion(look, entry)
        concluded = asked.conclusions.get(entry.id) == findings_state(_judged(look, entry))
        current = conclusion is Conclusion.CURRENT
        failed = () if current else tuple(failed_shards(look.history.instance, entry))
        yield BatchPlan(
            entry,
            look.files.notice_of(entry),
            tuple(states),
            conclusion,
            pages,
            failed,
            in_vain=len(due) < len(wanted) or (concluded and not (current or wanted)),
            at_work=not at_work.isdisjoint({entry.id, *entry.shards}),
            failure=_failure(look.home, entry),
            runs=tuple(runs),
            daemon=_daemon(
                [state for state in states if state.key in due or not state.stale],
                runs,
                costs,
                behind=not (current or concluded),
                held_up=bool(failed) or len(due) < len(wanted),
            ),
            by_hand=_by_hand(entry, pages, costs),
        )


def _judged(look: Look, entry: BatchEntry) -> list[int]:
    found = look.history.latest("findings")
    return [found.get(shard, 0) for shard in shards_of(entry.id, list(entry.shards))]


def _conclusion(look: Look, entry: BatchEntry) -> Conclusion:
    """As the sensor `finished_shards` sees it."""
    written = look.history.concluded(entry.id)
    judged = max(_judged(look, entry))
    if not written:
        return Conclusion.NEVER
    return Conclusion.BEHIND if written < judged else Conclusion.CURRENT


def _failure(home: Home, entry: BatchEntry) -> Problem | None:
    told = read_progress(home.state / PROGRESS / f"{entry.id}.json")
    if told is None or told.stage is not Stage.FAILED:
        return None
    zh = told.message_zh or "运行失败。"
    return Problem("E-RUN-FAILED", zh, told.message_en or "A run failed.")


def _daemon(
    states: Sequence[ShardState],
    runs: Sequence[PlannedRun],
    costs: Costs,
    *,
    behind: bool,
    held_up: bool,
) -> Steps:
    finished = not held_up and not any(state.unfinished for state in states)
    stale = {asset for state in states for asset in state.stale}
    follow = {asset for state in states for asset in state.perhaps} - stale
    concluding = finished and not any(state.unread for state in states)
    concludes = concluding and ("findings" in stale or behind)
    certain = _ordered(stale, concludes)
    perhaps = _ordered(follow, concluding and "findings" in follow and not concludes)
    seconds: list[float | None] = [RUN_SECONDS] * (len(runs) + concludes)
    for run in runs:
        for asset in run.assets:
            each = costs.of_step(asset)
            seconds.append(None if each is None else each * len(run.shards))
    if concludes:
        seconds += [costs.of_step(asset) for asset in CONCLUDING]
    return Steps(certain, perhaps, added(seconds))


def _by_hand(entry: BatchEntry, pages: Pages, costs: Costs) -> Steps:
    """`heyan run`: every step, of which reading reads what is not kept."""
    seconds = [costs.of_pages(pages), RUN_SECONDS]
    for asset in INPUTS:
        each = costs.of_step(asset) if asset != "readings" else 0.0
        seconds.append(None if each is None else each * len(entry.shards))
    seconds += [costs.of_step(asset) for asset in CONCLUDING]
    return Steps((*INPUTS, *CONCLUDING), (), added(seconds))


def _ordered(assets: set[str], concludes: bool) -> tuple[str, ...]:
    shards = tuple(asset for asset in INPUTS if asset in assets)
    return (*shards, *CONCLUDING) if concludes else shards
