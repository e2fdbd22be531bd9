"""Does anybody pass on evidence that nobody proved?

    python -m benchmarks.safety
    python -m benchmarks.safety --only H61 --show 20

Thousands of applicants at record level, genuine ones, ones with a single
trap, with every pair of traps, and ones that touch each other; expected
results are written by hand from the notice. Exit status 1 where anybody
passes who must not, or a share is missed.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.safety_cases.cases import Amount, Case, cases
from benchmarks.safety_cases.judge import Judge, present_judge
from benchmarks.safety_cases.scoring import Row, Scored, Tally, tallied

GENUINE_SHARE = 0.99
NAMED_SHARE = 0.99


def main(arguments: list[str] | None = None) -> int:
    """Judge all cases, print the table; 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", metavar="RULE", help="only the cases about this rule")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N failures in full")
    parser.add_argument(
        "--all-pairs", action="store_true", help="every two traps, not one pair of each two kinds"
    )
    chosen = parser.parse_args(arguments)
    start = time.perf_counter()
    tally = run(present_judge(), chosen.seed, Amount(every_pair=chosen.all_pairs), chosen.only)
    _print_table(tally)
    _print_totals(tally, time.perf_counter() - start)
    # a false pass is what a reader must see first
    for scored in sorted(tally.wrong, key=lambda one: not one.false_pass)[: chosen.show]:
        _print_failure(scored)
    return 0 if kept(tally) else 1


def run(judge: Judge, seed: int, amount: Amount, only: str | None = None) -> Tally:
    """The tally of a judge over the cases of a seed, all or those about one rule."""
    chosen = (one for one in cases(seed, amount) if only is None or _about(one, only))
    return tallied(chosen, judge)


def kept(tally: Tally) -> bool:
    """Whether the promise is kept: no false pass, and both shares reached."""
    total = tally.total
    return (
        tally.cases > 0
        and total.false_passes == 0
        and _share(total.passed, total.passing) >= GENUINE_SHARE
        and _share(total.named, total.failing) >= NAMED_SHARE
    )


def _about(case: Case, rule: str) -> bool:
    return rule in case.heads


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _print_table(tally: Tally) -> None:
    print(
        f"{'rule':10} {'cases':>6} {'right':>6} {'wrong':>6}   pass side      on-site side   false passes"
    )
    for name, row in sorted(tally.rows.items()):
        print(_line(name, row))
    print()
    for name, row in tally.kinds.items():
        print(_line(name, row))


def _line(name: str, row: Row) -> str:
    count = row.passing + row.failing
    passing, failing = f"{row.passed}/{row.passing}", f"{row.named}/{row.failing}"
    return (
        f"{name:10} {count:>6} {count - row.faulty:>6} {row.faulty:>6}   "
        f"{passing:14} {failing:14} {row.false_passes:>12}"
    )


def _print_totals(tally: Tally, seconds: float) -> None:
    total = tally.total
    print()
    print(f"cases                          {tally.cases}")
    print(f"false passes                   {total.false_passes}")
    print(f"genuine passed                 {total.passed}/{total.passing}"
          f" = {_share(total.passed, total.passing):.2%}")  # fmt: skip
    print(f"on-site with the right rule    {total.named}/{total.failing}"
          f" = {_share(total.named, total.failing):.2%}")  # fmt: skip
    print(f"seconds                        {seconds:.0f}")


def _print_failure(scored: Scored) -> None:
    expected = "pass" if scored.case.passes else "on_site"
    print()
    print(f"{scored.case.kind}: {scored.case.name}")
    print(f"    expected {expected}, found {scored.judgement.outcome}: {'; '.join(scored.faults)}")
    for line in scored.judgement.lines:
        print(f"    {line}")
    one = scored.case.batch[scored.case.look_at]
    print(f"    {one.application}")
    for name, paper in one.papers.items():
        fields = ", ".join(f"{field.name}={field.value}" for field in paper.fields)
        print(f"    {name}: {fields}")
    for record in one.records:
        print(f"    {record}")


if __name__ == "__main__":
    sys.exit(main())
