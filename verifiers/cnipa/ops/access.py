"""Where EPO OPS is and with which account it is asked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import epo_ops

from evidence.errors import SourceError
from verifiers.cnipa.ops import problems

_AUTH = "/auth/accesstoken"
_SERVICES = "/rest-services"
DEFAULT_URL: str = epo_ops.Client.__service_url_prefix__.removesuffix(_SERVICES)
"""EPO's own address with the version, as the library has it."""


@dataclass(frozen=True, slots=True)
class OpsAccess:
    """Consumer key and secret of an account at EPO, and the address with its version (`…/3.2`).

    Raises SourceError: `E-OPS-CREDENTIALS` where key or secret cannot be sent, `E-OPS-URL` where
    the address is none or would carry the secret over a network in the clear.
    """

    key: str = field(repr=False)
    secret: str = field(repr=False)
    url: str = DEFAULT_URL

    def __post_init__(self) -> None:
        for value in (self.key, self.secret):
            if not value or not value.isascii() or not value.isprintable() or ":" in value:
                raise SourceError(problems.credentials())
        parts = urlsplit(self.url)
        secure = parts.scheme == "https" or (
            parts.scheme == "http" and _is_loopback(parts.hostname)
        )
        if not secure or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise SourceError(problems.url())

    @property
    def auth_url(self) -> str:
        """Where tokens are given."""
        return self.url.rstrip("/") + _AUTH

    @property
    def services_url(self) -> str:
        """Where patents are asked for."""
        return self.url.rstrip("/") + _SERVICES


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
