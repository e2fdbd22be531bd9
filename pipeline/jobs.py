"""The two jobs a batch needs: one run for each shard, then one over the whole batch.

And two smaller ones, for when official records came in: what was read and compared across
applicants stays as it is, and only what rests on the register is computed again. A last one
stands for whatever else changed: each of its runs is of the steps that are out of date.

Named jobs, because only those evaluate the asset checks.
"""

import dagster as dg

from pipeline.assets import concluding, intake, judging
from pipeline.planning.work import COMPUTED

check_shard = dg.define_asset_job(
    "check_shard",
    selection=[
        intake.uploads,
        intake.readings,
        intake.upload_outcomes,
        intake.page_images,
        intake.documents,
        intake.applications,
        judging.patent_register,
        judging.findings,
    ],
    description="Reads one shard of a batch and checks its claims.",
)
conclude_batch = dg.define_asset_job(
    "conclude_batch",
    selection=[
        concluding.footprints,
        concluding.cross_findings,
        concluding.verdicts,
        concluding.rosters,
        concluding.review_queue,
    ],
    description="Compares the applicants of a batch, decides, writes the rosters, fills the queue.",
)
judge_shard = dg.define_asset_job(
    "judge_shard",
    selection=[judging.patent_register, judging.findings],
    description="Checks the claims of a shard against the official records; reads nothing.",
)
decide_batch = dg.define_asset_job(
    "decide_batch",
    selection=[concluding.verdicts, concluding.rosters, concluding.review_queue],
    description="Decides again, after shards were judged again, and writes rosters and queue.",
)
bring_up_to_date = dg.define_asset_job(
    "bring_up_to_date",
    selection=list(COMPUTED),
    description="Computes again what rests on older rules, lists or results; reads nothing.",
)
