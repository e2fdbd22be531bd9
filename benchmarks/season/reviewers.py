"""Reviewers at work over HTTP: what a browser sends, and what each request took."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

PASSWORD = "season-of-2024-reviews"  # noqa: S105  accounts of a benchmark
_ITEM = re.compile(r"/items/(\d+)/")


@dataclass
class Diary:
    """What one reviewer did: seconds by kind of request, items held, decisions acknowledged."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    held: list[tuple[int, float, float]] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)
    refused: int = 0
    failures: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """The fields of the page's forms, by the address they go to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._now: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or one of its hidden fields stands here."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._now = self.forms.setdefault(values.get("action", ""), {})
        elif tag == "input" and self._now is not None and values.get("type") == "hidden":
            self._now[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._now = None


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """The hidden fields of each form of a page."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class Reviewer:
    """One person with a browser of their own; `think` seconds between requests."""

    def __init__(self, address: str, name: str, think: float, seed: int) -> None:
        self._address = address
        self._name = name
        self._think = think
        self._chance = random.Random(seed)  # noqa: S311  pauses and choices
        self._session = requests.Session()
        self.diary = Diary()

    def arrive(self) -> None:
        """Sign in; what it took is noted apart from the pages."""
        since = time.monotonic()
        self._sign_in()
        self._note("sign in", time.monotonic() - since)

    def work(self, stop: threading.Event) -> None:
        """Clear the queue until told to stop, from a moment of their own; a dead server is waited for."""
        stop.wait(self._think * self._chance.random())
        while not stop.is_set():
            try:
                self._sign_in()
                page = self._post("next", "/queue/next/", self._form("queue", "/queue/", "/next/"))
                while not stop.is_set():
                    page = self._decide(page, stop)
                    if page is None:
                        break
            except requests.RequestException:
                stop.wait(0.3)

    def _sign_in(self) -> None:
        page = self._session.get(f"{self._address}/login/", timeout=60)
        form = forms_of(page.text).get("/login/")
        if form is None:  # signed in from before the server was killed
            return
        answer = self._session.post(
            f"{self._address}/login/",
            form | {"username": self._name, "password": PASSWORD},
            timeout=60,
        )
        if "/login/" in answer.url:
            self.diary.failures.append(f"{self._name} could not sign in")

    def _decide(self, page: requests.Response, stop: threading.Event) -> requests.Response | None:
        """Decide the item of the page; the page that follows, None where the queue is asked anew."""
        found = _ITEM.search(page.url)
        if found is None:
            stop.wait(self._think)
            return None
        item, since = int(found[1]), time.monotonic()
        self._pause(stop)
        self._get("queue", "/queue/?sort=unit")
        self._pause(stop)
        form = next(
            (f for action, f in forms_of(page.text).items() if action.endswith("/decide/")), None
        )
        if form is None:
            self.diary.failures.append(f"item {item} has no form to decide by")
            return None
        choice, reason = self._chance.choice(
            [("reject", "issuer"), ("on_site", "compare"), ("accept", "original")]
        )
        answer = self._session.post(
            f"{self._address}/items/{item}/decide/",
            form | {"choice": choice, "reason": reason},
            allow_redirects=False,
            timeout=60,
        )
        self.diary.held.append((item, since, time.monotonic()))
        self._note("decide", answer.elapsed.total_seconds())
        if answer.status_code in (302, 303):
            self.diary.decided.append(item)
            return self._get("item", answer.headers["Location"])
        self.diary.refused += 1
        return None

    def _form(self, kind: str, path: str, action: str) -> dict[str, str]:
        page = self._get(kind, path)
        return next((f for to, f in forms_of(page.text).items() if to.endswith(action)), {})

    def _get(self, kind: str, path: str) -> requests.Response:
        answer = self._session.get(self._address + path, timeout=60)
        self._note(kind, answer.elapsed.total_seconds())
        if not answer.ok:
            self.diary.failures.append(f"{path.split('?', maxsplit=1)[0]}: {answer.status_code}")
        return answer

    def _post(self, kind: str, path: str, form: dict[str, str]) -> requests.Response:
        answer = self._session.post(self._address + path, form, timeout=60)
        self._note(kind, answer.elapsed.total_seconds())
        return answer

    def _note(self, kind: str, seconds: float) -> None:
        self.diary.seconds.setdefault(kind, []).append(seconds)

    def _pause(self, stop: threading.Event) -> None:
        stop.wait(self._think * self._chance.uniform(0.5, 1.5))


def claimed_twice(diaries: list[Diary]) -> list[int]:
    """Items that two reviewers held at the same time."""
    spans: dict[int, list[tuple[float, float, int]]] = {}
    for who, diary in enumerate(diaries):
        for item, since, until in diary.held:
            spans.setdefault(item, []).append((since, until, who))
    twice = []
    for item, held in spans.items():
        held.sort()
        if any(a[2] != b[2] and b[0] < a[1] for n, a in enumerate(held) for b in held[n + 1 :]):
            twice.append(item)
    return twice
