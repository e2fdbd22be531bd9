"""Takes the screenshots of docs/images anew from a running Heyan.

    .venv/bin/python scripts/screenshots.py [desk] [operators] [roster]

Starts `heyan serve` on ports of its own with a copy of the state that `make demo` left
in var/, opens the desk and the Dagster UI in Debian's chromium and saves what reviewers and
operators see; and one unit of the on-site roster that `make demo` wrote. Without an argument,
all of it. In the copy the sample is run once more while the desk's database is away, and what
runs by the clock is run by hand, so that operators see a failed run and the checks of the rules.
The copy has accounts of its own and is thrown away. HEYAN_HOME names another state than var/.
Where `make serve` was never at work there, the failed run does not say its code: a daemon tells of
what fails after its first look.
"""

from __future__ import annotations

import io
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
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
ROSTER = ROOT / "out" / "xinxiang-2024-001" / "rosters" / "需现场审查人员名册表.pdf"
BATCH = ROOT / "fixtures" / "sample" / "xinxiang-2024-001"
PORT = 3917
ADDRESS = f"http://127.0.0.1:{PORT}"
SECONDS = 180
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZE: ViewportSize = {"width": 1400, "height": 900}
LONG_SIZE: ViewportSize = {"width": 1400, "height": 1160}
GRAPH_SIZE: ViewportSize = {"width": 1600, "height": 1900}
"""The graph's groups, all open, need this much."""
OPERATORS = {
    "operators-runs.png": "/runs",
    "operators-readings.png": "/assets/readings?view=overview",
    "operators-verdicts.png": "/assets/verdicts?view=overview",
    "operators-checks.png": "/assets/verdicts?view=checks&checkDetail=straight_through_rate_steady",
    "operators-rules.png": "/assets/notice_rules?view=checks&checkDetail=notice_in_force",
    "operators-record.png": "/assets/record_verification?view=overview",
}
"""Pages of the Dagster UI that show what they have to show as they open."""
TICKS = 75
"""Seconds in which every sensor looks once, and freshness is judged."""
BY_THE_CLOCK = """
import dagster as dg
from pipeline.definitions import defs
with dg.DagsterInstance.get() as instance:
    for job in ("verify_record", "verify_files", "check_rules", "prune_history"):
        defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
"""
ELSEWHERE = """([copy, environment, root]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replaceAll(environment, "/opt/heyan/.venv")
      .replaceAll(root, "/opt/heyan")
      .replace(new RegExp(copy + "[^/]*"), "/opt/heyan");
  }
}"""
"""Shows the folders of an installation, not those of the machine that took the pictures."""
FAILED = """
import dagster as dg
with dg.DagsterInstance.get() as instance:
    failed = dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE])
    print(instance.get_run_ids(failed, limit=1)[0])
"""

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


def prepare(environment: dict[str, str]) -> str:
    """A run that fails for want of the desk's database, one that mends it, and the clock's jobs.

    The id of the run that failed.
    """
    heyan = [sys.executable, "-m", "pipeline.cli", "run", str(BATCH)]
    away = {"HEYAN_DATABASE_URL": "postgres://heyan@127.0.0.1:9/heyan"}
    subprocess.run(heyan, env=environment | away, check=False, cwd=ROOT)  # noqa: S603  our own program
    failed = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", FAILED],
        env=environment, check=True, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    subprocess.run(heyan, env=environment, check=True, cwd=ROOT)  # noqa: S603  our own program
    subprocess.run([sys.executable, "-c", BY_THE_CLOCK], env=environment, check=True, cwd=ROOT)  # noqa: S603  our own program
    return failed.stdout.split()[-1]


def take_operators(page: Page, failed: str) -> None:
    """What an operator sees of the Dagster UI."""
    page.set_viewport_size(SIZE)
    for name, path in OPERATORS.items():
        open_page(page, path)
        save(page, name)
    open_page(page, "/assets/readings?view=overview")
    row = page.locator("tr", has_text="worst_pages")
    row.get_by_text("[Show Markdown]").click()
    page.wait_for_timeout(2000)
    save(page, "operators-worst-pages.png")
    open_page(page, f"/runs/{failed}")
    save(page, "operators-failed-run.png")
    page.set_viewport_size(LONG_SIZE)
    open_page(page, "/automation")
    save(page, "operators-automation.png")
    page.set_viewport_size(GRAPH_SIZE)
    open_page(page, "/asset-groups")
    page.keyboard.press("Alt+e")  # the UI's key for "expand all groups"
    page.wait_for_timeout(9000)  # the states of the assets come one after the other
    save(page, "operators-lineage.png")


def open_page(page: Page, path: str) -> None:
    """One page of the UI, once it has stopped loading."""
    page.goto(ADDRESS + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(9000)  # the page asks again and again; it is never idle


def save(page: Page, name: str) -> None:
    """The page as it stands, in few colours: pages of text need no more."""
    copy = str(Path(tempfile.gettempdir()) / "heyan-pictures-")
    page.evaluate(ELSEWHERE, [copy, sys.prefix, str(ROOT)])
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(128).save(IMAGES / name, optimize=True)


def take_roster(roster: Path, unit_of: str, file: Path) -> None:
    """The upper part of the page on which that name stands."""
    with pdfplumber.open(roster) as pdf:
        page = next(page for page in pdf.pages if unit_of in page.extract_text())
        page.crop((0, 0, page.width, page.height * 0.45)).to_image(
            resolution=110, antialias=True
        ).save(file, quantize=False)


def main() -> None:
    """Take those asked for, or all."""
    wanted = set(sys.argv[1:]) or {"desk", "operators", "roster"}
    IMAGES.mkdir(parents=True, exist_ok=True)
    if "roster" in wanted:
        take_roster(ROSTER, "红旗区人民政府", IMAGES / "roster.png")
    if wanted & {"desk", "operators"}:
        take_served(wanted)


def take_served(wanted: set[str]) -> None:
    """What the services show, of a copy of the state."""
    folder = Path(tempfile.mkdtemp(prefix="heyan-pictures-"))
    shutil.copytree(os.environ.get("HEYAN_HOME", ROOT / "var"), folder / "var")
    # The note of the service that has the original; the copy's inbox is another.
    (folder / "var" / "desk" / "where.json").unlink(missing_ok=True)
    environment = os.environ | {"HEYAN_HOME": str(folder / "var"), "PYTHONPATH": str(ROOT)}
    environment |= {"DAGSTER_HOME": str(ROOT)}
    environment |= {"HEYAN_INBOX": str(folder / "inbox"), "HEYAN_OUT": str(folder / "out")}
    heyan = [sys.executable, "-m", "pipeline.cli"]
    subprocess.run([*heyan, "desk", "shell", "-c", ACCOUNT], env=environment, check=True, cwd=ROOT)  # noqa: S603  our own program
    failed = prepare(environment) if "operators" in wanted else ""
    ports = ["--port", str(PORT), "--desk-port", str(DESK_PORT)]
    serve = subprocess.Popen([*heyan, "serve", *ports], env=environment, cwd=ROOT)  # noqa: S603  our own program
    try:
        wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
            if "desk" in wanted:
                take_desk(browser)
            if "operators" in wanted:
                time.sleep(TICKS)
                take_operators(browser.new_page(locale="en-GB"), failed)
            browser.close()
    finally:
        serve.send_signal(signal.SIGINT)
        serve.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
