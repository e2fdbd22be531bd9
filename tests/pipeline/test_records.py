import os
from collections.abc import Collection, Mapping
from pathlib import Path

import dagster as dg
import pytest
from upath import UPath

from evidence.applications import Application, DeclarationSource
from evidence.errors import MachineError
from pipeline.partitions import BATCHES, SHARDS, batches, from_shards, shards
from pipeline.patience import WATCHED
from pipeline.records import (
    JsonLinesIOManager,
    MissingRecordsError,
    RecordFiles,
    record_type,
)
from storage.settings import object_store

ONE = Application("A1", DeclarationSource.TABLE, name="张立军", appraisals={2020: "优秀"})
TWO = Application("A2", DeclarationSource.FORM, name="王秀兰")


@dg.asset(partitions_def=shards)
def people(context: dg.AssetExecutionContext) -> list[Application]:
    return [ONE] if context.partition_key.endswith("1") else [TWO]


@dg.asset(partitions_def=batches, ins={"people": from_shards("people", Application)})
def everybody(people: Mapping[str, list[Application]]) -> dict[str, list[Application]]:
    return {"b": [person for shard in sorted(people) for person in people[shard]]}


def _materialize(instance, tmp_path, asset, partition, *others):
    return dg.materialize(
        [
            asset,
            *(o.to_source_assets()[0] if hasattr(o, "to_source_assets") else o for o in others),
        ],
        instance=instance,
        partition_key=partition,
        tags=WATCHED,
        resources={"io_manager": RecordFiles(state=str(tmp_path))},
    )


def test_records_come_back_as_they_went(instance, tmp_path):
    """A batch reads the records of all its shards, and of no other batch's."""
    instance.add_dynamic_partitions(SHARDS, ["b-s001", "b-s002", "bb-s001"])
    instance.add_dynamic_partitions(BATCHES, ["b"])
    for shard in ("b-s001", "b-s002", "bb-s001"):
        _materialize(instance, tmp_path, people, shard)
    _materialize(instance, tmp_path, everybody, "b", people)
    lines = (tmp_path / "records/everybody/b.jsonl").read_text(encoding="utf-8").splitlines()
    assert ["张立军", "王秀兰"] == [
        name for line in lines for name in ("张立军", "王秀兰") if name in line
    ]
    assert 2 == len(lines)


def test_a_batch_refuses_to_run_while_a_shard_is_missing(instance, tmp_path):
    """One shard of two was computed: there is no half batch."""
    instance.add_dynamic_partitions(SHARDS, ["b-s001", "b-s002"])
    instance.add_dynamic_partitions(BATCHES, ["b"])
    _materialize(instance, tmp_path, people, "b-s001")
    with pytest.raises(MissingRecordsError) as caught:
        _materialize(instance, tmp_path, everybody, "b", people)
    assert "E-NOT-COMPUTED" == caught.value.code
    assert "b-s002" in caught.value.problem.zh


def test_a_batch_without_shards_refuses_to_run(instance, tmp_path):
    """Nothing registered is not the same as nothing to do."""
    instance.add_dynamic_partitions(BATCHES, ["b"])
    with pytest.raises(MissingRecordsError) as caught:
        _materialize(instance, tmp_path, everybody, "b", people)
    assert "E-NO-SHARDS" == caught.value.code


def test_a_failed_write_leaves_the_older_records(instance, tmp_path, monkeypatch):
    """Records are replaced whole or not at all, and nothing is left beside them."""
    instance.add_dynamic_partitions(SHARDS, ["b-s001"])
    _materialize(instance, tmp_path, people, "b-s001")
    (path,) = (tmp_path / "records/people").iterdir()
    path.write_bytes(b"older\n")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MachineError, match="E-DISK-FULL"):
        _materialize(instance, tmp_path, people, "b-s001")
    assert b"older\n" == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_a_shared_folder_that_is_away_is_the_machines_failure(instance, tmp_path, monkeypatch):
    """So that the step waits for it, and says what to look at where that was in vain."""
    instance.add_dynamic_partitions(SHARDS, ["b-s001"])
    instance.add_dynamic_partitions(BATCHES, ["b"])
    _materialize(instance, tmp_path, people, "b-s001")

    def stale(*_arguments, **_more):
        raise OSError(116, "Stale file handle")

    monkeypatch.setattr(Path, "open", stale)
    monkeypatch.setattr(UPath, "open", stale)
    with pytest.raises(MachineError, match=r"E-STORE-AWAY: .*Stale file handle"):
        _materialize(instance, tmp_path, everybody, "b", people)


def test_in_an_object_store_they_come_back_too(instance, tmp_path, store):
    """And no file of them lies in the state folder."""
    instance.add_dynamic_partitions(SHARDS, ["b-s001", "b-s002"])
    instance.add_dynamic_partitions(BATCHES, ["b"])
    _materialize(instance, tmp_path / "var", people, "b-s001")
    with pytest.raises(MissingRecordsError, match=r"b-s002.*run that shard first"):
        _materialize(instance, tmp_path / "var", everybody, "b", people)
    _materialize(instance, tmp_path / "var", people, "b-s002")
    _materialize(instance, tmp_path / "var", everybody, "b", people)
    objects = object_store(os.environ)
    with objects.open("records/everybody/b.jsonl") as file:
        lines = file.read().decode().splitlines()
    assert ["张立军", "王秀兰"] == [
        name for line in lines for name in ("张立军", "王秀兰") if name in line
    ]
    assert not (tmp_path / "var/records").exists()


def test_a_relative_folder_is_refused():
    """It would follow the current folder of whoever starts the run."""
    with pytest.raises(MachineError, match="E-HOME"):
        RecordFiles(state="var").create_io_manager(dg.build_init_resource_context())


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (list[Application], Application),
        (dict[str, list[Application]], Application),
        (list[str], str),
        (Mapping[str, list[Application]], Application),
        (Mapping[str, Collection[Application]], Application),
    ],
)
def test_the_annotation_names_the_record(annotation, kind):
    """What is read back is what the asset says it takes."""
    assert kind is record_type(annotation)


def test_an_annotation_without_record_is_refused():
    """A set has no order to keep."""
    with pytest.raises(TypeError):
        record_type(set[str])


def test_extension_is_json_lines():
    """Outside tools look for this name."""
    assert ".jsonl" == JsonLinesIOManager.extension
