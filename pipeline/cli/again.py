"""Judging again from the command line, and saying whose outcome changed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import dagster as dg

from evidence.errors import HeyanError
from evidence.findings import Outcome, Verdict
from evidence.patent_numbers import parse_patent_number
from pipeline.batches import BatchEntry
from pipeline.cli.running import check_writable, held
from pipeline.cli.voice import Voice
from pipeline.home import Home
from pipeline.progress_files import ProgressFiles
from pipeline.rejudging import (
    Concerned,
    concerned_batch,
    concerned_batches,
    judge_again,
    verdicts_of,
)

_NAMED = 20
"""People or numbers named in a line; the files have all."""


def judge_concerned(
    voice: Voice,
    home: Home,
    instance: dg.DagsterInstance,
    numbers: Collection[str],
    only: BatchEntry | None = None,
) -> None:
    """Judge again every batch that claims one of these patents, or `only` the one given.

    Raises the first failure where some could not be judged; the others were.
    """
    failures: list[HeyanError] = []
    concerned = concerned_batches(home, instance, numbers, failures.append)
    _tell_unclaimed(voice, numbers, concerned)
    for one in concerned:
        if only is not None and one.entry.id != only.id:
            voice.say(
                f"批次 {one.entry.id} 也申报了其中的专利，本次未重新判断。",
                f"Batch {one.entry.id} claims some of them too, and was not judged again now.",
            )
        else:
            try:
                _judge(voice, home, instance, one.entry, numbers)
            except HeyanError as e:
                failures.append(e)
    for failure in failures[1:]:
        voice.problem(failure.problem)
    if failures:
        raise failures[0]


def _judge(
    voice: Voice,
    home: Home,
    instance: dg.DagsterInstance,
    entry: BatchEntry,
    numbers: Collection[str],
) -> None:
    with held(voice, home, instance, entry):
        # Somebody may have judged it meanwhile.
        one = concerned_batch(home, instance, numbers, entry.id)
        if one is None or one.unfinished:
            voice.say(
                f"批次 {entry.id} 尚未处理完，处理时会计入这些结果。",
                f"Batch {entry.id} is not processed to the end yet; "
                "it will take them into account.",
            )
            return
        check_writable(Path(one.entry.out))
        before = verdicts_of(home, entry.id)
        told = ProgressFiles(home, voice.problem)
        if not judge_again(home, instance, one, told):
            voice.say(
                f"批次 {entry.id} 还有文件待识读，暂不重新决定；"
                f"请先运行 heyan run {one.entry.source}。",
                f"Batch {entry.id} has files that wait to be read, and is not decided again; "
                f"run heyan run {one.entry.source} first.",
            )
            return
        _tell_judged(voice, one, before, verdicts_of(home, entry.id))


def _tell_judged(
    voice: Voice, one: Concerned, before: dict[str, Verdict], after: dict[str, Verdict]
) -> None:
    entry = one.entry
    if not one.undecided:
        voice.say(
            f"批次 {entry.id}：结论已是最新。", f"Batch {entry.id}: the verdicts are up to date."
        )
        return
    people = _listed(one.applicants)
    voice.say(
        f"批次 {entry.id}：重新判断 {len(one.applicants)} 人（{people}）；文件在 {entry.out}",
        f"Batch {entry.id}: {len(one.applicants)} judged again ({people}); files in {entry.out}",
    )
    for applicant, verdict in after.items():
        if applicant in before and before[applicant].outcome is not verdict.outcome:
            passes = verdict.outcome is Outcome.PASS
            voice.say(
                f"  {applicant}：现在{'通过' if passes else '需现场审查'}",
                f"  {applicant}: now {'passes' if passes else 'for on-site review'}",
            )


def _tell_unclaimed(voice: Voice, numbers: Collection[str], concerned: list[Concerned]) -> None:
    claimed = {key for one in concerned for key in one.claimants}
    unclaimed = sorted(one for one in numbers if parse_patent_number(one).digits not in claimed)
    if unclaimed:
        voice.say(
            f"{len(unclaimed)} 件专利在已处理的批次中无人申报，结果已保存：{_listed(unclaimed)}",
            f"{len(unclaimed)} patents are claimed by nobody in the batches processed so far; "
            f"kept: {_listed(unclaimed)}",
        )


def _listed(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:_NAMED])
    return shown + ("…" if len(names) > _NAMED else "")
