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

from evidence.names import normal_text

_COUNTRY = re.compile(r"\[[A-Za-z]{2}\]")
_OTHERS = re.compile(r"[^a-z]")
_SURNAME = 2
"""Characters of the longest surname that may stand last."""


@lru_cache(maxsize=4096)
def may_spell(latin: str, name: str) -> bool:
    """Whether `latin` (ZHOU JIANMIN, Jianmin Zhou) may be the spelling of `name` (周建民)."""
    letters, characters = _letters(latin), normal_text(name).replace("·", "")
    return letters != "" and any(
        _spelled(letters, characters[cut:] + characters[:cut]) for cut in range(_SURNAME + 1)
    )


def _spelled(letters: str, characters: str) -> bool:
    """Whether the letters are one reading of each character in turn."""
    ends = {0}
    for character in characters:
        ends = {
            end + len(reading)
            for reading in _readings(character)
            for end in ends
            if letters.startswith(reading, end)
        }
    return len(letters) in ends


def _letters(latin: str) -> str:
    """`Lǚ Bù [CN]` → lubu: letters alone, in lower case, without tone marks."""
    plain = unicodedata.normalize("NFD", _COUNTRY.sub("", latin))
    return _OTHERS.sub("", plain.lower())


@lru_cache(maxsize=4096)
def _readings(character: str) -> tuple[str, ...]:
    """Every spelling of one character; none for what is no Chinese character."""
    # Its tables take most of a second to load, and few batches hold a spelled name.
    from pypinyin import Style, pinyin  # noqa: PLC0415

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
