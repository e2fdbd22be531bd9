"""Names that one cell of a table lists, in their order, which is the inventors' rank."""

from __future__ import annotations

import re
import unicodedata

from evidence.errors import NormalFormError
from evidence.names import normal_text, person_name

_BREAKS = re.compile(r"[;；,，、|\n\r]+")
_NUMBERED = re.compile(r"^\s*[(（]?[0-9]{1,2}[)）.．、:：]\s*")
_AND_OTHERS = re.compile(r"等(?:[0-9一二三四五六七八九十]{1,3}人)?$")
_HAN = re.compile(r"[\u3400-\u9fff〇·]{2,}")
_HAN_NAME = 4
"""Characters of a Chinese name without a dot at the most."""


def listed_names(text: str, *, people: bool) -> tuple[list[str], bool]:
    """The names in their order, and whether each is surely one name and none is missing.

    Names with nothing but blanks between them are told apart where each part can be a name;
    but `欧阳 建国` can, too, so that they are never sure.
    """
    names: list[str] = []
    sure = True
    for part in _BREAKS.split(text):
        name = normal_text(part)
        if not name:
            continue
        if not people:
            names.append(name)
            continue
        found, certain = _people(_NUMBERED.sub("", part))
        names += found
        sure = sure and certain
    return names, sure


def _people(part: str) -> tuple[list[str], bool]:
    words = unicodedata.normalize("NFKC", part).split()
    whole = normal_text(part)
    if _AND_OTHERS.search(whole):
        return _people(_AND_OTHERS.sub("", whole))[0], False
    if len(words) > 1 and all(map(_HAN.fullmatch, words)):
        return words, False
    try:
        name = person_name(part)
    except NormalFormError:
        return [whole], False
    return [name], len(name) <= _HAN_NAME or "·" in name or not _HAN.match(name)
