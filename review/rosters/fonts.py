"""The fonts that PDF rosters are set in, found at known places and nowhere else.

Typst without a Chinese font makes a PDF of empty glyphs and reports success,
so a missing font is an error here, before anything is set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typst

from evidence.errors import MachineError, Problem

FONT_FOLDERS: Final = (
    Path("/usr/share/fonts/opentype/noto"),  # Debian, Ubuntu: fonts-noto-cjk
    Path("/usr/share/fonts/noto-cjk"),  # Arch, openSUSE
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts"),  # Fedora
    Path("/usr/share/fonts/google-noto-serif-cjk-fonts"),
    Path("/usr/share/fonts/google-noto-cjk"),  # RHEL and its kin
    Path("/usr/local/share/fonts/noto-cjk"),  # put there by hand
)
_SERIF: Final = "Noto Serif CJK SC"
_SANS: Final = "Noto Sans CJK SC"
_SIGNS: Final = "DejaVu Sans Mono"
"""Carried inside typst itself; has the ✕ that Noto CJK lacks."""


@dataclass(frozen=True, slots=True)
class RosterFonts:
    """Loaded fonts, and the families for text and headings in order of preference."""

    loaded: typst.Fonts
    body: tuple[str, ...]
    head: tuple[str, ...]


def find_fonts(folders: Sequence[Path] = FONT_FOLDERS) -> RosterFonts:
    """The roster fonts of this machine.

    Raises MachineError (`E-FONT`) where no Noto CJK font lies in any of `folders`.
    """
    loaded = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in folders if folder.is_dir()],
    )
    families = set(loaded.families())
    chinese = [family for family in (_SERIF, _SANS) if family in families]
    if not chinese:
        raise MachineError(
            Problem(
                "E-FONT",
                "缺少中文字体（Noto CJK），无法生成 PDF 名册。请安装：apt-get install fonts-noto-cjk",
                "The Chinese fonts (Noto CJK) are missing, so no PDF roster can be made. "
                "Install them: apt-get install fonts-noto-cjk",
            )
        )
    return RosterFonts(loaded, (*chinese, _SIGNS), (*reversed(chinese), _SIGNS))
