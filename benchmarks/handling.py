"""Ten items handled at the desk, beside the same ten in a folder of scans and a spreadsheet.

    python -m benchmarks.handling

The desk is driven in Chromium: keys, page loads and the machine's seconds are counted and
measured. The folder side is a model: a written procedure, counted step by step from the
facts of the same item. No person was timed on either side: human seconds are the
keystroke-level model's (Card, Moran, Newell 1980), and the time to read a document, the same
on both sides, is in neither. Keys that step to a further finding are counted apart from those
that decide. Exit status 1 where an item needs more than 3 keys to decide or 1 page load.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.season.cases import doubtful_cases, lay_bytes, published_batch
from benchmarks.season.reviewers import PASSWORD
from benchmarks.season.server import DeskServer
from evidence.cases import Case
from evidence.findings import Result

K, P, B, H, M = 0.28, 1.1, 0.1, 0.4, 1.35
"""Seconds of a key, a pointing, a button down or up, a hand moved, a thought."""
OPENING = 1.0
"""Seconds until a viewer shows a file. An assumption, not measured."""
_ITEMS = 10
_REASON = "签发机构不在附件一所列范围内"
_DAY = "2024-11-20"
_NAME = "wangfang"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an item makes a person look at: findings in doubt, files and pages they name."""

    rule: str
    findings: int
    files: int
    turned: int
    """Pages turned beyond the first of each file."""
    issuer: bool
    """Whether a finding is about the issuer, which Annex 1 lists."""


@dataclass(frozen=True, slots=True)
class Work:
    """Operators counted: keys, clicks, hands moved, thoughts, files opened."""

    keys: int = 0
    clicks: int = 0
    hands: int = 0
    thoughts: int = 0
    opened: int = 0

    @property
    def seconds(self) -> float:
        """Seconds by the keystroke-level model; a click is a pointing and a button."""
        human = self.keys * K + self.clicks * (P + 2 * B) + self.hands * H + self.thoughts * M
        return human + self.opened * OPENING

    def __add__(self, other: Work) -> Work:
        return Work(
            self.keys + other.keys,
            self.clicks + other.clicks,
            self.hands + other.hands,
            self.thoughts + other.thoughts,
            self.opened + other.opened,
        )


def in_the_folder(facts: Facts) -> Work:
    """The procedure with flagged_items.xlsx, the applicant's folder and Annex 1."""
    work = Work(keys=2, thoughts=1)  # find the row: two arrow keys
    work += Work(keys=2, thoughts=1)  # Alt+Tab to the folders
    work += Work(clicks=2, hands=1)  # the applicant's folder: double click
    # Each file: double click, its pages turned, closed with Alt+F4.
    work += Work(clicks=2 * facts.files, opened=facts.files, thoughts=facts.files)
    work += Work(keys=facts.turned + 2 * facts.files, hands=2 * facts.files)
    work += Work(thoughts=facts.findings)  # find the place on the page
    if facts.issuer:  # Annex 1 stands open: switch, Ctrl+F, four characters, Enter, switch back
        work += Work(keys=2 + 2 + 4 + 1 + 2, thoughts=1)
    work += Work(keys=2, thoughts=1)  # Alt+Tab to the sheet
    # Decision, reason (in pinyin, two keys a character), date and name, each ended by Tab.
    typed = 2 + 2 * len(_REASON) + len(_DAY) + len(_NAME)
    return work + Work(keys=typed + 4, hands=1, thoughts=2)


def at_the_desk(decide: int, steps: int) -> Work:
    """The keys pressed, hands on the keyboard: a thought a finding and one for the decision."""
    return Work(keys=decide + steps, thoughts=2 + steps)


def facts_of(case: Case, claim: int) -> Facts:
    """What deciding a claim (0: the application) makes a person look at."""
    doubts = [
        one
        for one in case.verdict.findings
        if one.bears
        and (one.claim or 0) == claim
        and one.result not in (Result.MATCH, Result.ATTESTED)
    ]
    places = {(place.upload, place.page or 1) for one in doubts for place in one.where}
    files = {upload for upload, _ in places}
    return Facts(
        rule=doubts[0].rule if doubts else "",
        findings=len(doubts),
        files=len(files),
        turned=sum(max(page for of, page in places if of == one) - 1 for one in files),
        issuer=any(one.suggestions for one in doubts),
    )


def typical_cases(seed: int) -> list[Case]:
    """Ten cases, the first of each kind of doubt, then the first of the rest."""
    known: set[tuple[str, ...]] = set()
    chosen: list[Case] = []
    rest: list[Case] = []
    for case in doubtful_cases(60, seed):
        bad = [one for one in case.verdict.findings if one.bears]
        kind = tuple(sorted({one.rule for one in bad if one.result is not Result.MATCH}))
        (rest if kind in known else chosen).append(case)
        known.add(kind)
    return (chosen + rest)[:_ITEMS]


def main() -> int:
    """Drive ten items, count the other side, print both; 1 where the desk needs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        return _fill(chosen.seed)
    folder = Path(tempfile.mkdtemp(prefix="heyan-handling-"))
    try:
        environment = {"HEYAN_HOME": str(folder / "var"), "HEYAN_SAMPLE_SHARE": "0"}
        command = [
            sys.executable,
            "-m",
            "benchmarks.handling",
            "--fill",
            "--seed",
            str(chosen.seed),
        ]
        filled = subprocess.run(
            command, env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
        )
        claims = json.loads(filled.stdout.splitlines()[-1])
        cases = {case.dossier.id: case for case in typical_cases(chosen.seed)}
        facts = {int(item): facts_of(cases[of], no) for item, (of, no) in claims.items()}
        server = DeskServer(folder / "server.log", environment)
        server.start()
        try:
            done = _driven(server.address, facts)
            print(f"{_saved(folder / 'var/desk/desk.sqlite3')} decisions in the database")
            return _report(done)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _fill(seed: int) -> int:
    """In a child: the database; the claim of each item on standard output."""
    from review.desk.ready import prepare  # noqa: PLC0415  Django's settings are this child's

    prepare()
    from django.conf import settings  # noqa: PLC0415

    from review.desk.models import Item, Person  # noqa: PLC0415
    from review.desk.publishing import publish  # noqa: PLC0415

    publish(published_batch("handling"), typical_cases(seed))
    lay_bytes(settings.PLACES.state)
    Person.objects.create_user("reviewer", PASSWORD, display_name="审核员", roles=["reviewer"])
    rows = Item.objects.values_list("pk", "applicant__number", "claim")
    print(json.dumps({pk: (number, claim) for pk, number, claim in rows}))
    return 0


def _saved(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM desk_decision").fetchone()[0])


def _driven(address: str, facts: dict[int, Facts]) -> list[tuple[Facts, int, int, int, float]]:
    """Facts, keys that decide, keys that step, page loads and machine seconds an item."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  a tool of development

    done: list[tuple[Facts, int, int, int, float]] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = chromium.new_page(base_url=address, viewport={"width": 1366, "height": 768})
        loads: list[str] = []
        page.on("load", lambda: loads.append(page.url))
        page.goto("/login/")
        page.fill("input[name=username]", "reviewer")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/queue/**")
        page.locator("form[action='/queue/next/'] button").first.click()
        for _ in range(min(_ITEMS, len(facts))):
            page.wait_for_url("**/items/**")
            page.wait_for_load_state("load")
            item = int(page.url.split("/items/")[1].split("/")[0])
            before = len(loads)
            steps = max(page.locator(".findings > ol.blocks > li").count() - 1, 0)
            for _step in range(steps):
                page.keyboard.press("ArrowDown")
            keys = ["s", "1", "Enter"]  # not accepted, first reason, save and next
            for key in keys[:-1]:
                page.keyboard.press(key)
            started = time.monotonic()
            page.keyboard.press(keys[-1])
            page.wait_for_url(lambda url, item=item: f"/items/{item}/" not in url)  # type: ignore[misc]
            page.wait_for_load_state("load")
            waited = time.monotonic() - started
            done.append((facts[item], len(keys), steps, len(loads) - before, waited))
        chromium.close()
    return done


def _report(done: list[tuple[Facts, int, int, int, float]]) -> int:
    """Print the table; 1 where an item needs more than was promised."""
    print(
        "rule       doubts files | desk: keys steps clicks loads wait   s | folder: keys clicks    s"
    )
    desk = folder = 0.0
    for facts, keys, steps, loads, waited in done:
        here, there = at_the_desk(keys, steps), in_the_folder(facts)
        seconds = here.seconds + waited
        desk, folder = desk + seconds, folder + there.seconds
        print(
            f"{facts.rule:10} {facts.findings:6} {facts.files:5} | {keys:10} {steps:5} {0:6} {loads:5}"
            f" {waited:4.2f} {seconds:4.1f} | {there.keys:12} {there.clicks:6} {there.seconds:5.1f}"
        )
    print(f"{len(done)} items: desk {desk:.1f} s, folder {folder:.1f} s, ratio {folder / desk:.1f}")
    return int(len(done) < _ITEMS or any(k > 3 or loads > 1 for _, k, _, loads, _ in done))


if __name__ == "__main__":
    sys.exit(main())
