"""Is everything found that disagrees about a patent, and named, and nothing else?

    python -m benchmarks.patents --work DIR
    python -m benchmarks.patents --records --only "title without 一种" --show

Generates applicants with patents (fixtures.generator.patent_set): half of the patents are
genuine, about the others exactly one thing disagrees. Certificates are scans, official results
pictures under cnipa/, and `heyan run` judges them; with --work files and readings are kept, so
that a second run, or one of more patents, reads only what is new. --records leaves drawing and reading out and judges the truth.

Exit status 1 where anybody passes who must not, where a disagreement is not found or not
named, or where more than 2 % of the genuine patents are alarmed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.patent_runs.pipeline import judged_by_pipeline
from benchmarks.patent_runs.records import judged_by_records
from benchmarks.patent_runs.scores import Row, Score, scored
from fixtures.generator.patent_set.cases import GENUINE, patent_cases
from fixtures.generator.patent_set.disagreeing import DISAGREEING

MOST_ALARMS = 0.02


def main(arguments: list[str] | None = None) -> int:
    """Make the set, judge it, print the table; 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patents", type=int, default=440, help="at least so many")
    parser.add_argument("--only", choices=(GENUINE, *DISAGREEING), metavar="KIND")
    parser.add_argument("--records", action="store_true", help="judge the truth, read nothing")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    parser.add_argument("--work", type=Path, help="keep files and readings here")
    parser.add_argument("--show", action="store_true", help="print whatever went wrong")
    chosen = parser.parse_args(arguments)
    cases = list(patent_cases(chosen.seed, chosen.patents, chosen.only))
    start = time.perf_counter()
    if chosen.records:
        judged = judged_by_records(cases)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            work = (chosen.work or Path(temporary)).resolve()
            judged = judged_by_pipeline(cases, chosen.seed, work, chosen.workers)
    score = scored(cases, judged)
    _print_table(score)
    print(f"seconds              {time.perf_counter() - start:.0f}")
    if chosen.show:
        print("\n".join(score.faults))
    return 0 if kept_promise(score) else 1


def kept_promise(score: Score) -> bool:
    """Whether all is found and named, nobody passes wrongly, and alarms are few."""
    total = score.total()
    return (
        total.count + score.patents > 0
        and total.false_passes == 0
        and total.found == total.named == total.count
        and score.alarm_share <= MOST_ALARMS
    )


def _print_table(score: Score) -> None:
    print("| kind of disagreement | n | found | named | false passes |")
    print("|---|---|---|---|---|")
    for name, row in score.rows.items():
        print(_line(name, row))
    print(_line(f"all {len(score.rows)} kinds", score.total()))
    print()
    print(f"genuine patents      {score.patents} of {score.applicants} applicants")
    print(f"false alarms         {score.alarms} = {score.alarm_share:.1%}")
    print(f"applicants passed    {score.passed} of {score.applicants}")


def _line(name: str, row: Row) -> str:
    return f"| {name} | {row.count} | {row.found} | {row.named} | {row.false_passes} |"


if __name__ == "__main__":
    sys.exit(main())
