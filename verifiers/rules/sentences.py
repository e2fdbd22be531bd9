"""The sentences that findings speak, from sentences.yaml: Chinese for the reviewer, English second."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from verifiers.data_files import data_error, read_data

_FILE = "sentences.yaml"


@cache
def load_sentences() -> Mapping[str, tuple[str, str]]:
    """Every sentence by its key, as (Chinese, English) templates."""
    data = yaml.safe_load(read_data("verifiers.rules", _FILE))
    sentences = {}
    for key, pair in data.items():
        if not isinstance(pair, dict) or set(pair) != {"zh", "en"}:
            raise data_error(
                "E-SENTENCES", _FILE, f"中 {key} 须有 zh 和 en", f"needs zh and en at {key}"
            )
        sentences[key] = (pair["zh"], pair["en"])
    return sentences


def say(key: str, values: Mapping[str, str]) -> tuple[str, str]:
    """The sentence of that key in both languages, with the values put in; — for an empty one."""
    zh, en = load_sentences()[key]
    put_in = {name: value or "—" for name, value in values.items()}
    return zh.format_map(put_in), en.format_map(put_in)
