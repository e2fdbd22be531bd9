"""Two batches that were checked, over code that may be changed, and the daemon."""

import shutil

import dagster as dg
import pytest
from dagster._core.remote_origin import (
    InProcessCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    SensorInstigatorData,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from pipeline import file_versions
from pipeline.accepted import accept_known_warnings
from pipeline.batches import take_batch
from pipeline.definitions import defs
from pipeline.home import repository
from pipeline.jobs import bring_up_to_date
from pipeline.planning import foundations
from pipeline.resources import Heyan, LogListeners
from pipeline.run_tags import partitions_of
from pipeline.runs import execute, register
from pipeline.sensors import changed_rules

CLAIMED = "ZL202010430096.0"


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """The code as it is installed, to be changed; a new process finds it as it then is."""
    copy = tmp_path / "installed"
    for name in ("evidence", "verifiers", "extractors", "pipeline/stages"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(repository() / name, copy / name, ignore=ignored)
    for name in ("pipeline/batches.py", "pipeline/official/kept.py"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(repository() / name, copy / name)

    def now():
        return file_versions.foundations(copy)

    for module in ("pipeline.planning.look", "pipeline.sensors", "pipeline.sources"):
        monkeypatch.setattr(f"{module}.foundations", now)
    return copy


class Installation:
    """Two batches that were checked, and the daemon over them."""

    def __init__(self, instance, home, packages, monkeypatch):
        self.instance, self.heyan = instance, Heyan(state=str(home.state))
        self.packages = packages
        self.cursors, self._patch = {}, monkeypatch

    def change(self, path, added="\n# changed\n"):
        file = self.packages / path
        file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")

    def check(self, entry):
        _check(self.instance, entry)

    def restart(self):
        """Runs are processes of their own: they find the files as they are now."""
        now = file_versions.foundations(self.packages)
        self._patch.setattr(foundations, "OF_THIS_PROCESS", now)

    def tick(self, sensor=changed_rules):
        cursor = self.cursors.get(sensor.name)
        with dg.build_sensor_context(instance=self.instance, cursor=cursor) as context:
            result = sensor(context, heyan=self.heyan)
        self.cursors[sensor.name] = result.cursor or cursor
        return result

    def note(self, sensor):
        """As Dagster keeps what a sensor noted."""
        origin = RemoteInstigatorOrigin(
            repository_origin=RemoteRepositoryOrigin(
                code_location_origin=InProcessCodeLocationOrigin(
                    LoadableTargetOrigin(module_name="pipeline.definitions")
                ),
                repository_name="__repository__",
            ),
            instigator_name=sensor.name,
        )
        data = SensorInstigatorData(cursor=self.cursors[sensor.name])
        state = InstigatorState(
            origin, InstigatorType.SENSOR, InstigatorStatus.DECLARED_IN_CODE, data
        )
        known = self.instance.get_instigator_state(origin.get_id(), origin.get_selector().get_id())
        keep = (
            self.instance.update_instigator_state if known else self.instance.add_instigator_state
        )
        keep(state)

    def daemon(self):
        """Ticks and runs until nothing is asked for; the steps of each shard in order."""
        self.restart()
        steps = []
        while requests := self.tick().run_requests:
            for request in requests:
                run = self._run(request)
                made = [
                    event.step_key
                    for event in self.instance.all_logs(run.run_id)
                    if event.dagster_event and event.dagster_event.is_step_success
                ]
                steps.append((made, list(partitions_of(self.instance, run.tags))))
        return steps

    def _run(self, request):
        job = defs.resolve_job_def(bring_up_to_date.name)
        chosen = job.get_subset(asset_selection=set(request.asset_selection))
        result = chosen.execute_in_process(
            instance=self.instance,
            partition_key=request.partition_key,
            tags=request.tags,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        return result.dagster_run


@pytest.fixture(scope="session")
def checked(tmp_path_factory, install, make_batch_in):
    """The state of an installation whose two batches were checked; made once, copied often."""
    accept_known_warnings()
    root = tmp_path_factory.mktemp("checked")
    with pytest.MonkeyPatch.context() as patch:
        home = install(root, patch)
        with dg.DagsterInstance.get() as instance:
            for batch in ("test-001", "test-002"):
                folder = make_batch_in(batch, files={"uploads/A1/空.png": b""}, folder=root)
                if batch == "test-001":
                    with (folder / "claims.csv").open("a", encoding="utf-8") as table:
                        table.write(f"A1,1,5,一种装置,,,,,2021-06-01,,{CLAIMED},发明,1\n")
                _check(instance, take_batch(folder, home))
    return home.state


def _check(instance, entry):
    register(instance, entry)
    job, resources = defs.resolve_job_def("check_shard"), {"progress": LogListeners()}
    execute(instance, job, f"{entry.id}-s001", {}, resources)


@pytest.fixture
def installation(checked, home, packages, monkeypatch):
    shutil.copytree(checked, home.state, dirs_exist_ok=True)
    with dg.DagsterInstance.get() as instance:
        yield Installation(instance, home, packages, monkeypatch)
