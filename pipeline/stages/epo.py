"""The independent cross-check of a shard's patents with EPO OPS; off without an account."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evidence.applications import Application
from evidence.errors import HeyanError, Problem
from evidence.register import OfficialRecord
from pipeline.batches import BatchEntry
from pipeline.home import Home
from verifiers.cnipa.ops.access import DEFAULT_URL, OpsAccess
from verifiers.cnipa.ops.kept import KeptAnswers, kept_records
from verifiers.cnipa.ops.source import EpoOps
from verifiers.cnipa.port import PatentSource
from verifiers.cnipa.register import number_key
from verifiers.notices import load_notice

KEY_VARIABLE = "HEYAN_OPS_KEY"
SECRET_VARIABLE = "HEYAN_OPS_SECRET"  # noqa: S105  the variable's name
URL_VARIABLE = "HEYAN_OPS_URL"

_FOLDER = "epo_ops"
_STANDING = "standing.json"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """What came of asking EPO: numbers wanted, answered with a record or not, and why not.

    `problem` is why the source was not asked, or not to the end; None where all went well and
    where it is `off`.
    """

    records: list[OfficialRecord] = field(default_factory=list)
    off: bool = False
    wanted: int = 0
    answered: int = 0
    problems: Mapping[str, int] = field(default_factory=dict)
    problem: Problem | None = None

    @property
    def failed(self) -> int:
        """Numbers that EPO did not answer with a record: they stay not checked there."""
        return self.wanted - self.answered


def ops_access(environment: Mapping[str, str]) -> OpsAccess | None:
    """The account that the environment names; None where it names none.

    Raises SourceError (`E-OPS-CREDENTIALS`, `E-OPS-URL`) where it cannot be used.
    """
    key, secret = environment.get(KEY_VARIABLE, ""), environment.get(SECRET_VARIABLE, "")
    if not key and not secret:
        return None
    return OpsAccess(key.strip(), secret.strip(), environment.get(URL_VARIABLE) or DEFAULT_URL)


def cross_checked(
    home: Home,
    entry: BatchEntry,
    applications: Sequence[Application],
    log: logging.Logger,
    environment: Mapping[str, str] | None = None,
) -> CrossCheck:
    """What EPO shows of the patents claimed; whatever fails is told the log, and stops nothing.

    Only what was not answered before, or longer ago than the notice lets official records be, is
    asked for. What earlier runs got is used without an account too.
    """
    environment = os.environ if environment is None else environment
    numbers = claimed_numbers(applications)
    folder = home.registers / _FOLDER
    age = dt.timedelta(days=load_notice(entry.notice).thresholds.official_record_days)
    problem, problems, off = None, Counter[str](), False
    try:
        access = ops_access(environment)
        off = access is None
        if access is not None and numbers:
            with _alone(home.locks):
                for answer in _source(access, folder, age).ask(numbers):
                    if answer.problem is not None:
                        problems[answer.problem.code] += 1
    except (HeyanError, OSError) as e:
        problem = _problem(e)
    try:
        records = kept_records(folder, numbers)
    except HeyanError as e:
        records, problem = [], e.problem
    if problem is not None:
        log.warning("%s: %s", problem.code, problem.en)
    answered = len({number_key(record.patent_number) for record in records})
    return CrossCheck(records, off, len(numbers), answered, problems, problem)


def claimed_numbers(applications: Sequence[Application]) -> list[str]:
    """Each patent number that is claimed, once, as first declared; texts of another form are none."""
    found: dict[str, str] = {}
    for application in applications:
        for claim in application.claims:
            key = number_key(claim.patent_number)
            if key is not None:
                found.setdefault(key, claim.patent_number)
    return list(found.values())


def _source(access: OpsAccess, folder: Path, age: dt.timedelta) -> PatentSource:
    source = EpoOps(access, folder / _STANDING)
    return KeptAnswers(source, folder, age, lambda: dt.datetime.now(dt.UTC))


@contextmanager
def _alone(locks: Path) -> Iterator[None]:
    """One process asks at a time: the rate is the account's, and what one got the next has."""
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / "epo_ops.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _problem(error: HeyanError | OSError) -> Problem:
    if isinstance(error, HeyanError):
        return error.problem
    why = error.strerror or type(error).__name__
    return Problem(
        "E-OPS-KEEPING",
        f"欧洲专利局的答复无法保存（{why}）；请检查磁盘，再次运行即可。",
        f"What EPO answered cannot be kept ({why}). Check the disk, and run again.",
    )
