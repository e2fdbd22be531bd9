"""EPO OPS under each of its faults: what 1,000 patents cost, and whether anything is lost.

    python -m benchmarks.ops

The client asks a loopback server that behaves as OPS is documented to and counts what comes. Each
fault is met three times: a first run; a second after the fault is over and a week has passed, as
an operator would run again; a third right after. Server and client share a clock that jumps where
the client sleeps; the last line is on the real clock. Lost are patents that OPS has and that are
without their record after the second run; wrong are records that show another patent's values.

Exit status 1 where anything is lost or wrong, a request came above the rate that the server had
announced, the third run asked for anything, or more than 25 requests were needed where OPS
refuses no number.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.loopback_ops import faults, patents
from benchmarks.loopback_ops.clock import JumpingClock
from benchmarks.loopback_ops.patents import Patent
from benchmarks.loopback_ops.server import (
    KEY,
    SECRET,
    Fault,
    LoopbackOps,
    Reply,
    no_fault,
    served,
)
from evidence.errors import SourceError
from evidence.register import Answer
from verifiers.cnipa.ops.access import OpsAccess
from verifiers.cnipa.ops.client import Limits
from verifiers.cnipa.ops.kept import KeptAnswers
from verifiers.cnipa.ops.source import EpoOps

_PATENTS = 1_000
_MOST_REQUESTS = 25
_AGE = dt.timedelta(days=31)
_WEEK = 8 * 24 * 3600.0
_SILENCE = 1.5
"""Seconds after which the client gives up a silent line here, to keep the benchmark short."""

Made = Callable[[LoopbackOps, Sequence[Patent]], Fault]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault; `bad` are the positions of patents that OPS refuses or garbles while it lasts.

    `tokens` is how many seconds a token lasts.
    """

    name: str
    fault: Made
    bad: tuple[int, ...] = ()
    knows: Callable[[Sequence[Patent]], Sequence[Patent]] = list
    tokens: int = 1199
    real: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run: requests that it made, answers it got, and the source's error that ended it."""

    requests: int
    answers: list[Answer]
    error: str

    @property
    def records(self) -> int:
        """Patents with a record."""
        return sum(bool(answer.records) for answer in self.answers)

    @property
    def refused(self) -> int:
        """Patents with a problem of their own."""
        return sum(answer.problem is not None for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one trouble."""

    trouble: Trouble
    first: Run
    second: Run
    third: Run
    lost: int
    wrong: int
    too_fast: int
    seconds: float

    @property
    def most(self) -> int | None:
        """Requests that the first run may need; None where numbers are refused or it was ended."""
        return None if self.trouble.bad or self.first.error else _MOST_REQUESTS

    @property
    def holds(self) -> bool:
        """Whether every promise was kept."""
        return (
            self.lost == self.wrong == self.too_fast == self.third.requests == 0
            and not self.third.error
            and (self.most is None or self.first.requests <= self.most)
        )


def _always(fault: Fault) -> Made:
    return lambda _ops, _known: fault


def _about(*positions: int, spoil: Callable[[Reply], Reply]) -> Made:
    return lambda _ops, known: faults.concerning({known[p].digits for p in positions}, spoil)


def _ambiguous(ops: LoopbackOps, known: Sequence[Patent]) -> Fault:  # noqa: ARG001  as its like
    bad = known[437]
    return faults.concerning({bad.digits}, faults.ambiguous(bad.digits, bad.kind))


def _spoilt(spoil: Callable[[Patent], Patent]) -> Callable[[Sequence[Patent]], list[Patent]]:
    return lambda known: [spoil(one) if place == 437 else one for place, one in enumerate(known)]


TROUBLES = (
    Trouble("as documented", _always(no_fault)),
    Trouble("header says another charset", _always(faults.data(faults.wrong_charset))),
    Trouble("tokens that end in mid-run", _always(no_fault), tokens=35),
    Trouble("token void in mid-run, once", _always(faults.nth({7}, faults.void_token))),
    Trouble("503 three times", _always(faults.nth({1, 8, 15}, faults.busy()))),
    Trouble("503, Retry-After 30", _always(faults.nth({4}, faults.busy(30)))),
    Trouble("cut off twice", _always(faults.nth({2, 11}, faults.cut))),
    Trouble("half a body as if whole", _always(faults.nth({2, 11}, faults.cut_without_length))),
    Trouble("silent once", _always(faults.nth({5}, faults.silent(2 * _SILENCE)))),
    Trouble("GB 18030 once", _always(faults.nth({3}, faults.other_encoding))),
    Trouble("a sign-in page once", _always(faults.nth({3}, faults.login_page))),
    Trouble("5 a minute from the 6th on", lambda ops, _: faults.slower(ops, "inpadoc", 6, 5)),
    Trouble("a number that OPS lacks", _always(no_fault), (437,), lambda k: [*k[:437], *k[438:]]),
    Trouble("a number refused, unnamed", _about(437, spoil=faults.invalid_reference), (437,)),
    Trouble("a number not found, all 404", _about(437, spoil=faults.entity_not_found), (437,)),
    Trouble(
        "three numbers refused", _about(3, 437, 990, spoil=faults.invalid_reference), (3, 437, 990)
    ),
    Trouble("a number ambiguous (413)", _ambiguous, (437,)),
    Trouble("a number always cut off", _about(437, spoil=faults.cut), (437,)),
    Trouble("a number always GB 18030", _about(437, spoil=faults.other_encoding), (437,)),
    Trouble("500 for a number", _about(437, spoil=lambda _: Reply(500)), (437,)),
    Trouble("another's check digit", _always(no_fault), (437,), _spoilt(patents.of_another)),
    Trouble("names encoded twice", _always(no_fault), (437,), _spoilt(patents.garbled)),
    Trouble("503 always", _always(faults.data(faults.busy()))),
    Trouble("503 always from the 9th on", _always(faults.nth(range(9, 999), faults.busy()))),
    Trouble(
        "hour's quota at the 9th", _always(faults.nth({9}, faults.quota("IndividualQuotaPerHour")))
    ),
    Trouble(
        "week's quota at the 9th", _always(faults.nth({9}, faults.quota("RegisteredQuotaPerWeek")))
    ),
    Trouble(
        "hour's quota by the header",
        _always(faults.used(451_000_000, "X-IndividualQuotaPerHour-Used")),
    ),
    Trouble("RobotDetected at the 9th", _always(faults.nth({9}, faults.robot))),
    Trouble("black from the 6th on", lambda ops, _: faults.black(ops, "inpadoc", 6)),
    Trouble("token never taken", _always(faults.data(faults.void_token))),
    Trouble("account refused", _always(faults.tokens(faults.refused_account))),
    Trouble("redirected", _always(faults.data(faults.redirected))),
    Trouble("entities that grow", _always(faults.data(faults.bomb))),
    Trouble("GB 18030 always", _always(faults.data(faults.other_encoding))),
    Trouble("as documented, real clock", _always(no_fault), real=True),
)


def measured(trouble: Trouble, known: Sequence[Patent], folder: Path) -> Outcome:
    """One trouble met three times."""
    started, clock = time.monotonic(), JumpingClock()
    now = time.time if trouble.real else clock.now
    sleep = time.sleep if trouble.real else clock.sleep
    server = LoopbackOps(trouble.knows(known), now=now, token_seconds=trouble.tokens)
    server.fault = trouble.fault(server, known)
    with served(server) as ops:

        def run() -> Run:
            before, answers, error = ops.total, [], ""
            limits = Limits(silence=_SILENCE)
            source = EpoOps(
                OpsAccess(KEY, SECRET, ops.url), folder / "standing.json", limits, now, sleep
            )
            kept = KeptAnswers(
                source, folder, _AGE, lambda: dt.datetime.fromtimestamp(now(), dt.UTC)
            )
            try:
                answers.extend(kept.ask([one.number for one in known]))
            except SourceError as e:
                error = e.code
            return Run(ops.total - before, answers, error)

        first = run()
        server.fault, server.patents = no_fault, {one.digits: one for one in known}
        server.rates = LoopbackOps().rates
        if not trouble.real:
            clock.sleep(_WEEK)
        second, third = run(), run()
    truth = {one.number: one for one in known}
    records = [(a.patent_number, r) for a in (*first.answers, *second.answers) for r in a.records]
    told = {answer.patent_number for answer in second.answers if answer.records}
    return Outcome(
        trouble,
        first,
        second,
        third,
        lost=len(set(truth) - told),
        wrong=sum(not _is_right(truth[number], record) for number, record in records),
        too_fast=ops.too_fast,
        seconds=time.monotonic() - started,
    )


def _is_right(patent: Patent, record: object) -> bool:
    shown = (
        getattr(record, name)
        for name in ("patent_number", "title", "inventors", "inventors_latin", "grant_number")
    )
    grant = f"CN{patent.grant}{patent.grant_kind}" if patent.grant else ""
    names, latin = zip(*patent.inventors, strict=True)
    return tuple(shown) == (patent.number, patent.title, names, latin, grant)


def main() -> int:
    """Every trouble, as a table; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--patents", type=int, default=_PATENTS, help="default %(default)s")
    parser.add_argument("--only", default="", help="troubles whose name holds this text")
    chosen = parser.parse_args()
    known = patents.made_up(chosen.patents)
    outcomes = []
    for trouble in TROUBLES:
        if chosen.only in trouble.name:
            with tempfile.TemporaryDirectory() as folder:
                outcomes.append(measured(trouble, known, Path(folder)))
    _show(outcomes, len(known))
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def _show(outcomes: Sequence[Outcome], patents_asked: int) -> None:
    table = Table(title=f"{patents_asked} patents at EPO OPS (loopback)")
    columns = ("fault", "requests", "records", "refused alone", "ended by", "2nd run", "3rd run")
    for name in (*columns, "lost", "wrong", "above rate", "s", "holds"):
        table.add_column(name, justify="left" if name in {"fault", "ended by"} else "right")
    for one in outcomes:
        table.add_row(
            one.trouble.name,
            str(one.first.requests),
            str(one.first.records),
            str(one.first.refused),
            one.first.error.removeprefix("E-OPS-"),
            str(one.second.requests),
            str(one.third.requests),
            str(one.lost),
            str(one.wrong),
            str(one.too_fast),
            f"{one.seconds:.1f}",
            "yes" if one.holds else "NO",
        )
    Console(width=150).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
