"""Takes the official results that reviewers typed in, and wakes what rests on them."""

import json
from contextlib import suppress

import dagster as dg

from evidence.errors import MachineError, UploadError
from pipeline.inbox import write_refusal
from pipeline.official.taking import sweep_taken, take_result
from pipeline.official.untrusted import handed_results
from pipeline.resources import Heyan
from pipeline.sensors import RUNNING, changed_results


@dg.sensor(minimum_interval_seconds=10, default_status=RUNNING)
def official_results(context: dg.SensorEvaluationContext, heyan: Heyan) -> dg.SensorResult:
    """Keeps each result typed in at the desk; the claims it concerns are checked again."""
    refused: dict[str, int] = json.loads(context.cursor or "{}")
    sweep_taken(heyan.home.inbox)
    handed, taken = handed_results(heyan.home.inbox), 0
    for one in handed:
        if refused.get(one.id) == one.marked:
            continue
        try:
            take_result(heyan.home, one)
        except UploadError as e:
            context.log.warning("%s: %s", one.id, e)
            refused[one.id] = one.marked
            with suppress(OSError):  # a name too long for a note; the log has it
                write_refusal(one.folder, e.problem)
        except (MachineError, OSError) as e:
            # Not the result's fault: it stays, and the next look tries again.
            context.log.error("%s: %s", one.id, e)  # noqa: TRY400  the next tick says it again
        else:
            taken += 1
    return dg.SensorResult(
        asset_events=changed_results(context.instance, heyan) if taken else [],
        cursor=json.dumps({one.id: refused[one.id] for one in handed if one.id in refused}),
    )
