"""Records between assets: JSON lines, one file per asset and partition.

An asset that handles one partition at a time is annotated `list[Record]`; one
that handles several in a run, or needs several of another asset, is annotated
`dict[str, list[Record]]`, by partition key. `Mapping[str, list[Record]]` is read partition
by partition when it is asked for, `Mapping[str, Collection[Record]]` line by line. The
annotation of the input names the record type that is read back: nothing is unpickled and
nothing is guessed.

In an object store a partition's records are an object: put when all of them are there, fetched
whole, so that nobody reads half of them, or half of older ones.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, get_args, get_origin

import dagster as dg
from upath import UPath

from evidence import codec
from evidence.errors import DataError, HeyanError, MachineError, Problem
from extractors.whole_files import write_whole
from pipeline.home import HOME_VARIABLE, RECORDS, Home, find_home
from pipeline.kept import record_objects
from pipeline.lazy_records import ReadOneByOne, Spool, StoredLines
from pipeline.partitions import ALLOW_MISSING
from pipeline.patience import waiting_out
from pipeline.runs import latest_materializations
from storage.object_store import ObjectStore

_SHOWN = 5
"""So many names stand in a sentence."""


class MissingRecordsError(HeyanError):
    """An asset's records are asked for, but that partition was never computed."""


def record_type(annotation: Any) -> Any:
    """The record type in `list[Record]`, `dict[str, list[Record]]` or one of the lazy forms."""
    inner = get_args(annotation)
    if get_origin(annotation) in (dict, Mapping):
        return record_type(inner[1])
    if get_origin(annotation) not in (list, Collection):
        raise TypeError(f"{annotation} is neither list[Record] nor dict[str, list[Record]]")
    return inner[0]


def encoded(records: Sequence[Any]) -> bytes:
    """Records as JSON lines, each by its own type."""
    return b"".join(map(_line, records))


def _line(record: Any) -> bytes:
    return codec.encode(type(record), record) + b"\n"


@contextmanager
def _store_errors(path: UPath) -> Iterator[None]:
    """Turn what a shared folder raises that is not there now into MachineError (`E-STORE-AWAY`)."""
    try:
        yield
    except (FileNotFoundError, HeyanError):
        raise
    except Exception as e:
        reason = " ".join(str(e).split())[:200] or type(e).__name__
        raise MachineError(
            Problem(
                "E-STORE-AWAY",
                f"存储 {path} 无法访问（{reason}）；请检查网络与存储服务，恢复后重新运行。",
                f"The store of {path} cannot be reached ({reason}); check the network and the "
                "storage service, then run again.",
            )
        ) from e


class JsonLinesIOManager(dg.UPathIOManager):
    """Writes and reads records of the annotated type, in a folder or in `objects`."""

    extension = ".jsonl"

    def __init__(self, base: UPath, objects: ObjectStore | None = None) -> None:
        super().__init__(base)
        self._objects = objects

    def dump_to_path(
        self,
        context: dg.OutputContext,  # noqa: ARG002  Dagster's signature
        obj: list[Any] | Spool[Any],
        path: UPath,
    ) -> None:
        """Write one partition's records, to be there whole or not at all."""
        lines = obj.lines() if isinstance(obj, Spool) else map(_line, obj)
        if self._objects is None:
            write_whole(Path(path.path), lines)
        else:
            self._objects.write(_key(path), lines)

    def load_from_path(self, context: dg.InputContext, path: UPath) -> list[Any]:
        """Read one partition's records. Raises MissingRecordsError (`E-NOT-COMPUTED`)."""
        return list(self._lines(context, path))

    def _lines(self, context: dg.InputContext, path: UPath) -> StoredLines[Any]:
        """One partition's records, read when they are iterated."""
        kind = record_type(context.dagster_type.typing_type)

        def opened() -> BinaryIO:
            try:
                return self._open(path)
            except FileNotFoundError as e:
                raise _missing(context, path) from e

        def decoded(line: bytes) -> Any:
            try:
                return codec.decode(kind, line)
            except DataError as e:
                raise DataError(_of_partition(e.problem, context, path)) from e

        return StoredLines(opened, decoded)

    def _open(self, path: UPath) -> BinaryIO:
        """One partition's records as bytes. Raises FileNotFoundError."""
        if self._objects is not None:
            return self._objects.open(_key(path))
        with _store_errors(path):
            return path.open("rb")

    def _is_there(self, path: UPath) -> bool:
        if self._objects is None:
            return path.exists()
        return self._objects.size(_key(path)) is not None

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Write every partition that the step computed, and count what was written."""
        paths = self._get_paths_for_partitions(context)
        by_key: Mapping[str, list[Any]] = obj if isinstance(obj, dict) else {next(iter(paths)): obj}
        if by_key.keys() != paths.keys():
            raise ValueError(f"computed {sorted(by_key)}, but the run is for {sorted(paths)}")
        step = context.step_context
        with waiting_out(step.run_tags, step.previous_attempt_count):
            for key, records in by_key.items():
                self.dump_to_path(context, records, paths[key])
        context.add_output_metadata(
            {
                "dagster/row_count": sum(len(records) for records in by_key.values()),
                "path": dg.MetadataValue.path(str(_first(paths).parent)),
            }
        )
        # A run in this process keeps every step's output, and Dagster the first run for ever:
        # who needs these records reads them from where they were just written.
        if context.step_context.output_capture is not None:
            context.step_context.output_capture.clear()

    def load_input(self, context: dg.InputContext) -> Any:
        """Read the partitions that the input maps to; by key where the annotation is a dict."""
        paths = self._get_paths_for_partitions(context)
        if not paths:
            raise MissingRecordsError(
                Problem(
                    "E-NO-SHARDS",
                    "该批次没有登记任何分片，请先放入收件箱或用 heyan run 运行。",
                    "The batch has no registered shards; drop it into the inbox or use heyan run.",
                )
            )
        step = context.step_context
        with waiting_out(step.run_tags, step.previous_attempt_count), _store_errors(_first(paths)):
            return self._loaded(context, paths)

    def _loaded(self, context: dg.InputContext, paths: dict[str, UPath]) -> Any:
        if context.definition_metadata.get(ALLOW_MISSING):
            # Asked before it is looked for: what is computed meanwhile is not taken for lost.
            computed = latest_materializations(context.step_context.instance, context.asset_key)
            there = {key: path for key, path in paths.items() if self._is_there(path)}
            lost = (paths.keys() & computed.keys()) - there.keys()
            if lost:
                raise MachineError(_lost(context, sorted(lost)))
            paths = there
        annotation = context.dagster_type.typing_type
        if get_origin(annotation) is Mapping:
            return self._lazily(
                context, paths, by_line=get_origin(get_args(annotation)[1]) is Collection
            )
        records = {key: self.load_from_path(context, path) for key, path in paths.items()}
        if get_origin(context.dagster_type.typing_type) is dict:
            return records
        (only,) = records.values()
        return only

    def _lazily(
        self, context: dg.InputContext, paths: Mapping[str, UPath], *, by_line: bool
    ) -> Mapping[str, Any]:
        """The partitions, each read when it is asked for; all of them must be there now."""
        for path in paths.values():
            if not self._is_there(path):
                raise _missing(context, path)
        read = self._lines if by_line else self.load_from_path
        return ReadOneByOne(paths, lambda key: read(context, paths[key]))


def _key(path: UPath) -> str:
    """The key of a partition's records: `<asset>/<partition>.jsonl`."""
    return "/".join(path.parts[-2:])


def _first(paths: Mapping[str, UPath]) -> UPath:
    return next(iter(paths.values()))


def _missing(context: dg.InputContext, path: UPath) -> MissingRecordsError:
    asset, key = context.asset_key.to_user_string(), path.stem
    return MissingRecordsError(
        Problem(
            "E-NOT-COMPUTED",
            f"{key} 的 {asset} 尚未算出，请先运行该分片。",
            f"{asset} of {key} has not been computed; run that shard first.",
        )
    )


def _lost(context: dg.InputContext, keys: Sequence[str]) -> Problem:
    """Of partitions that were computed and are gone: they would be taken for what never was."""
    asset, shown = context.asset_key.to_user_string(), "、".join(keys[:_SHOWN])
    return Problem(
        "E-STORE-READ",
        f"{len(keys)} 个批次的 {asset} 已算出，但存储中没有（{shown}），无法与其比对；请检查网络存储、磁盘和 "
        "HEYAN_STORE，从备份恢复，或先重新运行这些批次（heyan run），然后重新运行。",
        f"{asset} of {len(keys)} batches were computed and are not stored ({shown}), so nothing can "
        "be compared with them; look at share, disk and HEYAN_STORE, take them from a backup or run "
        "those batches again (heyan run), then run again.",
    )


def _of_partition(problem: Problem, context: dg.InputContext, path: UPath) -> Problem:
    """The problem with the asset and partition whose records have it."""
    where = f"{context.asset_key.to_user_string()} {path.stem}"
    return Problem(problem.code, f"{where}：{problem.zh}", f"{where}: {problem.en}")


class RecordFiles(dg.ConfigurableIOManagerFactory[JsonLinesIOManager]):
    """The records of the installation whose state folder is `state`, wherever it keeps them."""

    state: str

    def create_io_manager(
        self,
        context: dg.InitResourceContext,  # noqa: ARG002  Dagster's signature
    ) -> JsonLinesIOManager:
        """Raises MachineError (`E-HOME`) for a relative folder: it would follow the current one."""
        home = find_home(os.environ | {HOME_VARIABLE: self.state})
        return JsonLinesIOManager(_base(home), record_objects(home))


def _base(home: Home) -> UPath:
    if home.objects is None:
        return UPath(home.state / RECORDS)
    return UPath(f"{home.objects.url}/{RECORDS}")
