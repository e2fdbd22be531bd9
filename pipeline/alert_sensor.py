"""Sends an alert for each run that failed, until it arrived.

What is still to be sent stands on the run itself, as a tag for each channel: it survives a
restart, and the run's page shows whether anybody was told.
"""

from __future__ import annotations

import datetime as dt
import os
import time

import dagster as dg
from dagster._core.storage.tags import HIDDEN_TAG_PREFIX, WILL_RETRY_TAG

from pipeline.alert_channels import AlertError, Channel, channels
from pipeline.alerts import alert_of
from pipeline.watching import watch

ALERT_TAG = "heyan/alert-"
DUE, SENT, GIVEN_UP, TRIED_AGAIN = "due", "sent", "given up", "tried again"
_TRIES_TAG = f"{HIDDEN_TAG_PREFIX}{ALERT_TAG}tries-"
"""On a run: how often its alert was tried in vain, and the time (Unix) of the next try."""
_AT_ONCE = 20
"""Alerts of a channel in one tick; thirty shards may fail for one reason."""
_GIVEN_UP_AFTER = dt.timedelta(days=7)
"""What could not be sent for so long is history, and stands in the UI."""


def mark_due(instance: dg.DagsterInstance, run: str) -> None:
    """Note on a failed run by which channels it is to be told; by none where none is set."""
    try:
        ways = channels(os.environ)
    except AlertError:
        return  # the sensor below says so
    for way in ways:
        # A run that repeats another begins with the tags of that one.
        instance.add_run_tags(run, {ALERT_TAG + way.name: DUE, _TRIES_TAG + way.name: "0 0"})


@watch(30)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tells a webhook or a mail server of failed runs; off until HEYAN_ALERT_… says where.

    What cannot be sent, and settings that cannot be understood, fail the tick.
    """
    ways = channels(os.environ)
    if not ways:
        return dg.SkipReason("off: neither HEYAN_ALERT_WEBHOOK nor HEYAN_ALERT_SMTP is set")
    said, failures = [], []
    for way in ways:
        try:
            said.append(_tell(context.instance, way))
        except AlertError as e:
            failures.append(e)
    for failure in failures[1:]:
        context.log.error(str(failure))
    if failures:
        raise failures[0]
    return dg.SkipReason("; ".join(said))


def _tell(instance: dg.DagsterInstance, way: Channel) -> str:
    """Send what is due by one channel, the oldest first. Raises the AlertError that ends it for now.

    A server that did not take the oldest is left alone until that one is due again.
    """
    tag, sent = ALERT_TAG + way.name, 0
    wanted = dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE], tags={tag: DUE})
    for record in instance.get_run_records(wanted, limit=_AT_ONCE, ascending=True):
        run = record.dagster_run
        tries, rest = _rest(run, way)
        if run.tags.get(WILL_RETRY_TAG) == "true":
            outcome = TRIED_AGAIN
        elif dt.datetime.now(dt.UTC) - record.create_timestamp > _GIVEN_UP_AFTER:
            outcome = GIVEN_UP
        elif rest > 0:
            return f"{way.name}: {sent} sent; failed {tries} times, next try in {rest:.0f} s"
        else:
            try:
                way.send(alert_of(instance, run))
            except AlertError:
                # On the run, because what a failed tick leaves in its cursor is lost.
                due = int(time.time() + _pause(tries + 1))
                instance.add_run_tags(run.run_id, {_TRIES_TAG + way.name: f"{tries + 1} {due}"})
                raise
            outcome, sent = SENT, sent + 1
        instance.add_run_tags(run.run_id, {tag: outcome})
    return f"{way.name}: {sent} sent"


def _rest(run: dg.DagsterRun, way: Channel) -> tuple[int, float]:
    """How often the alert of a run was tried in vain, and the seconds until it may be again."""
    tries, due = run.tags.get(_TRIES_TAG + way.name, "0 0").split()
    rest = float(due) - time.time()
    # Longer than any pause: the clock was set back meanwhile.
    return int(tries), rest if rest <= _pause(int(tries)) else 0.0


def _pause(tries: int) -> float:
    """Seconds to leave a server alone after so many tries in vain: it may lock the account."""
    return min(30.0 * 2.0 ** min(tries - 1, 10), 3600.0)
