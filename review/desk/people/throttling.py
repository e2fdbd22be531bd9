"""How often somebody may try to sign in: counted by django-axes, for a name from an address.

Five wrong passwords for one name from one address close that pair for a while. Many for any
names from one address close the address: somebody tries one password on many accounts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest

from review.desk.models import Person

ADDRESS_LIMIT = 100
"""So many wrong tries from one address within the cool-off close it for everybody there."""


def client_address(request: HttpRequest) -> str:
    """The address that a request comes from.

    A header says so only where a proxy of our own stands in front (BEHIND_TLS); of its list
    the last entry is the proxy's own word, what stands before it anybody can write.
    """
    if settings.BEHIND_TLS:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which tries are counted.

    One that no account has is kept as a digest only: people type their password there.
    """
    name = str((credentials or request.POST).get("username") or "")
    if Person.objects.filter(username=name).exists():
        return name
    return hmac.new(settings.SECRET_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()


def is_crowded(address: str, now: dt.datetime) -> bool:
    """Whether so many tries from that address failed lately that it must wait."""
    return failures_from(address, now) >= ADDRESS_LIMIT


def failures_from(address: str, now: dt.datetime) -> int:
    """How many tries from that address failed within the cool-off, whatever the name."""
    lately = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=now - cool_off())
    return lately.aggregate(failures=Sum("failures_since_start"))["failures"] or 0


def locked_until(name: str, address: str) -> dt.datetime | None:
    """When the name may be tried again from that address; None where nobody tried it."""
    tries = AccessAttempt.objects.filter(username=name, ip_address=address)
    if not tries.exists():
        tries = AccessAttempt.objects.filter(ip_address=address)
    last = tries.aggregate(last=Max("attempt_time"))["last"]
    return last + cool_off() if last else None


def cool_off() -> dt.timedelta:
    """How long a pair of name and address stays closed after the last try."""
    pause: dt.timedelta = get_cool_off()
    return pause
