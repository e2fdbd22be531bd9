"""Names of people on papers."""

from __future__ import annotations

import re

from evidence.errors import NormalFormError
from evidence.names import person_name

_ORGANISATION = re.compile(
    r"(公司|集团|厂|局|处|科|室|队|组|班|站|所|院|校|中心|委员会|政府|支部|车间|工会|集体|单位|团队)$"
)
_LONGEST_PLAIN_NAME = 4
"""Longer Chinese names carry a dot (·)."""


def is_person(text: str) -> bool:
    """Whether a text has the form of a person's name."""
    try:
        name = person_name(text)
    except NormalFormError:
        return False
    if "·" in name or name.isascii():
        return True
    # 班 and 组 end few names of people; a short one is taken as a person's.
    return len(name) <= _LONGEST_PLAIN_NAME and not (
        len(name) == _LONGEST_PLAIN_NAME and _ORGANISATION.search(name)
    )


def looks_like(text: str, name: str) -> bool:
    """Whether a text is that person's name, written in any of its forms."""
    try:
        return person_name(text) == person_name(name)
    except NormalFormError:
        return False
