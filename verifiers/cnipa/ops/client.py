"""The kept library's client, with tokens by our clock and answers of bounded size and time."""

from __future__ import annotations

import io
import json
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import epo_ops
import requests
import urllib3
from epo_ops.models import Request

from evidence.errors import SourceError
from verifiers.cnipa.ops import problems
from verifiers.cnipa.ops.access import OpsAccess
from verifiers.cnipa.ops.asked import Asked
from verifiers.cnipa.ops.failures import PassingError, UnreadableError
from verifiers.cnipa.ops.faults import BAD_TOKEN, fault_of
from verifiers.cnipa.ops.pace import Pace

_CHUNK = 64 * 1024
_EARLY = 30.0
"""Seconds before its end at which a token is renewed, so that none ends on the way."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: seconds to connect, between two pieces, and in all; bytes."""

    connect: float = 10.0
    silence: float = 30.0
    total: float = 120.0
    bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Token:
    token: str = field(repr=False)
    ends: float
    now: Callable[[], float]

    @property
    def is_expired(self) -> bool:
        return self.now() >= self.ends - _EARLY


class OpsClient(epo_ops.Client):  # type: ignore[misc]  # the library has no types
    """Asks OPS for many documents at once; responses come whatever their status."""

    def __init__(
        self, access: OpsAccess, pace: Pace, limits: Limits, now: Callable[[], float]
    ) -> None:
        super().__init__(
            access.key,
            access.secret,
            accept_type="json",
            middlewares=[pace],
            raise_for_status=False,
        )
        self.__auth_url__ = access.auth_url
        self.__service_url_prefix__ = access.services_url
        self.request = _BoundedRequest(pace, limits)
        self._pace = pace
        self._now = now
        self._renewing = False

    def biblio(self, asked: Sequence[Asked]) -> requests.Response:
        """Title, parties, dates and publications of up to 100 applications."""
        references = [one.docdb for one in asked]
        response: requests.Response = self.published_data("application", references, "biblio")
        return response

    def legal_events(self, asked: Sequence[Asked]) -> requests.Response:
        """INPADOC's legal events of up to 100 publications."""
        response: requests.Response = self.legal("publication", [one.docdb for one in asked])
        return response

    def _acquire_token(self) -> None:
        self._pace.check_open()
        pair = b64encode(f"{self.key}:{self.secret}".encode("ascii")).decode("ascii")
        response = self.request.fetch(
            self.__auth_url__,
            {"grant_type": "client_credentials"},
            headers={
                "Authorization": f"Basic {pair}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        if response.status_code in {400, 401, 403}:
            raise SourceError(problems.credentials())
        if response.status_code >= 500 or response.status_code == 429:
            raise PassingError(f"HTTP {response.status_code}")
        if response.status_code != 200:
            raise SourceError(problems.refused(f"HTTP {response.status_code}"))
        self._access_token = self._token(response.content)

    def _token(self, data: bytes) -> _Token:
        """`expires_in` is seconds as a text."""
        try:
            said = json.loads(data)
            token, seconds = said["access_token"], float(said["expires_in"])
        except (ValueError, TypeError, KeyError, RecursionError) as e:
            raise PassingError("no token") from e
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise PassingError("no token")
        return _Token(token, self._now() + min(seconds, 3600.0), self._now)

    def _check_for_expired_token(self, response: requests.Response) -> requests.Response:
        """Renewed once; the library would ask on for ever, and expand the answer's entities."""
        fault = fault_of(response.content) if response.status_code == 400 else None
        if fault is None or fault.message != BAD_TOKEN or self._renewing:
            return response
        self._renewing = True
        try:
            self._acquire_token()
            again: requests.Response = self._make_request(
                response.request.url, response.request.body
            )
        finally:
            self._renewing = False
        return again


class _BoundedRequest(Request):  # type: ignore[misc]  # the library has no types
    """One request at a time: no redirect followed, no more bytes or seconds than are allowed."""

    def __init__(self, pace: Pace, limits: Limits) -> None:
        super().__init__([pace], (limits.connect, limits.silence))
        self._limits = limits
        self._session = requests.Session()
        # Else an entry in somebody's .netrc would take the place of our token.
        self._session.auth = _as_it_is

    def fetch(self, url: str, data: Any, headers: dict[str, str]) -> requests.Response:
        """The answer with its whole body.

        Raises PassingError where none comes in time, UnreadableError where it is cut off or too
        large.
        """
        ends = time.monotonic() + self._limits.total
        try:
            with self._session.post(
                url,
                data=data,
                headers=headers,
                timeout=self.timeout,
                stream=True,
                allow_redirects=False,
            ) as response:
                response.raw = io.BytesIO(self._body(response.raw, ends))
                _ = response.content
                return response
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as e:
            # The name alone: some of these quote the request.
            raise PassingError(type(e).__name__) from e

    def _body(self, raw: Any, ends: float) -> bytes:
        found = bytearray()
        try:
            # Piece by piece as they come, so that a trickle is noticed as well.
            while piece := raw.read1(_CHUNK, decode_content=True):
                found += piece
                if len(found) > self._limits.bytes:
                    raise UnreadableError("too large")
                if time.monotonic() > ends:
                    raise PassingError("too slow")
        except (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError) as e:
            raise UnreadableError(type(e).__name__) from e
        return bytes(found)

    def _post_callback(self, url: str, data: Any, **kwargs: Any) -> requests.Response:
        return self.fetch(url, data, headers=kwargs["headers"])


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
