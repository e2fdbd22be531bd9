"""Agency codes (机关代字): what document numbers begin with, and whose they are known to be.

A code never proves the issuer: codes are not unique, and departments append
codes of their own. It tells a number from the prose before it, and one that is
known for other bodies casts doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter, ValidationError

from evidence.errors import DataError, Problem

_FILE = "agency_codes.yaml"


class Confidence(StrEnum):
    """How surely a code is known to be a body's."""

    HIGH = "high"
    """Seen in published documents."""
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """A code and the bodies it is known of."""

    code: str
    of: tuple[str, ...]
    confidence: Confidence


@cache
def agency_codes() -> Mapping[str, AgencyCode]:
    """Every known code. Raises DataError (`E-DATA-CODES`) where the data file is wrong."""
    return parse_agency_codes(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))


def parse_agency_codes(text: str) -> Mapping[str, AgencyCode]:
    """The codes of a data file's text, each listed once. Raises DataError (`E-DATA-CODES`)."""
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
        codes = TypeAdapter(dict[str, tuple[AgencyCode, ...]]).validate_python(data)["codes"]
    except (yaml.YAMLError, ValidationError, KeyError) as e:
        raise DataError(_broken(str(e).splitlines()[0])) from e
    by_code = {entry.code: entry for entry in codes}
    if len(by_code) < len(codes):
        raise DataError(_broken("a code is listed twice"))
    if not all(entry.of and all(entry.of) and entry.code for entry in codes):
        raise DataError(_broken("a code is of nobody"))
    return by_code


def _broken(why: str) -> Problem:
    return Problem(
        "E-DATA-CODES",
        f"机关代字数据文件 {_FILE} 不符合格式：{why}。",
        f"The data file {_FILE} breaks its form: {why}.",
    )
