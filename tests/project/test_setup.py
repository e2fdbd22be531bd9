import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MISSING = """
mode=$1
has_program() { return 1; }
has_file() { return 1; }
eval "$(sed -n '/^missing_packages()/,/^}/p' scripts/setup.sh)"
missing_packages
"""
"""What a machine with nothing would get."""
SERVERS = {"postgresql", "redis-server"}


@pytest.mark.parametrize(
    ("mode", "servers"),
    [("run", set()), ("cluster", set()), ("cluster-demo", SERVERS), ("dev", SERVERS)],
)
def test_no_worker_gets_a_database_server(mode, servers):
    """Debian starts what it installs, on every machine of the cluster."""
    command = ["bash", "-euc", MISSING, "setup", mode]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    packages = set(told.stdout.split())
    assert "tesseract-ocr" in packages
    assert servers == SERVERS & packages
