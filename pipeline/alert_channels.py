"""The two ways by which alerts leave: a webhook, and a mail server."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

import requests

from evidence.errors import HeyanError, Problem
from pipeline.alerts import Alert

WEBHOOK_VARIABLE = "HEYAN_ALERT_WEBHOOK"
SMTP_VARIABLE = "HEYAN_ALERT_SMTP"
TO_VARIABLE = "HEYAN_ALERT_TO"
_SECONDS = 10.0
_PORTS = {"smtp": 25, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AlertError(HeyanError):
    """An alert did not arrive."""


class Channel(Protocol):
    """A way by which alerts leave."""

    @property
    def name(self) -> str:
        """As the log names it."""

    def send(self, alert: Alert) -> None:
        """Raises AlertError (`E-ALERT-SEND`) where it did not arrive."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """POSTs each alert as one JSON object.

    `msgtype` and `text` are what the group robots of WeCom and DingTalk take; such a robot
    answers 200 with an `errcode` where it refuses.
    """

    url: str
    name: str = "webhook"

    def send(self, alert: Alert) -> None:
        """Any answer but 2xx counts as not arrived; redirects are not followed."""
        said = asdict(alert) | {"zh": alert.zh, "en": alert.en, "link": alert.link}
        body = said | {"msgtype": "text", "text": {"content": alert.text}}
        try:
            answer = requests.post(self.url, json=body, timeout=_SECONDS, allow_redirects=False)
        except (requests.RequestException, ValueError) as e:
            # Its name alone: the message has the address, and that often a secret.
            raise _unsent(self.name, type(e).__name__) from None
        if not 200 <= answer.status_code < 300:
            raise _unsent(self.name, f"HTTP {answer.status_code}")
        if refusal := _errcode(answer):
            raise _unsent(self.name, f"errcode {refusal}")


def _errcode(answer: requests.Response) -> object:
    """What a robot answers where it refuses; 0 or nothing where it does not."""
    try:
        said = answer.json()
    except ValueError:
        return None
    return said.get("errcode") if isinstance(said, dict) else None


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends each alert as a plain-text mail through `smtp://` or `smtps://user:password@host:port`.

    `smtp` goes over to TLS where the server offers it. A password is sent over TLS, or to this
    machine, and never otherwise. The sender is the user where that is an address.
    """

    server: str
    to: tuple[str, ...]
    name: str = "mail"

    def send(self, alert: Alert) -> None:
        """Refused for one address counts as not arrived only where it is refused for all."""
        try:
            self._send(self._letter(alert))
        except (OSError, smtplib.SMTPException, ValueError) as e:
            # Its name alone: a server may repeat what it was told.
            raise _unsent(self.name, type(e).__name__) from None

    def _letter(self, alert: Alert) -> EmailMessage:
        user = unquote(urlsplit(self.server).username or "")
        letter = EmailMessage()
        letter["Subject"] = f"[Heyan] {alert.code} {alert.batch or alert.job}"
        letter["From"] = user if "@" in user else f"heyan@{socket.getfqdn()}"
        letter["To"] = ", ".join(self.to)
        letter.set_content(alert.text)
        return letter

    def _send(self, letter: EmailMessage) -> None:
        url = urlsplit(self.server)
        host, port = url.hostname or "", url.port or _PORTS[url.scheme]
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
            if url.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_SECONDS)
        ) as server:
            server.ehlo()
            secure = url.scheme == "smtps" or host in _LOOPBACK
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
                secure = True
            if url.username:
                if not secure:
                    raise smtplib.SMTPNotSupportedError("no TLS for a password")
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(letter)


def channels(environment: Mapping[str, str]) -> list[Channel]:
    """The ways that the operator configured; none where there are none.

    Raises AlertError (`E-ALERT-CONFIG`) where a variable cannot be understood.
    """
    found: list[Channel] = []
    if url := environment.get(WEBHOOK_VARIABLE, "").strip():
        form = "https://…"
        if _parts(url, WEBHOOK_VARIABLE, form).scheme not in ("http", "https"):
            raise _misconfigured(WEBHOOK_VARIABLE, form)
        found.append(Webhook(url))
    if server := environment.get(SMTP_VARIABLE, "").strip():
        to = tuple(
            one.strip() for one in environment.get(TO_VARIABLE, "").split(",") if one.strip()
        )
        form = "smtps://user:password@host:465"
        parts = _parts(server, SMTP_VARIABLE, form)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise _misconfigured(SMTP_VARIABLE, form)
        if not to:
            raise _misconfigured(TO_VARIABLE, "name@example.org,…")
        found.append(Mail(server, to))
    return found


def _parts(url: str, variable: str, form: str) -> SplitResult:
    """The parts of an address, whose port is none or a number: a password with a / is no such."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  it is looked at only when it is asked for
    except ValueError:  # it may quote the password
        raise _misconfigured(variable, form) from None
    return parts


def _unsent(channel: str, reason: str) -> AlertError:
    return AlertError(
        Problem(
            "E-ALERT-SEND",
            f"告警未能经 {channel} 发出（{reason}），稍后重发，间隔渐长至一小时。",
            f"The alert could not be sent by {channel} ({reason}); it is tried again, at last once an hour.",
        )
    )


def _misconfigured(variable: str, form: str) -> AlertError:
    return AlertError(
        Problem(
            "E-ALERT-CONFIG",
            f"{variable} 应为 {form} 的形式，请更正后重启服务；在此之前不发送告警。",
            f"{variable} must look like {form}; correct it and restart. No alert leaves until then.",
        )
    )
