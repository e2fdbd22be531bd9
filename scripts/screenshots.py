"""Takes the screenshots of docs/images anew from a running Heyan.

    .venv/bin/python scripts/screenshots.py

Starts `heyan serve` on ports of its own with a copy of the state that `make demo` left
in var/, opens the desk and the Dagster UI in Debian's chromium and saves what reviewers and
operators see; and one unit of the on-site roster that `make demo` wrote. The copy has
accounts of its own and is thrown away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pdfplumber
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
ROSTER = ROOT / "out" / "xinxiang-2024-001" / "rosters" / "需现场审查人员名册表.pdf"
PORT = 3917
ADDRESS = f"http://127.0.0.1:{PORT}"
SECONDS = 90
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
GRAPH = "/asset-groups"
SIZE: ViewportSize = {"width": 1500, "height": 900}
GRAPH_SIZE: ViewportSize = {"width": 1700, "height": 1750}
"""The graph's groups, all open, need this much."""
PAGES = {
    "asset-graph.png": GRAPH,
    "runs.png": "/runs",
    "readings.png": "/assets/readings?view=overview",
    "verdicts.png": "/assets/verdicts?view=overview",
}


DESK_PORT = 8917
DESK = f"http://127.0.0.1:{DESK_PORT}"
OFFICE: ViewportSize = {"width": 1366, "height": 768}
"""The monitor that the desk is made for."""
SHOWN = "红旗区人民政府"
"""What the item says that is shown."""
DESK_PAGES = {
    "desk-batches.png": "/batches/",
    "desk-batch.png": "/batches/xinxiang-2024-001/",
    "desk-rosters.png": "/rosters/xinxiang-2024-001/",
    "desk-lookups.png": "/lookups/",
    "desk-quality.png": "/quality/",
    "desk-record.png": "/record/",
    "desk-upload.png": "/upload/",
}
ACCOUNT = """
from review.desk.models import Person
Person.objects.create_user("pictures", "pictures-of-2024", display_name="陈审核员",
    roles=["operator", "reviewer", "administrator"])
"""


def take_desk(browser: Browser) -> None:
    """What a reviewer sees, from the sign-in to an item, and the pages around it."""
    page = browser.new_context(viewport=OFFICE, locale="zh-CN", base_url=DESK).new_page()
    page.goto("/login/")
    page.fill("[name=username]", "pictures")
    page.fill("[name=password]", "pictures-of-2024")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    for name, path in DESK_PAGES.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / name)
    page.goto("/queue/")
    page.screenshot(path=IMAGES / "desk-queue.png")
    page.locator("[data-rows] tr", has_text=SHOWN).first.locator("[data-row]").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "desk-item.png")
    page.get_by_role("link", name="孙玉成").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / "desk-applicant.png")


def wait_until_ready() -> None:
    """Until the web server answers, or an error after SECONDS."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{ADDRESS}/server_info", timeout=2).close()  # noqa: S310  loopback
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def take(page: Page, path: str, file: Path) -> None:
    """One page of the UI, once it has stopped loading."""
    page.set_viewport_size(GRAPH_SIZE if path == GRAPH else SIZE)
    page.goto(ADDRESS + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)
    if path == GRAPH:
        page.keyboard.press("Alt+e")  # the UI's key for "expand all groups"
        page.wait_for_timeout(3000)
    page.screenshot(path=file)


def take_roster(roster: Path, unit_of: str, file: Path) -> None:
    """The upper part of the page on which that name stands."""
    with pdfplumber.open(roster) as pdf:
        page = next(page for page in pdf.pages if unit_of in page.extract_text())
        page.crop((0, 0, page.width, page.height * 0.45)).to_image(
            resolution=110, antialias=True
        ).save(file, quantize=False)


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    take_roster(ROSTER, "红旗区人民政府", IMAGES / "roster.png")
    folder = Path(tempfile.mkdtemp(prefix="heyan-pictures-"))
    shutil.copytree(ROOT / "var", folder / "var")
    environment = os.environ | {"HEYAN_HOME": str(folder / "var"), "PYTHONPATH": str(ROOT)}
    heyan = [sys.executable, "-m", "pipeline.cli"]
    subprocess.run([*heyan, "desk", "shell", "-c", ACCOUNT], env=environment, check=True)  # noqa: S603  our own program
    ports = ["--port", str(PORT), "--desk-port", str(DESK_PORT)]
    serve = subprocess.Popen([*heyan, "serve", *ports], env=environment)  # noqa: S603  our own program
    try:
        wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
            take_desk(browser)
            page = browser.new_page()
            for name, path in PAGES.items():
                take(page, path, IMAGES / name)
            browser.close()
    finally:
        serve.send_signal(signal.SIGINT)
        serve.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
