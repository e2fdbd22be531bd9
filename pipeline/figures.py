"""What the Dagster UI shows beside each materialization: numbers an operator asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import dagster as dg

from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Certainty, Document
from evidence.errors import Problem
from evidence.findings import Finding, Outcome, Result, Verdict
from evidence.footprints import Footprint
from evidence.register import OfficialRecord
from evidence.uploads import Upload, UploadOutcome, UploadStatus
from pipeline.batches import BatchEntry
from pipeline.desk import applicant_address, batch_address
from pipeline.stages.epo import CrossCheck
from pipeline.tables import Link, bar_chart, rich_table, table
from review.rosters.people import blocking_findings
from verifiers.notices import load_notice

_ROWS = 100
"""Rows of a table in metadata; the records themselves are complete."""

Figures = dict[str, Any]


def of_uploads(uploads: Sequence[Upload]) -> Figures:
    """Files by type, and those that intake did not accept."""
    refused = [upload for upload in uploads if upload.problem is not None]
    return {
        "bytes": sum(upload.size for upload in uploads),
        "types": _counted("type", (upload.media_type for upload in uploads)),
        "not_accepted": table(
            ["path", "admission", "code", "reason"],
            [(u.path, u.admission, *_why(u.problem)) for u in refused[:_ROWS]],
        ),
    }


def of_outcomes(outcomes: Sequence[UploadOutcome]) -> Figures:
    """Uploads by status, and the reason of each that was not read."""
    unread = [outcome for outcome in outcomes if outcome.status is not UploadStatus.READ]
    return {
        "statuses": _counted("status", (outcome.status for outcome in outcomes)),
        "not_read": table(
            ["path", "status", "code", "reason"],
            [(o.upload.path, o.status, *_why(o.problem)) for o in unread[:_ROWS]],
        ),
    }


def of_documents(documents: Sequence[Document]) -> Figures:
    """Documents by kind, and the share of their fields that may be relied on."""
    fields = [field for document in documents for field in document.fields]
    certain = sum(field.certainty is Certainty.CERTAIN for field in fields)
    return {
        "kinds": _counted("kind", (document.kind for document in documents)),
        "fields": len(fields),
        "certain_share": round(certain / len(fields), 3) if fields else 0.0,
    }


def of_applications(applications: Sequence[Application]) -> Figures:
    """Where the declarations came from, and how many claims they make."""
    return {
        "sources": _counted("source", (application.source for application in applications)),
        "claims": sum(len(application.claims) for application in applications),
    }


def of_records(records: Sequence[OfficialRecord]) -> Figures:
    """Official records by who brought them."""
    return {"sources": _counted("source", (record.source for record in records))}


def of_cross_check(epo: CrossCheck) -> Figures:
    """What came of asking EPO OPS, and why some numbers stay not checked there."""
    state = "off" if epo.off else epo.problem.zh if epo.problem else "ok"
    return {
        "epo_ops": state,
        "epo_wanted": epo.wanted,
        "epo_answered": epo.answered,
        "epo_not_checked": epo.failed,
        "epo_problems": table(["code", "patents"], sorted(epo.problems.items())),
    }


def of_findings(entry: BatchEntry, found: Sequence[Finding]) -> Figures:
    """Findings by rule and result, as table and chart."""
    titles = _titles(entry)
    rules: dict[str, Counter[str]] = {}
    for finding in found:
        rules.setdefault(finding.rule, Counter())[finding.result.value] += 1
    bars = {
        rule: {result.value: rules[rule][result.value] for result in reversed(Result)}
        for rule in sorted(rules)
    }
    return {
        "findings_by_rule": table(
            ["rule", "title", *(result.value for result in Result)],
            [
                (rule, titles.get(rule, ""), *(bars[rule][result.value] for result in Result))
                for rule in bars
            ],
        ),
        "chart": bar_chart(bars),
        "bearing_and_not_passed": sum(
            finding.bears and finding.result not in (Result.MATCH, Result.ATTESTED)
            for finding in found
        ),
    }


def of_footprints(kept: Sequence[Footprint]) -> Figures:
    """What there is to compare: applicants with an identity number, certificates, looks."""
    certificates = [one for footprint in kept for one in footprint.certificates]
    return {
        "applicants": len(kept),
        "with_identity_number": sum(bool(footprint.person) for footprint in kept),
        "certificates": len(certificates),
        "with_look": sum(any(one.looks) for one in certificates),
    }


def of_missing(batches: Sequence[str]) -> Figures:
    """Batches that nothing was compared with."""
    return {"not_compared": table(["batch"], [[batch] for batch in batches])}


def of_verdicts(entry: BatchEntry, decided: Collection[Verdict]) -> Figures:
    """How many passed without a person, why the others did not, and where those are at the desk."""
    passed, provisional, counted = 0, 0, Counter[str]()
    for_a_person: list[tuple[Link, str]] = []
    # Once through, for they are read from a file each time.
    for verdict in decided:
        rules = reasons(verdict)
        counted.update(rules)
        provisional += verdict.provisional
        if verdict.outcome is Outcome.PASS:
            passed += 1
        elif len(for_a_person) < _ROWS:
            link = applicant_link(entry.id, verdict.application)
            for_a_person.append((link, ", ".join(rules)))
    why, titles = counted.most_common(), _titles(entry)
    return {
        "applicants": len(decided),
        "passed": passed,
        "straight_through_rate": round(passed / len(decided), 3) if decided else 0.0,
        "provisional": provisional,
        "reasons": table(
            ["rule", "title", "applicants"], [(rule, titles.get(rule, ""), n) for rule, n in why]
        ),
        "reasons_chart": bar_chart({rule: {"applicants": n} for rule, n in why}),
        "for_a_person": rich_table(["applicant", "rules"], for_a_person),
    } | at_desk(entry.id)


def of_files(entry: BatchEntry, files: Sequence[str]) -> Figures:
    """The files written, the folder they are in, and what of the batch as a whole is wrong."""
    return {
        "files": table(["file"], [[name] for name in files]),
        "folder": dg.MetadataValue.path(entry.out),
        "problems": table(["code", "reason"], [(one.code, one.zh) for one in entry.problems]),
    } | at_desk(entry.id)


def of_page_images(pages: Sequence[PageImage]) -> Figures:
    """Pages by status, and how many have a picture."""
    return {
        "statuses": _counted("status", (page.status for page in pages)),
        "with_picture": sum(bool(page.path) for page in pages),
    }


def of_published(batch: str, counts: Mapping[str, int]) -> Figures:
    """What the desk's queue gained and lost."""
    return dict(counts) | at_desk(batch)


def at_desk(batch: str) -> Figures:
    """Where the review desk shows the batch."""
    return {"desk": dg.MetadataValue.url(batch_address(batch))}


def applicant_link(batch: str, applicant: str) -> Link:
    """An applicant, leading to what is open of them at the desk."""
    return Link(applicant, applicant_address(batch, applicant))


def reasons(verdict: Verdict) -> list[str]:
    """The rules that keep an applicant from passing, each once."""
    return list(dict.fromkeys(finding.rule for finding in blocking_findings(verdict)))


def _titles(entry: BatchEntry) -> dict[str, str]:
    """The name of each rule, as the batch's notice gives it."""
    return {rule: policy.title for rule, policy in load_notice(entry.notice).rules.items()}


def _why(problem: Problem | None) -> tuple[str, str]:
    """Code and reason; empty where there is none."""
    return (problem.code, problem.zh) if problem else ("", "")


def _counted(name: str, values: Iterable[str]) -> dg.TableMetadataValue:
    return table([name, "count"], sorted(Counter(str(value) for value in values).items()))
