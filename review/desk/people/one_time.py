"""One-time passwords: read from a screen, typed once, then replaced."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is taken for another on screen: i, l, o, 0, 1."""
_GROUPS, _EACH = 4, 4


def one_time_password() -> str:
    """Four groups of four, 79 bits: `k3vp-8wqe-hn5t-cz2m`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS))
    return "-".join(groups)
