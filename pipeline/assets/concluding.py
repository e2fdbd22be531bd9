"""Over the whole batch: what shows only across applicants, verdicts, rosters, the desk's queue."""

import dagster as dg

from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Document
from evidence.findings import Finding, Verdict
from evidence.footprints import Footprint
from evidence.register import OfficialRecord
from evidence.uploads import UploadOutcome
from pipeline import checks, figures
from pipeline.assets.intake import OWNERS
from pipeline.desk import batch_address
from pipeline.footprint_secret import footprint_secret
from pipeline.partitions import batches, from_every_batch, from_shards
from pipeline.patience import patient
from pipeline.progress_files import QUEUE, ROSTERS
from pipeline.recorded import Checked
from pipeline.resources import Heyan
from pipeline.stages.across import across_applicants, footprints_of_batch, not_compared
from pipeline.stages.concluding import conclude, write_rosters
from pipeline.stages.dossiers import BatchEvidence
from pipeline.stages.publishing import BatchRecords, publish_batch

EVIDENCE = {name: from_shards(name) for name in ("applications", "upload_outcomes", "documents")}


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    kinds={"python"},
    code_version="1",
    ins=EVIDENCE,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def footprints(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: dict[str, list[Application]],
    upload_outcomes: dict[str, list[UploadOutcome]],
    documents: dict[str, list[Document]],
) -> dg.Output[dict[str, list[Footprint]]]:
    """What each applicant leaves behind for other batches to be compared with; no names in it."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    secret = footprint_secret(heyan.home)
    kept = {entry.id: footprints_of_batch(entry, evidence, secret) for entry in entries}
    return dg.Output(kept, metadata=figures.of_footprints(kept))


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    kinds={"python"},
    code_version="2",
    ins=EVIDENCE | {"footprints": from_every_batch("footprints")},
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def cross_findings(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: dict[str, list[Application]],
    upload_outcomes: dict[str, list[UploadOutcome]],
    documents: dict[str, list[Document]],
    footprints: dict[str, list[Footprint]],
) -> dg.Output[dict[str, list[Finding]]]:
    """What shows only across applicants, of this batch and of others: reuse, contradictions."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries, secret = (
        [heyan.batch(key) for key in context.partition_keys],
        footprint_secret(heyan.home),
    )
    found = {entry.id: across_applicants(entry, evidence, footprints, secret) for entry in entries}
    missing = not_compared(heyan.home, footprints)
    if missing:
        context.log.warning("not compared, because never concluded: %s", ", ".join(missing))
    return dg.Output(found, metadata=figures.of_findings(found) | figures.of_missing(missing))


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    kinds={"python"},
    code_version="2",
    ins=EVIDENCE | {"findings": from_shards("findings")},
    check_specs=[checks.one_verdict_each],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def verdicts(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: dict[str, list[Application]],
    upload_outcomes: dict[str, list[UploadOutcome]],
    documents: dict[str, list[Document]],
    findings: dict[str, list[Finding]],
    cross_findings: dict[str, list[Finding]],
) -> Checked[dict[str, list[Verdict]]]:
    """Pass or on-site review for each applicant: pass only where all that bears is proven."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    decided = {
        entry.id: conclude(entry, evidence, findings, cross_findings[entry.id]) for entry in entries
    }
    yield dg.Output(decided, metadata=figures.of_verdicts(decided))
    yield checks.each_judged_once(entries, decided)


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    kinds={"excel"},
    code_version="1",
    ins=EVIDENCE | {"patent_register": from_shards("patent_register")},
    check_specs=[checks.uploads_listed],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def rosters(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: dict[str, list[Application]],
    upload_outcomes: dict[str, list[UploadOutcome]],
    documents: dict[str, list[Document]],
    patent_register: dict[str, list[OfficialRecord]],
    verdicts: dict[str, list[Verdict]],
) -> Checked[dict[str, list[str]]]:
    """The two rosters, verdicts.json, uploads.csv, patent_lookups.csv and flagged_items.xlsx."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    entries = [heyan.batch(key) for key in context.partition_keys]
    files = {
        entry.id: write_rosters(heyan.home, entry, evidence, patent_register, verdicts[entry.id])
        for entry in entries
    }
    told = heyan.progress(context.log, context.run.run_id)
    for entry in entries:
        told.concluded(entry, ROSTERS)
    yield dg.Output(files, metadata=figures.of_files(entries, files))
    yield checks.all_listed(entries, evidence)


@dg.asset(
    partitions_def=batches,
    group_name="concluding",
    owners=OWNERS,
    kinds={"python"},
    code_version="1",
    ins=EVIDENCE | {name: from_shards(name) for name in ("page_images", "patent_register")},
    backfill_policy=dg.BackfillPolicy.single_run(),
)
@patient
def review_queue(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    applications: dict[str, list[Application]],
    upload_outcomes: dict[str, list[UploadOutcome]],
    documents: dict[str, list[Document]],
    page_images: dict[str, list[PageImage]],
    patent_register: dict[str, list[OfficialRecord]],
    verdicts: dict[str, list[Verdict]],
) -> dg.Output[dict[str, list[str]]]:
    """The batch's cases at the review desk, where people decide; no decision is touched."""
    evidence = BatchEvidence(applications, upload_outcomes, documents)
    counts = {}
    for entry in [heyan.batch(key) for key in context.partition_keys]:
        records = BatchRecords(evidence, page_images, patent_register, verdicts[entry.id])
        counts[entry.id] = publish_batch(heyan.home, entry, records, context.run.run_id)
        heyan.progress(context.log, context.run.run_id).concluded(entry, QUEUE)
    addresses = {batch: [batch_address(batch)] for batch in counts}
    return dg.Output(addresses, metadata=figures.of_published(counts, addresses))
