"""What `heyan run` ends with: applicants, outcomes, reasons, and where the rosters are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from evidence.applications import Application
from evidence.findings import Finding, Outcome, Result, Verdict
from evidence.uploads import UploadOutcome
from pipeline.batches import BatchEntry, known_batches
from pipeline.cli.voice import Voice
from pipeline.home import Home
from pipeline.stored_records import has_records, stored_lines
from review.rosters.people import blocking_findings, blocking_groups

_REASONS = 3
"""Reasons shown of one applicant; flagged_items.xlsx has all."""
_ROWS = 200
"""Applicants in one table."""
_RULES = 3
"""Rules named of those that one sentence concerns."""
_SIGNS = {Result.MISMATCH: "✕", Result.NOT_CHECKED: "–", Result.UNSURE: "?"}


@dataclass(frozen=True, slots=True)
class Summary:
    """A concluded batch, read back from its records."""

    entry: BatchEntry
    verdicts: Collection[Verdict]
    names: dict[str, str]
    uploads: dict[str, int]
    not_compared: list[str]

    @classmethod
    def of(cls, home: Home, entry: BatchEntry) -> Summary:
        """What the runs recorded about the batch."""
        names: dict[str, str] = {}
        statuses: dict[str, str] = {}
        for shard in entry.shards:
            for application in stored_lines(home, "applications", shard, Application):
                names[application.id] = application.name
            # What lies in cnipa/ is in every shard, and counts once.
            for outcome in stored_lines(home, "upload_outcomes", shard, UploadOutcome):
                statuses[outcome.upload.path] = outcome.status.value
        return cls(
            entry,
            stored_lines(home, "verdicts", entry.id, Verdict),
            names,
            dict(sorted(Counter(statuses.values()).items())),
            [batch for batch in known_batches(home) if not has_records(home, "footprints", batch)],
        )

    def as_json(self) -> Iterator[str]:
        """For a machine: one object on one line, piece by piece."""
        head = {"batch": self.entry.id, "out": self.entry.out}
        tail = {"uploads": self.uploads, "not_compared": self.not_compared}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "applications": ['
        for number, verdict in enumerate(self.verdicts):
            told = json.dumps(self._told(verdict), ensure_ascii=False)
            yield f", {told}" if number else told
        yield "], " + json.dumps(tail, ensure_ascii=False)[1:]

    def _told(self, verdict: Verdict) -> dict[str, Any]:
        return {
            "id": verdict.application,
            "name": self.names.get(verdict.application, ""),
            "outcome": verdict.outcome,
            "provisional": verdict.provisional,
            "reasons": [
                {
                    "rule": finding.rule,
                    "claim": finding.claim,
                    "result": finding.result,
                    "explanation": finding.explanation,
                    "explanation_en": finding.explanation_en,
                }
                for finding in blocking_findings(verdict)
            ],
        }

    def show(self, voice: Voice) -> None:
        """For a person: a table, the counts, and where the files are."""
        headings = voice.choose(
            "申报编号 姓名 结论 原因", "Application Name Outcome Reasons"
        ).split()
        passed = people = 0
        for some in _in_parts(self.verdicts):
            grid = Table(
                *(Column(heading, overflow="fold") for heading in headings), show_lines=True
            )
            for verdict in some:
                grid.add_row(
                    verdict.application,
                    escape(self.names.get(verdict.application, "")),
                    _outcome(voice, verdict),
                    escape("\n".join(_shown(voice, verdict))),
                )
            voice.out.print(grid)
            people += len(some)
            passed += sum(verdict.outcome is Outcome.PASS for verdict in some)
        files, on_site = sum(self.uploads.values()), people - passed
        voice.say(
            f"通过网上资格审查 {passed} 人，需现场审查 {on_site} 人；文件 {files} 个。",
            f"{passed} passed, {on_site} for on-site review; {files} files.",
        )
        if self.not_compared:
            names = ", ".join(self.not_compared)
            voice.say(
                f"未与这些批次比对（尚未汇总，汇总时会与本批次比对）：{names}",
                f"Not compared with batches that were never concluded (they will be, then): {names}",
            )
        rosters = Path(self.entry.out) / "rosters"
        voice.say(f"名册：{rosters}", f"Rosters: {rosters}")


def _in_parts(verdicts: Iterable[Verdict]) -> Iterator[list[Verdict]]:
    """A table a part: one of a whole season would be laid out in memory before a line shows."""
    rest = iter(verdicts)
    while part := list(islice(rest, _ROWS)):
        yield part


def _outcome(voice: Voice, verdict: Verdict) -> str:
    if verdict.outcome is Outcome.ON_SITE:
        return voice.choose("需现场审查", "on site")
    if verdict.provisional:
        return voice.choose("通过（容缺）", "pass (provisional)")
    return voice.choose("通过", "pass")


def _shown(voice: Voice, verdict: Verdict) -> list[str]:
    groups = blocking_groups(verdict)
    lines = [
        f"{_SIGNS[group[0].result]} {_rules(group)} "
        f"{voice.choose(group[0].explanation, group[0].explanation_en)}"
        for group in groups[:_REASONS]
    ]
    more = len(groups) - _REASONS
    return lines + ([voice.choose(f"……另有 {more} 项", f"… and {more} more")] if more > 0 else [])


def _rules(group: Sequence[Finding]) -> str:
    names = list(dict.fromkeys(finding.rule for finding in group))
    return " ".join(names[:_RULES]) + (" …" if len(names) > _RULES else "")
