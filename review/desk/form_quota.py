"""How much the files of one form may have together: what is above is never written anywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_OVER = "heyan.form_quota_exceeded"


def is_over_quota(request: HttpRequest) -> bool:
    """Whether files of this request were left unread because they were too many bytes.

    It is known once `request.FILES` was looked at.
    """
    return _OVER in request.META


class FormQuota(FileUploadHandler):
    """Counts the bytes of all files of a request, before other handlers keep them."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's signature
        """Pass the piece on. Raises StopUpload where it is one too many."""
        self._bytes += len(raw_data)
        if self._bytes > settings.FORM_FILES_BYTES:
            if self.request is not None:
                self.request.META[_OVER] = True
            # The rest of the request is read and dropped, so that the browser gets an answer.
            raise StopUpload
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:  # noqa: ARG002  Django's signature
        """Leave the file to the other handlers."""
        return None
