"""Takes the screenshots of docs/images anew from a running Heyan.

    .venv/bin/python scripts/screenshots.py

Starts `heyan serve` on ports of its own with the state that `make demo` left
in var/, opens the Dagster UI in Debian's chromium and saves what an operator sees.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
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


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    serve = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "pipeline.cli", "serve", "--port", str(PORT)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    try:
        wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
            page = browser.new_page()
            for name, path in PAGES.items():
                take(page, path, IMAGES / name)
            browser.close()
    finally:
        serve.send_signal(signal.SIGINT)
        serve.wait(timeout=30)


if __name__ == "__main__":
    main()
