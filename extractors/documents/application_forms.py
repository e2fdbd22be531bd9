"""Fields of 附件2 《高级技师考评申报表》, named as the columns of the two tables are."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.documents import Field
from extractors.documents.certainty import Judge
from extractors.documents.page_text import PageText
from extractors.documents.seal_text import seal_fields


def application_form(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one application form."""
    del judge
    return seal_fields(pages)
