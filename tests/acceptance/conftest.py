import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review.desk.browser import browser  # noqa: F401  a fixture

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "fixtures" / "sample" / "xinxiang-2024-001"


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    """What comes out of the sample batch, read from nothing."""
    folder = tmp_path_factory.mktemp("sample")
    environment = os.environ | {"HEYAN_HOME": str(folder / "var"), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", str(SAMPLE), "--out", str(folder / "out")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == run.returncode, run.stderr
    return folder / "out"
