"""Refusing a file that is too large while it comes in, instead of after filling the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Stands first in FILE_UPLOAD_HANDLERS: beyond the limit it swallows the bytes and only counts them.

    The form then gets an empty file that knows its true size, so that the message can name it.
    """

    chunk_size = FileUploadHandler.chunk_size

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return None if self.seen > settings.UPLOAD_MAX_FILE_BYTES else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.seen <= settings.UPLOAD_MAX_FILE_BYTES:
            return None
        oversized = SimpleUploadedFile(self.file_name or "", b"", self.content_type or "")
        oversized.size = self.seen
        return oversized
