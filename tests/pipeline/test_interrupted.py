import os
import subprocess
import sys
import time

import dagster as dg
import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.home import repository

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
PAGES = 6


@pytest.fixture
def batch(make_batch, tmp_path):
    """One applicant with a few pages of print."""
    files = {}
    font = ImageFont.truetype(FONT, 48)
    for number in range(PAGES):
        page = Image.new("RGB", (1000, 1400), "white")
        for line in range(8):
            text = f"河南省人民政府关于表彰第{number}{line}号先进个人的决定"
            ImageDraw.Draw(page).text((60, 100 + line * 140), text, font=font, fill="black")
        path = tmp_path / "page.png"
        page.save(path)
        files[f"uploads/A1/{number}.png"] = path.read_bytes()
    return make_batch(files=files)


def _start(batch, out, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", batch, "--out", out],
        env=os.environ | environment,
        cwd=repository(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _pages(state):
    return {path: path.stat().st_mtime_ns for path in state.glob("readings/pages/**/0*.json")}


def _wait_for(condition, seconds=120.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_in_the_middle_it_goes_on_where_it_was(home, batch, tmp_path):
    """The same verdicts byte for byte, no page read twice, no run left STARTED."""
    killed = _start(batch, tmp_path / "o1")
    _wait_for(lambda: len(_pages(home.state)) >= 2)
    workers = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert [] == alive
    before = _pages(home.state)
    assert len(before) < PAGES
    assert 0 == _start(batch, tmp_path / "o1").wait(180)
    after = _pages(home.state)
    assert PAGES == len(after)
    assert before == {path: after[path] for path in before}
    undisturbed = {"HEYAN_HOME": str(tmp_path / "other"), "HEYAN_INBOX": str(home.inbox)}
    assert 0 == _start(batch, tmp_path / "o2", **undisturbed).wait(180)
    first, second = (tmp_path / out / "verdicts.json" for out in ("o1", "o2"))
    assert first.read_bytes() == second.read_bytes()
    with dg.DagsterInstance.get() as instance:
        statuses = [run.status.value for run in instance.get_runs()]
    assert ["SUCCESS", "SUCCESS", "FAILURE"] == statuses


def test_sigterm_is_an_interruption(home, batch, tmp_path):
    """A service manager stops it as Ctrl-C does: status 3, and the run says so."""
    process = _start(batch, tmp_path / "o")
    _wait_for(lambda: _pages(home.state))
    process.terminate()
    assert 3 == process.wait(60)
    with dg.DagsterInstance.get() as instance:
        (only,) = instance.get_runs()
        assert only.is_finished
