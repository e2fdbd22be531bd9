"""From the batch folder to declarations: uploads, readings, documents, applications."""

import dagster as dg

from evidence.applications import Application
from evidence.cases import PageImage
from evidence.documents import Document
from evidence.readings import UploadReading
from evidence.uploads import Upload, UploadOutcome
from extractors.reading.pool import Readers
from pipeline import checks, figures
from pipeline.ownership import OF_SHARDS, OWNERS
from pipeline.partitions import shards
from pipeline.patience import patient
from pipeline.planning.foundations import rests_on
from pipeline.reading_figures import of_readings
from pipeline.recorded import Checked, recorded
from pipeline.resources import Heyan, Listeners
from pipeline.sources import extraction_code
from pipeline.stages.declaring import applications_of
from pipeline.stages.pages import page_images_of
from pipeline.stages.reading import documents_of, outcomes_of, read_shard
from pipeline.stages.taking import take_shard

READING_POOL = "reading"
"""Runs that read take every core of a machine: dagster.yaml says how many may do so at once."""


@dg.asset(
    partitions_def=shards,
    group_name="intake",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"file"},
    code_version="1",
)
@patient
def uploads(context: dg.AssetExecutionContext, heyan: Heyan) -> dg.Output[list[Upload]]:
    """One record a file of the shard's applicants; its bytes are stored by sha256 first."""
    entry = heyan.batch_of(context.partition_key)
    taken = take_shard(heyan.home, entry, context.partition_key)
    return recorded(taken, figures.of_uploads(taken) | figures.at_desk(entry.id))


@dg.asset(
    partitions_def=shards,
    group_name="reading",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"ocr"},
    code_version="1",
    pool=READING_POOL,
    check_specs=[checks.pages_readable],
)
@patient
def readings(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    progress: dg.ResourceParam[Listeners],
    readers: dg.ResourceParam[Readers],
    uploads: list[Upload],
) -> Checked[list[UploadReading]]:
    """Every page turned upright and read: lines, seals, barcodes. Read once, then cached."""
    entry, key = heyan.batch_of(context.partition_key), context.partition_key
    told = heyan.progress(context.log, context.run.run_id)
    listener = told.reading(entry, key, progress.listener(context.log))
    shard = read_shard(heyan.home, uploads, listener, readers)
    told.read(entry, key, shard.progress)
    yield recorded(
        shard.readings,
        of_readings(shard, heyan.home, entry.id, uploads) | figures.at_desk(entry.id),
        rests_on("readings"),
    )
    yield checks.share_readable(key, shard.readings)


@dg.asset(
    partitions_def=shards,
    group_name="intake",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"python"},
    code_version="1",
    deps=[extraction_code],
    check_specs=[checks.uploads_conserved],
)
def upload_outcomes(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    uploads: list[Upload],
    readings: list[UploadReading],
) -> Checked[list[UploadOutcome]]:
    """The one status in which each upload ends, with its reason."""
    shard = context.partition_key
    planned = heyan.batch_of(shard).files(shard)
    outcomes = outcomes_of(heyan.home, uploads, readings)
    yield recorded(outcomes, figures.of_outcomes(outcomes), rests_on("upload_outcomes"))
    yield checks.conserved(shard, planned, uploads, outcomes)


@dg.asset(
    partitions_def=shards,
    group_name="reading",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"python"},
    code_version="1",
)
def page_images(
    heyan: Heyan, uploads: list[Upload], readings: list[UploadReading]
) -> dg.Output[list[PageImage]]:
    """Each page's size and where its picture is kept, so that no later step loads readings."""
    pages = page_images_of(heyan.home, uploads, readings)
    return recorded(pages, figures.of_page_images(pages))


@dg.asset(
    partitions_def=shards,
    group_name="reading",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"python"},
    code_version="1",
    deps=[extraction_code],
)
def documents(uploads: list[Upload], readings: list[UploadReading]) -> dg.Output[list[Document]]:
    """The documents in the uploads and their fields, replayed from stored readings."""
    found = documents_of(uploads, readings)
    return recorded(found, figures.of_documents(found), rests_on("documents"))


@dg.asset(
    partitions_def=shards,
    group_name="intake",
    owners=OWNERS,
    tags=OF_SHARDS,
    kinds={"table"},
    code_version="1",
    deps=[extraction_code],
)
def applications(
    context: dg.AssetExecutionContext,
    heyan: Heyan,
    uploads: list[Upload],
    documents: list[Document],
) -> dg.Output[list[Application]]:
    """What each applicant declares: from the tables, else from the 附件2 among the uploads."""
    entry = heyan.batch_of(context.partition_key)
    declared = applications_of(heyan.home, entry, context.partition_key, uploads, documents)
    return recorded(declared, figures.of_applications(declared), rests_on("applications"))
