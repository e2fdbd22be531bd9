"""OPS's faults: always XML, also where JSON was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_BYTES = 64 * 1024
"""A fault has some hundred bytes."""
_NUMBER = re.compile(r"\d{7,}")

NOT_FOUND = "SERVER.EntityNotFound"
AMBIGUOUS = "CLIENT.AmbiguousRequest"
ROBOT = "RobotDetected"
BAD_TOKEN = "invalid_access_token"  # noqa: S105  a message of OPS


@dataclass(frozen=True, slots=True)
class Fault:
    """What OPS says is wrong: its code (`SERVER.EntityNotFound`), message, and the numbers it names."""

    code: str
    message: str
    numbers: frozenset[str] = frozenset()


def fault_of(data: bytes) -> Fault | None:
    """The fault that an answer is, `<fault>` or the token service's `<error>`; None for all else."""
    if len(data) > _BYTES:
        return None
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    if _name(root.tag) not in {"fault", "error"}:
        return None
    said = {_name(element.tag): (element.text or "").strip() for element in root.iter()}
    numbers = frozenset(_NUMBER.findall(" ".join(root.itertext())))
    return Fault(said.get("code", ""), said.get("message", ""), numbers)


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2]
