import re
from pathlib import Path

import click
import pytest

from pipeline.cli import heyan

ROOT = Path(__file__).parents[2]
PACKAGES = ("evidence", "storage", "extractors", "verifiers", "review", "pipeline")
CODE = re.compile(r'"(E-[A-Z]+(?:-[A-Z]+)*)"')
SETTING = re.compile(r"\bHEYAN_[A-Z_]+")
NAMED = re.compile(r"`(E-[A-Z-]+…?)`")


def test_the_handbook_names_every_code_that_can_be_met():
    """A code in the program that the operator cannot look up is a dead end."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    named = NAMED.findall(text)
    whole = {name for name in named if not name.endswith("…")}
    families = tuple(name[:-1] for name in named if name.endswith("…"))
    used = {
        code
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert set() == {code for code in used if code not in whole and not code.startswith(families)}


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh-CN.md", "docs/operating.md", "docs/errors.md"]
)
def test_every_link_leads_somewhere(page):
    """A newcomer who follows a link finds the file."""
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert links
    assert [] == [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("page", ["docs/operating.md", "docs/operating.zh-CN.md"])
def test_the_handbook_names_every_setting_and_command(page):
    """What is not listed nobody sets, and nobody runs."""
    text = (ROOT / page).read_text(encoding="utf-8")
    # Dagster makes folders for its logs beside the configuration it runs by.
    code = [
        path
        for path in (ROOT / "deploy").rglob("*.*")
        if path.is_file() and not {"logs", ".logs_queue"} & set(path.parts)
    ]
    code += [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    settings = {
        name
        for path in code
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
        if not name.endswith("_")
    }
    assert len(settings) > 20
    assert set() == {name for name in settings if f"`{name}`" not in text}
    commands = heyan.list_commands(click.Context(heyan))
    assert "serve" in commands
    assert [] == [name for name in commands if f"heyan {name}" not in text]
