"""What the scan's script is told: the pages of every file, and where each finding points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from review.desk.case.files_shown import ShownFile
from review.desk.item.blocks import Block
from review.desk.templatetags.desk import say


def scan_data(
    applicant: int, files: Sequence[ShownFile], blocks: Iterable[Block]
) -> dict[str, Any]:
    """Files with their pages (pixels in which boxes count), blocks with their spots; as JSON."""
    return {
        "files": [
            {
                "name": one.name,
                "note": one.reason,
                "pages": [
                    {
                        "number": page.number,
                        "width": page.width,
                        "height": page.height,
                        "note": say(page.problem_zh, page.problem_en),
                        "src": reverse("page-image", args=[applicant, one.number, page.number])
                        if page.path
                        else "",
                    }
                    for page in one.pages
                ],
            }
            for one in files
        ],
        "blocks": {
            block.key: {
                "label": block.label,
                "spots": [
                    {"file": spot.file, "page": spot.page, "box": spot.box, "label": spot.label}
                    for spot in block.spots
                ],
            }
            for block in blocks
        },
    }
