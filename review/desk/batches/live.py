"""Parts of a page that look again every few seconds, while something changes by itself.

An unchanged part is answered with 204, so that nothing on the screen moves; what a screen
reader says is a sentence of its own, sent only when it is another one. A part in which
nothing changes any more asks no more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS = 3
"""From one look to the next."""


@dataclass(frozen=True, slots=True)
class LivePart:
    """A rendered part: where it is got again, and the sentence that tells its state aloud."""

    content: str
    address: str
    live: bool
    news: str = ""

    seconds = SECONDS

    @property
    def again(self) -> str:
        """The address, with what the browser has then: equal content is not sent once more."""
        mark = "&" if "?" in self.address else "?"
        has = {"seen": _digest(self.content), "said": _digest(self.news)}
        return f"{self.address}{mark}{urlencode(has)}"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What a browser gets that looks again."""
        if self.live and request.GET.get("seen") == _digest(self.content):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        speak = request.GET.get("said") != _digest(self.news)
        context = {"part": self, "speak": speak}
        return HttpResponse(render_to_string("desk/batches/live.html", context, request))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
