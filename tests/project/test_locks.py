import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock):
    """Each pinned package with its version and hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    return {
        normal(block.split("==")[0]): (
            re.match(r"[^=]+==(\S+)", block)[1],
            re.findall(r"--hash=sha256:[0-9a-f]{64}", block),
        )
        for block in blocks
        if block.strip()
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock):
    assert [] == [name for name, (_, hashes) in pins(lock).items() if not hashes]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry_and_no_path_of_a_machine(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert [] == re.findall(r"https?://\S+|file:\S+|--(?:extra-)?index-url|--find-links", text)


def test_what_pyproject_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for lock, requirements in asked.items():
        names = {normal(re.match(r"[A-Za-z0-9._-]+", one)[0]) for one in requirements}
        assert set() == names - set(pins(lock)), f"{lock}: run `make lock`"


def test_tests_run_on_the_versions_that_users_get():
    users, developers = (pins(lock) for lock in LOCKS)
    assert {} == {
        name: (version, developers.get(name))
        for name, (version, _) in users.items()
        if developers.get(name, ("",))[0] != version
    }
