import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import dagster as dg
import pytest
import redis
from dagster._core.instance.config import dagster_instance_config
from dagster._core.instance.ref import InstanceRef
from dagster._core.launcher import WorkerStatus
from dagster._core.storage.tags import PARTITION_NAME_TAG
from dagster_celery.tags import DAGSTER_CELERY_TASK_ID_TAG

from benchmarks.postgres import free_port
from evidence.errors import MachineError
from pipeline.failures import run_problem
from pipeline.home import repository
from pipeline.launcher import WatchfulCeleryRunLauncher
from pipeline.runs import clear_dead_runs

WORKER = """
import sys, time
from celery import Celery
app = Celery(broker=sys.argv[1], backend=sys.argv[1])
@app.task(name="execute_job")
def execute_job():
    time.sleep(600)
app.worker_main(["worker", "--pool=threads", "--concurrency=1", "--queues=dagster"])
"""
"""A worker whose every run takes long; it loads in no time."""


@pytest.fixture
def broker(tmp_path):
    port = free_port("127.0.0.1")
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        url = f"redis://127.0.0.1:{port}/0"
        _wait_until(lambda: _answers(url))
        yield url
        server.terminate()


@pytest.fixture
def launcher(broker, monkeypatch):
    monkeypatch.setattr("pipeline.launcher._ANSWER_SECONDS", 0.5)
    with dg.DagsterInstance.ephemeral() as instance:
        made = WatchfulCeleryRunLauncher(
            patience_seconds=60, default_queue="dagster", broker=broker, backend=broker
        )
        made.register_instance(instance)
        yield made


@contextmanager
def worker(broker):
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, broker],
        cwd=repository(),
        # Celery takes to Django where other tests of this process left its settings named.
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_run_lives_as_long_as_a_worker_says_so_and_is_failed_in_our_words(launcher, broker):
    now = [0.0]
    launcher._clock = lambda: now[0]
    with worker(broker) as process:
        run = _given_away(launcher, dg.DagsterRunStatus.STARTED)
        _wait_until(lambda: run.tags[DAGSTER_CELERY_TASK_ID_TAG] in launcher._ask())
        _wait_until(lambda: 1 == len(launcher.workers()))
        assert WorkerStatus.RUNNING is launcher.check_run_worker_health(run).status
        process.send_signal(signal.SIGKILL)
        process.wait()
        now[0] += 10
        # It may have lost the broker for a moment only.
        assert WorkerStatus.RUNNING is launcher.check_run_worker_health(run).status
        now[0] += 61
        assert WorkerStatus.FAILED is launcher.check_run_worker_health(run).status
    instance = launcher._instance
    assert dg.DagsterRunStatus.FAILURE is instance.get_run_by_id(run.run_id).status
    events = [entry.dagster_event for entry in instance.all_logs(run.run_id)]
    told = run_problem("check_shard", "b-s001", [event for event in events if event])
    assert "E-RUN-GONE" == told.code


def test_while_nobody_can_be_asked_nobody_is_dead(launcher, broker):
    run = _given_away(launcher, dg.DagsterRunStatus.STARTED)
    with redis.Redis.from_url(broker) as server, suppress(redis.ConnectionError):
        server.shutdown(nosave=True)
    with pytest.raises(MachineError, match="E-BROKER-AWAY"):
        launcher.check_run_worker_health(run)
    assert not launcher._instance.get_run_by_id(run.run_id).is_finished


def test_a_run_whose_worker_died_as_it_took_it_is_failed_and_one_that_waits_is_not(launcher):
    launcher._patience = 0
    launcher._instance._run_launcher = launcher
    run = _given_away(launcher, dg.DagsterRunStatus.STARTING)
    assert [] == clear_dead_runs(launcher._instance)
    launcher.celery.control.purge()
    # Others still wait: a queue that a season fills is never empty.
    waiting = _given_away(launcher, dg.DagsterRunStatus.STARTING, priority=5)
    assert [run.run_id] == clear_dead_runs(launcher._instance)
    assert not launcher._instance.get_run_by_id(waiting.run_id).is_finished


def test_the_cluster_s_configuration_is_one_that_dagster_takes(monkeypatch):
    monkeypatch.setenv("HEYAN_DAGSTER_DATABASE_URL", "postgresql+psycopg2://heyan@127.0.0.1/heyan")
    monkeypatch.setenv("HEYAN_BROKER_URL", "redis://127.0.0.1:6379/0")
    deploy = str(repository() / "deploy")
    config, _ = dagster_instance_config(deploy)
    assert 0 < config["run_monitoring"]["max_runtime_seconds"]
    launcher = InstanceRef.from_dir(deploy).run_launcher
    assert isinstance(launcher, WatchfulCeleryRunLauncher)
    assert "redis://127.0.0.1:6379/0" == launcher.celery.conf.broker_url


def _given_away(launcher, status, **how):
    """A run in that state, with its task at the broker."""
    task = launcher.celery.send_task("execute_job", queue="dagster", **how)
    tags = {DAGSTER_CELERY_TASK_ID_TAG: task.id, PARTITION_NAME_TAG: "b-s001"}
    run_id = launcher._instance.create_run_for_job(_job, tags=tags, status=status).run_id
    return launcher._instance.get_run_by_id(run_id)


@dg.job
def _job():
    pass


def _answers(url):
    try:
        with redis.Redis.from_url(url) as server:
            return server.ping()
    except redis.ConnectionError:
        return False


def _wait_until(ready, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"not ready after {seconds} s (pid {os.getpid()})"
        time.sleep(0.1)
