"""What `heyan run` ends with: applicants, outcomes, reasons, and where the rosters are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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
from pipeline.stored_records import has_records, stored_records
from review.rosters.people import blocking_findings, blocking_groups

_REASONS = 3
"""Reasons shown of one applicant; flagged_items.xlsx has all."""
_RULES = 3
"""Rules named of those that one sentence concerns."""
_SIGNS = {Result.MISMATCH: "✕", Result.NOT_CHECKED: "–", Result.UNSURE: "?"}


@dataclass(frozen=True, slots=True)
class Summary:
    """A concluded batch, read back from its records."""

    entry: BatchEntry
    verdicts: list[Verdict]
    names: dict[str, str]
    outcomes: dict[str, UploadOutcome]
    not_compared: list[str]

    @classmethod
    def of(cls, home: Home, entry: BatchEntry) -> Summary:
        """What the runs recorded about the batch."""
        applications = [
            application
            for shard in entry.shards
            for application in stored_records(home, "applications", shard, Application)
        ]
        outcomes = [
            outcome
            for shard in entry.shards
            for outcome in stored_records(home, "upload_outcomes", shard, UploadOutcome)
        ]
        return cls(
            entry,
            stored_records(home, "verdicts", entry.id, Verdict),
            {application.id: application.name for application in applications},
            {outcome.upload.path: outcome for outcome in outcomes},
            [batch for batch in known_batches(home) if not has_records(home, "footprints", batch)],
        )

    def as_json(self) -> dict[str, Any]:
        """For a machine: one object."""
        return {
            "batch": self.entry.id,
            "out": self.entry.out,
            "applications": [
                {
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
                for verdict in self.verdicts
            ],
            "uploads": dict(
                sorted(Counter(o.status.value for o in self.outcomes.values()).items())
            ),
            "not_compared": self.not_compared,
        }

    def show(self, voice: Voice) -> None:
        """For a person: a table, the counts, and where the files are."""
        headings = voice.choose(
            "申报编号 姓名 结论 原因", "Application Name Outcome Reasons"
        ).split()
        grid = Table(*(Column(heading, overflow="fold") for heading in headings), show_lines=True)
        for verdict in self.verdicts:
            grid.add_row(
                verdict.application,
                escape(self.names.get(verdict.application, "")),
                _outcome(voice, verdict),
                escape("\n".join(_shown(voice, verdict))),
            )
        voice.out.print(grid)
        passed = sum(verdict.outcome is Outcome.PASS for verdict in self.verdicts)
        on_site = len(self.verdicts) - passed
        voice.say(
            f"通过网上资格审查 {passed} 人，需现场审查 {on_site} 人；文件 {len(self.outcomes)} 个。",
            f"{passed} passed, {on_site} for on-site review; {len(self.outcomes)} files.",
        )
        if self.not_compared:
            names = ", ".join(self.not_compared)
            voice.say(
                f"未与这些批次比对（尚未汇总，汇总时会与本批次比对）：{names}",
                f"Not compared with batches that were never concluded (they will be, then): {names}",
            )
        rosters = Path(self.entry.out) / "rosters"
        voice.say(f"名册：{rosters}", f"Rosters: {rosters}")


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
