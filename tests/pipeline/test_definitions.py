from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipeline.definitions import defs
from pipeline.file_versions import files_version
from pipeline.home import repository

SNAPSHOT = Path(__file__).with_name("asset_graph.json")


def test_definitions_load():
    """Everything Dagster would refuse at start is refused here."""
    dg.Definitions.validate_loadable(defs)


def test_dagster_by_hand_needs_no_variables(tmp_path: Path):
    """`dagster definitions validate` in the folder works, wherever HEYAN_HOME is or is not."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HEYAN", "DAGSTER"))}
    for extra in ({}, {"DAGSTER_HOME": str(repository()), "HEYAN_HOME": str(tmp_path)}):
        command = [Path(sys.executable).with_name("dagster"), "definitions", "validate"]
        validated = subprocess.run(
            command,
            cwd=repository(),
            env=environment | {"PYTHONPATH": str(repository())} | extra,
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == validated.returncode, validated.stderr


def test_asset_graph_is_the_one_of_the_design():
    """Names, dependencies, groups and partition sets change only on purpose."""
    graph = defs.resolve_asset_graph()
    found = {}
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        found[key.to_user_string()] = {
            "group": node.group_name,
            "deps": sorted(parent.to_user_string() for parent in node.parent_keys),
            "partitions": getattr(node.partitions_def, "name", None),
            "kinds": sorted(node.kinds),
            "checks": sorted(check.name for check in node.check_keys),
        }
    assert json.loads(SNAPSHOT.read_text(encoding="utf-8")) == found


def test_every_asset_is_described_and_owned():
    """The UI tells an operator what each asset is and whom to ask."""
    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners or node.is_observable, key


@pytest.mark.parametrize(
    "name", ["findings", "cross_findings", "verdicts", "rosters", "review_queue"]
)
def test_what_follows_the_rules_takes_several_partitions_in_one_run(name: str):
    """A changed notice costs one run, not one a shard."""
    graph = defs.resolve_asset_graph()
    assert dg.BackfillPolicy.single_run() == graph.get(dg.AssetKey(name)).backfill_policy


def test_source_version_follows_content_and_name(tmp_path: Path):
    """Editing, adding and renaming a rule file changes the version; touching it does not."""

    def version():
        return files_version(tmp_path, tmp_path.glob("*.yaml"))

    (tmp_path / "a.yaml").write_text("x: 1")
    first = version()
    (tmp_path / "a.yaml").touch()
    assert first == version()
    (tmp_path / "a.yaml").write_text("x: 2")
    second = version()
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert 3 == len({first, second, version()})
