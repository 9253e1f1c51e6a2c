"""Receiving files over HTTP."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from images import safety


class CappedUploadHandler(FileUploadHandler):
    """Throws away what exceeds the largest picture, so that an upload can fill neither memory nor disk.

    Stands first in FILE_UPLOAD_HANDLERS. The form still gets a file, one chunk too long, and says what is wrong.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.room = safety.max_bytes() + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        passed, self.room = raw_data[: self.room], self.room - len(raw_data[: self.room])
        # None keeps the chunk from the handlers after this one.
        return passed or None

    def file_complete(self, file_size: int) -> None:
        # The next handler makes the file.
        return None
