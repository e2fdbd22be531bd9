"""Whether a name in Latin letters may spell a name in Chinese characters (汉语拼音).

One spelling stands for many names, so that agreement supports and never proves; a spelling
that no reading of the characters gives is a difference. Every character is tried with all its
readings, as surnames have readings of their own (单 shan, 曾 zeng, 仇 qiu, 解 xie). The given
name may stand first. Source: GB/T 16159; ü stands as U, V, YU or UE where no umlaut is at hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

from evidence.names import normal_text

_COUNTRY = re.compile(r"\[[A-Za-z]{2}\]")
_OTHERS = re.compile(r"[^a-z]")
_LONGEST = 6
"""Characters of a name whose readings are tried; longer ones are other peoples' names."""
_SURNAME = 2
"""Characters of the longest surname that may stand last."""


@lru_cache(maxsize=4096)
def may_spell(latin: str, name: str) -> bool:
    """Whether `latin` (ZHOU JIANMIN, Jianmin Zhou) may be the spelling of `name` (周建民)."""
    letters, characters = _letters(latin), normal_text(name).replace("·", "")
    if not letters or not 0 < len(characters) <= _LONGEST:
        return False
    return any(
        letters == "".join((*syllables[cut:], *syllables[:cut]))
        for syllables in product(*map(_readings, characters))
        for cut in range(_SURNAME + 1)
    )


def _letters(latin: str) -> str:
    """`Lǚ Bù [CN]` → lubu: letters alone, in lower case, without tone marks."""
    plain = unicodedata.normalize("NFD", _COUNTRY.sub("", latin))
    return _OTHERS.sub("", plain.lower())


@lru_cache(maxsize=4096)
def _readings(character: str) -> tuple[str, ...]:
    """Every spelling of one character; none for what is no Chinese character."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(
        spelled
        for readings in found
        for reading in sorted(set(readings))
        for spelled in _without_umlaut(reading)
    )


def _without_umlaut(reading: str) -> tuple[str, ...]:
    """`lv` → lv, lu, lyu, lue: how registers write ü."""
    if "v" not in reading:
        return (reading,)
    return tuple(reading.replace("v", written) for written in ("v", "u", "yu", "ue"))
