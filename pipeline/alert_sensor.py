"""Sends an alert for each run that failed, until it arrived.

What is still to be sent stands on the run itself, as a tag for each channel: it survives a
restart, and the run's page shows whether anybody was told.
"""

from __future__ import annotations

import datetime as dt
import os

import dagster as dg
from dagster._core.storage.tags import WILL_RETRY_TAG

from pipeline.alert_channels import AlertError, Channel, channels
from pipeline.alerts import alert_of
from pipeline.watching import watch

ALERT_TAG = "heyan/alert-"
DUE, SENT, GIVEN_UP, TRIED_AGAIN = "due", "sent", "given up", "tried again"
_AT_ONCE = 20
"""Alerts of a channel in one tick; thirty shards may fail for one reason."""
_GIVEN_UP_AFTER = dt.timedelta(days=7)
"""What could not be sent for so long is history, and stands in the UI."""


def mark_due(instance: dg.DagsterInstance, run: str) -> None:
    """Note on a failed run by which channels it is to be told; by none where none is set."""
    try:
        due = {ALERT_TAG + way.name: DUE for way in channels(os.environ)}
    except AlertError:
        return  # the sensor below says so
    if due:
        instance.add_run_tags(run, due)


@watch(30)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tells a webhook or a mail server of failed runs; off until HEYAN_ALERT_… says where."""
    try:
        ways = channels(os.environ)
    except AlertError as e:
        context.log.error(str(e))  # noqa: TRY400  the sentence says it all, at every tick
        return dg.SkipReason(e.problem.en)
    if not ways:
        return dg.SkipReason("off: neither HEYAN_ALERT_WEBHOOK nor HEYAN_ALERT_SMTP is set")
    return dg.SkipReason("; ".join(_tell(context, way) for way in ways))


def _tell(context: dg.SensorEvaluationContext, way: Channel) -> str:
    """Send what is due by one channel, the oldest first; the first failure ends it for now."""
    tag, sent = ALERT_TAG + way.name, 0
    wanted = dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE], tags={tag: DUE})
    for record in context.instance.get_run_records(wanted, limit=_AT_ONCE, ascending=True):
        run = record.dagster_run
        if run.tags.get(WILL_RETRY_TAG) == "true":
            outcome = TRIED_AGAIN
        elif dt.datetime.now(dt.UTC) - record.create_timestamp > _GIVEN_UP_AFTER:
            outcome = GIVEN_UP
        else:
            try:
                way.send(alert_of(context.instance, run))
            except AlertError as e:
                context.log.error("%s: %s", run.run_id, e)  # noqa: TRY400  the next tick tries again
                return f"{way.name}: {sent} sent, then {e.problem.code}; tried again"
            outcome, sent = SENT, sent + 1
        context.instance.add_run_tags(run.run_id, {tag: outcome})
    return f"{way.name}: {sent} sent"
