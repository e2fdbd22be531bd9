from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest

from pipeline.definitions import defs
from pipeline.sources import content_version

SNAPSHOT = Path(__file__).with_name("asset_graph.json")


def test_definitions_load():
    """Everything Dagster would refuse at start is refused here."""
    dg.Definitions.validate_loadable(defs)


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


@pytest.mark.parametrize("name", ["findings", "cross_findings", "verdicts", "rosters"])
def test_what_follows_the_rules_takes_several_partitions_in_one_run(name: str):
    """A changed notice costs one run, not one a shard."""
    graph = defs.resolve_asset_graph()
    assert dg.BackfillPolicy.single_run() == graph.get(dg.AssetKey(name)).backfill_policy


def test_source_version_follows_content_and_name(tmp_path: Path):
    """Editing, adding and renaming a rule file changes the version; touching it does not."""
    (tmp_path / "a.yaml").write_text("x: 1")
    first = content_version(tmp_path, "*.yaml")
    (tmp_path / "a.yaml").touch()
    assert first == content_version(tmp_path, "*.yaml")
    (tmp_path / "a.yaml").write_text("x: 2")
    second = content_version(tmp_path, "*.yaml")
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    third = content_version(tmp_path, "*.yaml")
    assert 3 == len({first.value, second.value, third.value})
