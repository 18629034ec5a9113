"""While files come in: one that is too large is not kept, and a disk without room costs the file alone, never what was typed beside it."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest

from ovop_portal.accounts import typed
from ovop_portal.accounts.limits import Limit, within_limits

logger = logging.getLogger(__name__)

# Files of one account, those that were refused included: looking into one costs the portal seconds. A file of a nomination has fourteen places; whoever
# sends this many in ten minutes is no person.
BY_ACCOUNT = Limit("upload.account", most=60, seconds=600)


class Lost(SimpleUploadedFile):
    """A file that did not come in: the form gets its name and the `reason`, so that the field can say so."""

    def __init__(self, name: str | None, reason: str) -> None:
        super().__init__(name or "", b"", "")
        self.reason = reason


class CappedUploadHandler(FileUploadHandler):
    """Stands first in FILE_UPLOAD_HANDLERS: beyond the limit it swallows the bytes and only counts them.

    The form then gets an empty file that knows its true size, so that the message can name it. Files of a stranger are swallowed whole: no page that is
    open to everybody takes one.
    """

    chunk_size = FileUploadHandler.chunk_size

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        """Refuse a body of which no part is worth reading, before it is read."""
        most = 2 * settings.DATA_UPLOAD_MAX_NUMBER_FILES * settings.UPLOAD_MAX_FILE_BYTES
        if content_length > most + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("more than all files of a form together")
        request: Any = self.request
        self.is_welcome = not hasattr(request, "user") or bool(typed.owner_of(request))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        return None if not self.is_welcome or self.seen > settings.UPLOAD_MAX_FILE_BYTES else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_welcome:
            return Lost(self.file_name, "stranger")
        if self.seen <= settings.UPLOAD_MAX_FILE_BYTES:
            return None
        oversized = SimpleUploadedFile(self.file_name or "", b"", self.content_type or "")
        oversized.size = self.seen
        return oversized


class SparingUploadHandler(TemporaryFileUploadHandler):
    """Django's file in the temporary folder. When that is full the bytes are let go, and the form comes in without them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.full = False
        try:
            super().new_file(*args, **kwargs)
        except OSError as problem:
            self._give_up(problem)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self.full:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as problem:
                self._give_up(problem)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.full:
            try:
                # Bytes that Python still buffers are written here.
                self.file.flush()
                return super().file_complete(file_size)
            except OSError as problem:
                self._give_up(problem)
        return Lost(self.file_name, "storage")

    def _give_up(self, problem: OSError) -> None:
        logger.error("no room for an upload: %s", problem)
        self.full = True


def count(request: HttpRequest) -> None:
    """Count the files of a request for its account. Those beyond the limit are not looked at (`is_too_many`), but they may be kept for a while."""
    for _field, uploads in request.FILES.lists():
        for upload in uploads:
            upload.is_too_many = not may_send_one_more(request.user)  # type: ignore[attr-defined]


def may_send_one_more(user: Any) -> bool:
    """Count one file of an account. Returns whether it may be looked at."""
    return within_limits(BY_ACCOUNT.of(user.uuid))
