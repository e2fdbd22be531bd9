import dagster as dg
import pytest
from click.testing import CliRunner

from pipeline.cli import heyan
from pipeline.failures import run_problem
from pipeline.resources import RULES_TAG, Heyan
from verifiers.version import rules_version


def test_a_worker_without_a_broker_says_which_configuration_it_lacks(home):
    said = CliRunner().invoke(heyan, ["--lang", "en", "worker"])
    assert 1 == said.exit_code
    assert "E-WORKER-LAUNCHER" in said.output
    assert "deploy/" in said.output


@pytest.mark.parametrize(("version", "judges"), [(rules_version(), True), ("older", False)])
def test_a_machine_with_other_rules_judges_nothing(home, instance, version, judges):
    """One of several machines was not updated: its verdicts would be those of last year."""

    @dg.op(required_resource_keys={"heyan"})
    def judging():
        pass

    @dg.job(resource_defs={"heyan": Heyan(state=str(home.state))})
    def run():
        judging()

    result = run.execute_in_process(
        instance=instance, tags={RULES_TAG: version}, raise_on_error=False
    )
    assert judges is result.success
    if not judges:
        assert "E-WORKER-VERSION" == run_problem("run", "b-s001", result.all_events).code
