"""Sensors that look by themselves, and say in the UI what their docstring says."""

import inspect
from collections.abc import Callable
from typing import Any

import dagster as dg

RUNNING = dg.DefaultSensorStatus.RUNNING


def watch(
    seconds: int, job: Any = None, target: Any = None
) -> Callable[[Callable[..., Any]], dg.SensorDefinition]:
    """Makes a sensor of a function; it looks again after so many seconds.

    It starts the job, or runs over the assets that are its target.
    """

    def decorate(look: Callable[..., Any]) -> dg.SensorDefinition:
        return dg.sensor(
            job=job,
            target=target,
            minimum_interval_seconds=seconds,
            default_status=RUNNING,
            description=inspect.getdoc(look),
        )(look)

    return decorate
