"""What a screen reader says of batches on their way: by tens of per cent, so that it says little."""

from __future__ import annotations

from collections.abc import Iterable

from review.desk.batches.sending import Sending
from review.desk.batches.whereabouts import WORDS, Whereabouts
from review.desk.templatetags.desk import speaks_english


def news_of(batches: Iterable[tuple[str, Whereabouts | None, Sending | None]]) -> str:
    """One sentence about each batch that is on its way."""
    english = speaks_english()
    said = []
    for key, where, sending in batches:
        if sending is not None and sending.coming:
            word = "being uploaded" if english else "正在上传"
            said.append(f"{key} {word} {_tens(sending.share)}")
        elif where is not None:
            _, zh, en = WORDS[where.where]
            share = "" if where.share is None else f" {_tens(where.share)}"
            said.append(f"{key} {en if english else zh}{share}")
    return "; ".join(said) if english else "；".join(said)


def _tens(share: int) -> str:
    return f"{share // 10 * 10}%"
