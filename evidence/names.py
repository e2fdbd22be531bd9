"""Normal forms of the names of people and bodies.

Normalising removes what print and scan add (width, spaces, bracket shapes);
it never changes one character into another.
"""

from __future__ import annotations

import re
import unicodedata

from evidence.errors import NormalFormError

_SPACES = re.compile(r"[\s\u200b\u3000]+")
_CHINESE = "\u3400-\u9fff\U00020000-\U000323af"
_PERSON = re.compile(rf"[{_CHINESE}〇○]{{2,}}(?:·[{_CHINESE}]+)*")
_FULL_STOP = re.compile(rf"(?<=[{_CHINESE}])\.(?=[{_CHINESE}])")
_LATIN = re.compile(r"[A-Za-z][A-Za-z .'\-]*[A-Za-z.]")
_DOTS = str.maketrans("•・‧∙．", "·····")
_COURTESY = re.compile(r"(同志|先生|女士|同学|老师|师傅)$")


def normal_text(text: str) -> str:
    """NFKC without any white space, quotation marks and brackets in one shape."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_DOTS)


def person_name(text: str) -> str:
    """A person's name without inner spaces, titles of courtesy dropped: `张 三 同志` → `张三`.

    Raises NormalFormError (`E-NAME`) where what is left is not a name.
    """
    dotted = _FULL_STOP.sub("·", normal_text(text))
    name = _COURTESY.sub("", dotted.strip("：:,，;；。、"))
    if _PERSON.fullmatch(name):
        return name
    latin = " ".join(unicodedata.normalize("NFKC", text).split())
    if _LATIN.fullmatch(latin):
        return latin
    raise NormalFormError("E-NAME", f"“{text}”不是姓名。", f"“{text}” is not a person's name.")


def body_name(text: str) -> str:
    """The name of a body without spaces: `中共 新乡市 委员会` → `中共新乡市委员会`."""
    return normal_text(text).strip("：:,，;；。、")
