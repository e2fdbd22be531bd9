"""The server: tokens, bulk requests, announced rates, and a count of everything that came.

It runs in a thread of the caller, on the caller's clock: with a clock that jumps where the client
sleeps, minutes pass in no time.
"""

from __future__ import annotations

import json
import re
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from benchmarks.loopback_ops import patents as rendering
from benchmarks.loopback_ops.patents import Patent

KEY, SECRET = "LOOPBACK-KEY", "LOOPBACK-SECRET"
RATES = {"images": 200, "inpadoc": 60, "other": 1000, "retrieval": 200, "search": 30}
"""Requests a minute as an idle OPS announces them."""
_REFERENCE = re.compile(r"\(CN\)\.\((\d{7,12})\)\.\(([A-Z]\d?)\)")
_LARGEST_BULK = 100
_NAMESPACE = "http://ops.epo.org"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came: which service, for which documents, and the how manieth of all."""

    service: str
    numbers: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back.

    `sent` bytes of the body are sent before the line goes dead, all of them where None; `pause`
    seconds of real time pass before each of its pieces of `piece` bytes.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None
    pause: float = 0.0
    piece: int = 1 << 20


Fault = Callable[[Seen, Reply], Reply]
"""Gets each request with the proper reply to it, and gives the reply that goes out."""


def no_fault(_: Seen, reply: Reply) -> Reply:
    """As documented."""
    return reply


class LoopbackOps:
    """The state of the server: what it knows, what came, what it allows."""

    def __init__(
        self,
        known: Iterable[Patent] = (),
        fault: Fault = no_fault,
        now: Callable[[], float] = time.time,
        token_seconds: int = 1199,
    ) -> None:
        self.patents = {patent.digits: patent for patent in known}
        self.fault = fault
        self.rates = dict(RATES)
        self.system = "idle"
        self.requests: Counter[str] = Counter()
        self.bodies: list[str] = []
        self.too_fast = 0
        self.most_in_a_minute: Counter[str] = Counter()
        self.url = ""
        self._now = now
        self._token_seconds = token_seconds
        self._tokens: dict[str, float] = {}
        self._times: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    @property
    def total(self) -> int:
        """Every request that came, for tokens and for data."""
        return sum(self.requests.values())

    def end_tokens(self) -> None:
        """All tokens are void from now on."""
        self._tokens.clear()

    def answer(self, path: str, headers: Mapping[str, str], body: str) -> Reply:
        """The reply to a request, after the fault had its way with it."""
        with self._lock:
            service = _service(path)
            self.requests[service] += 1
            self.bodies.append(body)
            numbers = tuple(number for number, _ in _REFERENCE.findall(body))
            seen = Seen(service, numbers, self.total)
            reply = self._proper(service, headers, body)
            if service != "token":
                reply = replace(reply, headers={**self._throttling(), **reply.headers})
            return self.fault(seen, reply)

    def _proper(self, service: str, headers: Mapping[str, str], body: str) -> Reply:
        if service == "token":
            return self._token(headers, body)
        if not self._within_rate(service):
            self.too_fast += 1
            return Reply(403, headers={"X-Rejection-Reason": "ThrottlingControlQuota"})
        bearer = headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(bearer, 0.0) <= self._now():
            return invalid_token()
        asked = _REFERENCE.findall(body)
        if not asked or len(asked) != len(body.split("\n")) or len(asked) > _LARGEST_BULK:
            return fault_reply(404, "CLIENT.InvalidReference", "Invalid reference")
        services = {"retrieval": self._biblio, "inpadoc": self._legal}
        return services[service](asked) if service in services else not_found()

    def _token(self, headers: Mapping[str, str], body: str) -> Reply:
        pair = "Basic " + b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if headers.get("Authorization") != pair:
            return Reply(401, b"<error><code>401</code><message>invalid_client</message></error>")
        if parse_qs(body).get("grant_type") != ["client_credentials"]:
            return Reply(400)
        token = f"TOKEN{self.requests['token']}"
        self._tokens[token] = self._now() + self._token_seconds
        said = {"access_token": token, "expires_in": str(self._token_seconds), "status": "approved"}
        return json_reply(said)

    def _biblio(self, asked: list[tuple[str, str]]) -> Reply:
        known = [self.patents[n] for n, kind in asked if self._is_known(n, kind)]
        missing = [n for n, kind in asked if not self._is_known(n, kind)]
        if not known:
            return not_found()
        # Half of what is missing is named so, the other half left out: OPS does both.
        return json_reply(rendering.biblio(known, missing[::2]))

    def _is_known(self, number: str, kind: str) -> bool:
        return number in self.patents and self.patents[number].kind == kind

    def _legal(self, asked: list[tuple[str, str]]) -> Reply:
        documents = {
            (number, kind): one
            for one in self.patents.values()
            for number, kind, _ in one.documents
        }
        known = [documents[reference] for reference in asked if reference in documents]
        return json_reply(rendering.legal(known)) if known else not_found()

    def _within_rate(self, service: str) -> bool:
        """Whether this request and those of the minute before it are no more than announced."""
        now = self._now()
        times = [at for at in self._times.get(service, []) if now - at < 60.0]
        self._times[service] = [*times, now]
        self.most_in_a_minute[service] = max(self.most_in_a_minute[service], len(times) + 1)
        return len(times) + 1 <= self.rates[service]

    def _throttling(self) -> dict[str, str]:
        told = ", ".join(
            f"{name}={'green' if rate else 'black'}:{rate}" for name, rate in self.rates.items()
        )
        return {
            "X-Throttling-Control": f"{self.system} ({told})",
            "X-IndividualQuotaPerHour-Used": "0",
            "X-RegisteredQuotaPerWeek-Used": "0",
        }


@contextmanager
def served(ops: LoopbackOps) -> Iterator[LoopbackOps]:
    """The server on a free port of loopback while the block runs; `ops.url` is its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            reply = ops.answer(self.path, dict(self.headers), body)
            # Whoever asked may have hung up: that is some faults' point.
            with suppress(OSError):
                self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "Transfer-Encoding" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            whole = reply.body if reply.sent is None else reply.body[: reply.sent]
            for start in range(0, len(whole), reply.piece):
                time.sleep(reply.pause)
                self.wfile.write(whole[start : start + reply.piece])
            if reply.sent is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Silence."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients that hang up are some faults' point."""

    server = Server(("127.0.0.1", 0), Handler)
    ops.url = f"http://127.0.0.1:{server.server_port}/3.2"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ops
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def json_reply(content: object) -> Reply:
    """200 with JSON."""
    data = json.dumps(content, ensure_ascii=False).encode()
    return Reply(200, data, {"Content-Type": "application/json"})


def fault_reply(status: int, code: str, message: str, more: str = "") -> Reply:
    """A fault: XML, whatever was asked for."""
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<fault xmlns="{_NAMESPACE}"><code>{code}</code><message>{message}</message>{more}</fault>'
    )
    return Reply(status, body.encode(), {"Content-Type": "application/xml"})


def not_found() -> Reply:
    """Nothing known of any number."""
    return fault_reply(404, "SERVER.EntityNotFound", "No results found")


def invalid_token() -> Reply:
    """The token ended, or never was."""
    body = b"<error><code>400</code><message>invalid_access_token</message></error>"
    return Reply(400, body, {"Content-Type": "application/xml"})


def _service(path: str) -> str:
    if path.endswith("/auth/accesstoken"):
        return "token"
    return {
        "/3.2/rest-services/published-data/application/docdb/biblio": "retrieval",
        "/3.2/rest-services/legal/publication/docdb": "inpadoc",
    }.get(path, "other")
