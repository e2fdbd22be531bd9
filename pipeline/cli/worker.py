"""`heyan worker`: this machine takes runs from the cluster's broker, one at a time."""

from __future__ import annotations

import os

import click

from evidence.errors import MachineError, Problem
from pipeline.cli.voice import Voice
from pipeline.home import DAGSTER_VARIABLE, enter_home


@click.command()
@click.option(
    "--name", help="Name of the worker among all (工作进程名称); default: heyan-PID@HOST."
)
@click.pass_obj
def command(voice: Voice, name: str | None) -> None:
    """Take runs from the broker and execute them, one after another, until it is stopped.

    The first SIGTERM or Ctrl-C lets the run at work end; a second one ends at once.
    """
    home = enter_home()
    import dagster as dg  # noqa: PLC0415  loads for a second; --help need not

    with dg.DagsterInstance.get() as instance:
        app = getattr(instance.run_launcher, "celery", None)
    if app is None:
        raise MachineError(_no_launcher())
    from pipeline.worker import QUEUE, serve_runs  # noqa: PLC0415  needs an extra

    serve_runs(app)
    node = name or f"heyan-{os.getpid()}@%h"
    voice.tell(f"工作进程 {node} 启动，数据目录 {home.state}。", f"Worker {node}; {home.state}.")
    # A thread waits for each run; one, because a run takes every core.
    app.worker_main(
        ["worker", "--pool=threads", "--concurrency=1", f"--queues={QUEUE}",
         f"--hostname={node}", "--loglevel=INFO"]
    )  # fmt: skip


def _no_launcher() -> Problem:
    return Problem(
        "E-WORKER-LAUNCHER",
        f"{DAGSTER_VARIABLE} 中的 dagster.yaml 没有配置 Celery；"
        "请把它设为 deploy/ 目录（见 deploy/README.md）。",
        f"The dagster.yaml in {DAGSTER_VARIABLE} launches no run through Celery; "
        "set it to the folder deploy/ (see deploy/README.md).",
    )
