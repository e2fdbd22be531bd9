"""EPO OPS as a source of official records: a hundred patents a request, none lost to another."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from evidence.errors import Problem, SourceError
from evidence.patent_numbers import PatentNumber
from evidence.register import Answer, OfficialRecord, RecordSource
from verifiers.cnipa.ops import problems
from verifiers.cnipa.ops.access import OpsAccess
from verifiers.cnipa.ops.asked import Asked, application, patent_or_problem
from verifiers.cnipa.ops.asking import Asking
from verifiers.cnipa.ops.biblio import Publication, publications
from verifiers.cnipa.ops.client import Limits, OpsClient
from verifiers.cnipa.ops.failures import PassingError
from verifiers.cnipa.ops.legal import History, histories, joined
from verifiers.cnipa.ops.pace import Pace
from verifiers.cnipa.ops.records import belongs, newest, record_of

BATCH = 100
"""Numbers that one request may name. Source: OPS reference guide, bulk retrieval."""
_NOTHING = "E-OPS-NOT-FOUND"
"""Of legal events: OPS has none, which is no reason for doubt."""


class EpoOps:
    """EPO's Open Patent Services (`verifiers.cnipa.port.PatentSource`).

    `standing` is the file that remembers the allowed rate between runs; `now` gives seconds since
    1970. One object, and one process at a time, asks for one account.
    """

    source = RecordSource.EPO_OPS

    def __init__(
        self,
        access: OpsAccess,
        standing: Path | None = None,
        limits: Limits | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pace = Pace(standing, now, sleep)
        self._client = OpsClient(access, self._pace, limits or Limits(), now)
        self._now = now
        self._sleep = sleep

    def ask(self, numbers: Sequence[str]) -> Iterator[Answer]:
        """One answer for each different patent; what cannot be asked for first.

        Answers are never complete: absence from OPS says nothing of a patent. Raises SourceError
        (`E-OPS-…`) where OPS does not answer, has no more quota or refuses the account.
        """
        wanted: dict[str, PatentNumber] = {}
        told: set[str] = set()
        for text in numbers:
            found = patent_or_problem(text)
            if isinstance(found, PatentNumber):
                wanted[found.digits] = found
            elif text not in told:
                told.add(text)
                yield Answer(text, self.source, problem=found)
        patents, asking = list(wanted.values()), Asking(self._pace, self._sleep)
        for start in range(0, len(patents), BATCH):
            yield from self._answers(patents[start : start + BATCH], asking)

    def check(self) -> None:
        """Ask for a token and nothing else. Raises SourceError where none is given."""
        try:
            _ = self._client.access_token
        except PassingError as e:
            raise SourceError(problems.unreachable(e.why)) from e

    def _answers(self, patents: Sequence[PatentNumber], asking: Asking) -> Iterator[Answer]:
        published, failed = self._published(patents, asking)
        shown = {
            patent.digits: newest(patent, published[patent.digits])
            for patent in patents
            if patent.digits in published
        }
        told = self._histories(patents, shown, asking)
        for patent in patents:
            digits = patent.digits
            if digits in failed:
                yield self._answer(patent.normal, problem=failed[digits])
            else:
                record = record_of(patent, published[digits], told[digits], self._time())
                yield self._answer(patent.normal, record)

    def _published(
        self, patents: Sequence[PatentNumber], asking: Asking
    ) -> tuple[dict[str, list[Publication]], dict[str, Problem]]:
        """By digits: the publications of each patent, or why there are none."""
        found: dict[str, list[Publication]] = {patent.digits: [] for patent in patents}
        failed: dict[str, Problem] = {}
        asked = [application(patent) for patent in patents]
        for part, reply in asking.replies(asked, self._client.biblio):
            if isinstance(reply, Problem):
                failed[part[0].patent.digits] = reply
                continue
            numbers = {one.number for one in part}
            for publication in publications(reply):
                if publication.application in numbers:
                    found[publication.application].append(publication)
        for patent in patents:
            problem = _objection(patent, found[patent.digits])
            if problem is not None:
                failed.setdefault(patent.digits, problem)
        return {k: v for k, v in found.items() if k not in failed}, failed

    def _histories(
        self, patents: Sequence[PatentNumber], shown: Mapping[str, Publication], asking: Asking
    ) -> dict[str, History]:
        """By digits: what happened to each patent; in doubt where OPS would not say."""
        asked = [
            Asked(patent, shown[patent.digits].number, shown[patent.digits].kind)
            for patent in patents
            if patent.digits in shown
        ]
        told: dict[str, list[History]] = {one.patent.digits: [] for one in asked}
        for part, reply in asking.replies(asked, self._client.legal_events) if asked else ():
            if isinstance(reply, Problem):
                digits = part[0].patent.digits
                told[digits].append(History(digits, (), doubtful=reply.code != _NOTHING))
                continue
            for history in histories(reply):
                if history.application in {one.patent.digits for one in part}:
                    told[history.application].append(history)
        return {digits: joined(digits, found) for digits, found in told.items()}

    def _answer(
        self, number: str, record: OfficialRecord | None = None, problem: Problem | None = None
    ) -> Answer:
        records = () if record is None else (record,)
        return Answer(number, self.source, records, self._time(), complete=False, problem=problem)

    def _time(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._now(), dt.UTC)


def _objection(patent: PatentNumber, found: Sequence[Publication]) -> Problem | None:
    """Why what came for a patent's number is not taken: nothing, another's, or garbled."""
    if not found:
        return problems.not_found(patent.normal)
    if not all(belongs(patent, publication) for publication in found):
        return problems.other_number(patent.normal)
    if not all(publication.is_legible for publication in found):
        return problems.unreadable(patent.normal)
    return None
