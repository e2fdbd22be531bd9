"""The sentences that findings speak, from sentences.yaml: Chinese for the reviewer, English second."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from verifiers.data_files import data_error, load_yaml, read_data

_FILE = "sentences.yaml"
_MISSING = {"declared": "未填写", "found": "未读到"}
_MISSING_EN = {"declared": "not stated", "found": "not read"}


@cache
def load_sentences() -> Mapping[str, tuple[str, str]]:
    """Every sentence by its key, as (Chinese, English) templates."""
    data = load_yaml(read_data("verifiers.rules", _FILE))
    sentences = {}
    for key, pair in data.items():
        if not isinstance(pair, dict) or set(pair) != {"zh", "en"}:
            raise data_error(
                "E-SENTENCES", _FILE, f"中 {key} 须有 zh 和 en", f"needs zh and en at {key}"
            )
        sentences[key] = (pair["zh"], pair["en"])
    return sentences


def say(key: str, values: Mapping[str, str]) -> tuple[str, str]:
    """The sentence of that key in both languages, with the values put in.

    An empty value is named as missing, without the quotation marks around it and
    without 为 before them: 申报为“{declared}” → 申报未填写.
    """
    zh, en = load_sentences()[key]
    return _filled(zh, values, _MISSING), _filled(en, values, _MISSING_EN)


def _filled(template: str, values: Mapping[str, str], missing: Mapping[str, str]) -> str:
    put_in = dict(values)
    for name, value in values.items():
        if not value:
            template = re.sub(f"为?“{{{name}}}”", f"{{{name}}}", template)
            put_in[name] = missing.get(name, missing["declared"])
    return template.format_map(put_in)
