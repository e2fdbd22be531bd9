"""A desk served by gunicorn as a process of its own, and Chromium to look at it.

    def test_a_reviewer_decides(served, browser):
        served.publish(case("XX001"))
        served.person("wang", "reviewer")
        page = served.sign_in(browser, "wang")
        page.goto("/queue/")

Nothing here opens the test process's own database: Playwright keeps an event loop running in
it, in which Django refuses to. What the desk wrote is asked of its file: `served.rows(sql)`.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from benchmarks.season.server import DeskServer
from evidence import codec
from evidence.cases import Case, PublishedBatch
from tests.review.desk.cases import batch, keep_bytes

PASSWORD = "Sheng-zhi-2024"
OFFICE = {"width": 1366, "height": 768}
"""The monitor that the desk is made for."""
_REPOSITORY = Path(__file__).resolve().parents[3]


class ServedDesk:
    """One installation in a folder: its state, its database, its server, its people."""

    def __init__(self, folder, template=None, workers=1):
        self.state = folder / "var"
        if template is not None:
            shutil.copytree(template, self.state)
        self._windows = []
        left_out = ("HEYAN_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        self._environment = {k: v for k, v in os.environ.items() if k not in left_out} | {
            "HEYAN_HOME": str(self.state),
            "HEYAN_INBOX": str(folder / "inbox"),
            "HEYAN_SAMPLE_SHARE": "0",
        }
        self._server = DeskServer(folder / "server.log", self._environment, workers)
        self._errands = None

    def __enter__(self):
        # It loads its code while the server does.
        self._errands = subprocess.Popen(
            [sys.executable, "-m", "tests.review.desk.inside_served"],
            cwd=_REPOSITORY,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self._server.start()
        except BaseException:
            self._errands.kill()
            raise
        return self

    def __exit__(self, *_):
        for window in self._windows:
            window.close()
        self._server.stop()
        self._errands.communicate(timeout=60)

    @property
    def address(self):
        return self._server.address

    @property
    def database(self):
        return self.state / "desk" / "desk.sqlite3"

    def publish(self, *cases, key="xinxiang-2024-001", share=0, bytes_too=True):
        """Publish cases as the pipeline does; the numbers of the batch's items.

        `share` of those who pass are drawn as samples. Without `bytes_too` the page images
        and originals must lie in the state folder already.
        """
        if bytes_too:
            keep_bytes(self.state, *cases)
        return self._inside(
            do="publish",
            share=share,
            batch=json.loads(codec.encode(PublishedBatch, batch(key))),
            cases=[json.loads(codec.encode(Case, one)) for one in cases],
        )

    def person(self, username, *roles, regions=(), **fields):
        """Make an account; its number."""
        fields.setdefault("display_name", f"{username}审核员")
        return self._inside(
            do="person",
            username=username,
            password=PASSWORD,
            roles=list(roles),
            regions=list(regions),
            **fields,
        )

    def sign_in(self, browser, username, viewport=None, **context):
        """A page of somebody signed in, in a browser window of its own."""
        window = browser.new_context(
            base_url=self.address, viewport=viewport or OFFICE, locale="zh-CN", **context
        )
        self._windows.append(window)
        key = self._inside(do="session", username=username)
        window.add_cookies([{"name": "sessionid", "value": key, "url": self.address}])
        return window.new_page()

    def rows(self, sql, *values):
        """What the desk's database answers."""
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def change(self, sql, *values):
        """Change the desk's database behind its back, as time or an accident would."""
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            with connection:
                connection.execute(sql, values)
        finally:
            connection.close()

    def _inside(self, **errand):
        self._errands.stdin.write(json.dumps(errand) + "\n")
        self._errands.stdin.flush()
        answer = self._errands.stdout.readline()
        assert answer, "the process for errands ended; its error stands above"
        return json.loads(answer)


def complaints_of(page):
    """A list that fills with what the page's scripts fail at and what its policy refuses."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" else None,
    )
    return complaints


def serious(page):
    """The serious and critical findings of axe-core on a page, as `rule: element`."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory):
    """The state folder of a desk that nobody has used."""
    folder = tmp_path_factory.mktemp("new-desk")
    with ServedDesk(folder):
        pass
    return folder / "var"


@pytest.fixture
def served(tmp_path, new_desk, request):
    """A desk of its own for one test; by two processes where a test is parametrized with 2."""
    with ServedDesk(tmp_path, new_desk, getattr(request, "param", 1)) as desk:
        yield desk


@pytest.fixture(scope="module")
def browser():
    """Chromium, for all tests of a file; close nothing of it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
