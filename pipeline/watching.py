"""Sensors that look by themselves, and say in the UI what their docstring says."""

import functools
import inspect
from collections.abc import Callable
from time import monotonic
from typing import Any

import dagster as dg

RUNNING = dg.DefaultSensorStatus.RUNNING
SHARE = 0.1
"""The most of the time that one sensor's looks take: in a large installation they rest longer."""
AT_MOST = 60.0
"""Seconds of rest: a look may have taken long because something was away."""


def watch(
    seconds: int, job: Any = None, target: Any = None
) -> Callable[[Callable[..., Any]], dg.SensorDefinition]:
    """Makes a sensor of a function; it looks again after so many seconds, or as `resting` says.

    It starts the job, or runs over the assets that are its target.
    """

    def decorate(look: Callable[..., Any]) -> dg.SensorDefinition:
        return dg.sensor(
            job=job,
            target=target,
            minimum_interval_seconds=seconds,
            default_status=RUNNING,
            description=inspect.getdoc(look),
        )(resting(look))

    return decorate


def resting(look: Callable[..., Any]) -> Callable[..., Any]:
    """The look, made again only when what it took before is no more than SHARE of the time.

    A sensor's first look, and one that is asked for by hand, is always made.
    """
    rested = float("-inf")

    @functools.wraps(look)
    def looking(context: dg.SensorEvaluationContext, *args: Any, **kwargs: Any) -> Any:
        nonlocal rested
        begun = monotonic()
        if begun < rested and context.last_tick_completion_time is not None:
            return dg.SkipReason(f"looks take long here; the next is in {rested - begun:.0f} s")
        try:
            return look(context, *args, **kwargs)
        finally:
            ended = monotonic()
            rested = ended + min((ended - begun) * (1 / SHARE - 1), AT_MOST)

    return looking
