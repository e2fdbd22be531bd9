"""Dagster's SQLite files and artifacts in Heyan's own state folder.

dagster.yaml can name an environment variable for a folder, but no default:
`dagster definitions validate` or `dagster dev` by hand would then fail where
HEYAN_HOME is not set. These two classes ask `find_home` instead, as the
command line does.
"""

from __future__ import annotations

from typing import Any

from dagster._core.storage.root import LocalArtifactStorage
from dagster._core.storage.sqlite import create_db_conn_string
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
    _runs_directory,
)
from dagster._serdes import ConfigurableClassData

from pipeline.home import find_home
from pipeline.sqlite_storage import EventFiles, RunFile


class HomeSqliteStorage(DagsterSqliteStorage):
    """Runs, events and schedules in SQLite files below the state folder."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        # Those of Dagster have made the files where there were none.
        runs = create_db_conn_string(_runs_directory(base_dir), "runs")
        self._run_storage = RunFile(runs)
        self._event_log_storage = EventFiles(_event_logs_directory(base_dir))

    @classmethod
    def config_type(cls) -> Any:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData, config_value: Any
    ) -> HomeSqliteStorage:
        """The storage of this installation."""
        return cls.from_local(str(find_home().state), inst_data=inst_data, **config_value)


class HomeArtifactStorage(LocalArtifactStorage):
    """Files that Dagster itself keeps, below the state folder."""

    @classmethod
    def config_type(cls) -> Any:
        """Nothing to configure."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> HomeArtifactStorage:
        """The artifacts of this installation."""
        return cls(str(find_home().state), inst_data=inst_data, **config_value)
