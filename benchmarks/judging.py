"""Ten thousand applications on one core: how long does judging them take?

    python -m benchmarks.judging --limit 60
    python -m benchmarks.judging --applicants 2000 --profile

Judges applicants made as records (benchmarks/crowd), no page is read:
findings across applicants, then findings and verdict of each. Time is of
the one process's own processor, so that neighbours do not count. Then the check across
applicants alone at three sizes, each twice the last. Exit status 1 over the
limit, where that check grows faster than n log n, or where anybody passed
who should not. Genuine ones who did not pass are only counted.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import math
import pstats
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from benchmarks.crowd.cases import Member
from benchmarks.crowd.members import RECEIVED, crowd
from evidence.findings import Finding, Outcome
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.cross import cross_findings
from verifiers.notices import load_notice
from verifiers.notices.notice import Notice
from verifiers.verdict import decide
from verifiers.verify import verify

_NOTICE = "xinxiang-2024-22"
_TOLERANCE = 1.25
"""How much a ratio of times may be over that of n log n: sixth parts are the machine's noise."""


def main() -> int:
    """Build, judge, print; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applicants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=60, help="seconds for all of them")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    chosen = parser.parse_args()
    if chosen.applicants % 20:
        parser.error("applicants are made by tens, and halved once")
    notice = load_notice(_NOTICE)
    applicants = crowd(2 * chosen.applicants, chosen.seed)
    members = list(islice(applicants, chosen.applicants))
    print(f"applications         {len(members)}")
    print(f"documents            {sum(len(one.dossier.documents) for one in members)}")
    profile = cProfile.Profile() if chosen.profile else None
    if profile:
        profile.enable()
    judged = _judge(members, notice)
    if profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    _show(judged)
    steady = _growth([*members, *applicants], notice)
    return 0 if judged.seconds <= chosen.limit and steady and not judged.false_passes else 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of judging: seconds are the processor's, `elapsed` the clock's."""

    seconds: float
    elapsed: float
    across: float
    outcomes: Counter[tuple[str, bool, Outcome]]

    @property
    def false_passes(self) -> int:
        """How many passed who should not."""
        return sum(
            count
            for (_, genuine, outcome), count in self.outcomes.items()
            if outcome is Outcome.PASS and not genuine
        )


def _judge(members: Sequence[Member], notice: Notice) -> Judged:
    """Everything that the pipeline asks of verifiers for a batch."""
    elapsed, seconds = time.perf_counter(), time.process_time()
    authorities = load_authorities()
    register = PatentRegister(record for member in members for record in member.records)
    across: dict[str, list[Finding]] = {}
    start = time.process_time()
    for finding in cross_findings([member.dossier for member in members], notice):
        across.setdefault(finding.application, []).append(finding)
    crossed = time.process_time() - start
    outcomes: Counter[tuple[str, bool, Outcome]] = Counter()
    for member in members:
        dossier = member.dossier
        findings = verify(dossier, register, authorities, notice, RECEIVED)
        verdict = decide(dossier, [*findings, *across.get(dossier.id, ())], notice)
        outcomes[member.kind, member.genuine, verdict.outcome] += 1
    return Judged(time.process_time() - seconds, time.perf_counter() - elapsed, crossed, outcomes)


def _show(judged: Judged) -> None:
    total = judged.outcomes.total()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"CPU seconds          {judged.seconds:.1f} (by the clock {judged.elapsed:.1f})")
    print(f"applications a s     {total / judged.seconds:.0f}")
    print(f"of it across         {judged.across:.2f} s")
    print(f"peak memory          {peak:.0f} MiB")
    print(f"false passes         {judged.false_passes}")
    genuine = sum(count for (_, good, _), count in judged.outcomes.items() if good)
    passed = sum(judged.outcomes[one] for one in judged.outcomes if one[1:] == (True, Outcome.PASS))
    print(f"genuine passed       {passed} of {genuine}")
    for (kind, _, outcome), count in sorted(judged.outcomes.items()):
        print(f"    {kind:36} {outcome:8} {count:>6}")


def _growth(members: Sequence[Member], notice: Notice) -> bool:
    """Time the check across applicants at a quarter, a half and all of them.

    Without Python's collector, whose full passes over all 20,000 dossiers in
    memory come at odd moments and are no part of the check.
    """
    times: dict[int, float] = {}
    for size in (len(members) // 4, len(members) // 2, len(members)):
        dossiers = [member.dossier for member in members[:size]]
        taken = []
        for _ in range(3):
            gc.collect()
            gc.disable()
            start = time.process_time()
            cross_findings(dossiers, notice)
            taken.append(time.process_time() - start)
            gc.enable()
        times[size] = statistics.median(taken)
    steady = True
    for n, seconds in times.items():
        print(f"across {n:>7}       {seconds:.3f} s")
    for n in list(times)[:-1]:
        ratio, allowed = times[2 * n] / times[n], 2 * math.log(2 * n) / math.log(n)
        steady = steady and ratio <= _TOLERANCE * allowed
        print(f"t({2 * n}) / t({n})  {ratio:.2f}; n log n gives {allowed:.2f}")
    return steady


if __name__ == "__main__":
    sys.exit(main())
