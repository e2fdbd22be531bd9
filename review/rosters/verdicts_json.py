"""verdicts.json: every verdict with its findings, in one canonical form (batch-format)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from evidence.findings import Finding, Verdict
from evidence.places import Place
from review.rosters.heading import BatchRun
from review.rosters.people import by_application


def verdicts_json(run: BatchRun, verdicts: Collection[Verdict]) -> bytes:
    """The verdicts as JSON: the same verdicts give the same bytes, in any order."""
    return b"".join(verdicts_json_parts(run, by_application(verdicts)))


def verdicts_json_parts(run: BatchRun, verdicts: Iterable[Verdict]) -> Iterator[bytes]:
    """The same of verdicts by 申报编号, one by one, so that a whole batch need not be held."""
    head = {"batch": run.batch, "notice": run.notice_id, "rules_version": run.rules_version}
    yield _written(head).removesuffix(b"\n}") + b',\n  "applications": ['
    between = b"\n"
    for verdict in verdicts:
        application = _written(_application(verdict)).replace(b"\n", b"\n    ")
        yield between + b"    " + application
        between = b",\n"
    yield b"]\n}\n" if between == b"\n" else b"\n  ]\n}\n"


def _written(content: dict[str, Any]) -> bytes:
    return to_json(content, indent=2)


def _application(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.application,
        "outcome": verdict.outcome.value,
        "provisional": verdict.provisional,
        "attested_rules": list(verdict.attested_rules),
        "claims": [
            {"no": claim.no, "condition": claim.condition, "result": claim.result.value}
            for claim in verdict.claims
        ],
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "claim": finding.claim,
        "result": finding.result.value,
        "bears": finding.bears,
        "basis": finding.basis.value,
        "citation": finding.citation,
        "explanation": finding.explanation,
        "explanation_en": finding.explanation_en,
        "declared": finding.declared,
        "found": finding.found,
        "required": finding.required,
        "suggestions": list(finding.suggestions),
        "where": [_place(place) for place in finding.where],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "upload": place.upload,
        "page": place.page,
        "box": list(place.box) if place.box else None,
    }
