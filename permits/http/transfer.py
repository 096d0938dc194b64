"""Files over HTTP: what comes in is counted and examined, what goes out carries its name in every script."""

from collections.abc import Callable, Collection
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from flask import Request, Response, current_app, send_file, session
from werkzeug.datastructures import FileStorage

from permits.errors import TooLarge
from permits.http.caller import settings
from permits.services.changing.quotas import Quota
from permits.services.files.scanner import Clamd
from permits.services.files.uploads import ANY, LARGEST_BYTES, MEGABYTE, Examined, examine
from workflows import N_

View = TypeVar("View", bound=Callable[..., object])
LARGEST_REQUEST_BYTES = 60 * MEGABYTE
# read to its end, so that the page that says what was not kept reaches the browser
LARGEST_READ_BYTES = 600 * MEGABYTE
IN_MEMORY_BYTES = 512 * 1024
TAKES_FILES = "__takes_files__"


def takes_files(view: View) -> View:
    """Let a page take more files than fit: what fits is kept, and the page says what does not."""
    setattr(view, TAKES_FILES, True)
    return view


class CountedFile(SpooledTemporaryFile[bytes]):
    """A file of a request; it is left out where the files of the request would be more than fit."""

    def __init__(self, request: "CountingRequest") -> None:
        """Count what is written against what the request may still hold."""
        super().__init__(max_size=IN_MEMORY_BYTES, mode="w+b")
        self.request = request
        self.size_bytes = 0
        self.is_left_out = False

    def write(self, chunk: Any) -> int:
        """Keep a chunk; no more of a file than shows that it is too large, nothing of one left out."""
        room = min(LARGEST_BYTES + 1 - self.size_bytes, len(chunk))
        if self.is_left_out or room <= 0:
            return len(chunk)
        if room > self.request.room_bytes:
            self._leave_out()
            return len(chunk)
        self.request.room_bytes -= room
        self.size_bytes += room
        super().write(chunk[:room])
        return len(chunk)

    def _leave_out(self) -> None:
        """Give the room back: a smaller file that follows may fit."""
        self.is_left_out = True
        self.request.room_bytes += self.size_bytes
        self.seek(0)
        self.truncate()


class CountingRequest(Request):
    """A request that counts its files as they are read."""

    room_bytes = LARGEST_REQUEST_BYTES

    @property
    def max_content_length(self) -> int | None:
        """Read more from somebody signed in, on a page that says what was not kept."""
        view = current_app.view_functions.get(self.endpoint or "")
        if hasattr(view, TAKES_FILES) and "_user_id" in session:
            return LARGEST_READ_BYTES
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return CountedFile(self)


def examined(file: FileStorage, *, otherwise: str, kinds: Collection[str] = ANY) -> Examined:
    """Read a file that was sent and examine it.

    Raises:
        Invalid, TooLarge, UnsupportedMedia, Unavailable: it is not taken.
    """
    if isinstance(file.stream, CountedFile) and file.stream.is_left_out:
        raise TooLarge(
            N_("Together the files are more than %(size)s MB, so this one was not kept: send it again by itself"),
            params={"size": LARGEST_REQUEST_BYTES // MEGABYTE},
        )
    file.stream.seek(0)
    data, url = file.stream.read(LARGEST_BYTES + 1), settings().clamd_url
    return examine(
        file.filename or "", data, otherwise=otherwise, kinds=kinds, scanner=Clamd(url) if url is not None else None
    )


def quota() -> Quota:
    """Give how much an application and an account may hand in here."""
    return Quota(settings().upload_application_mb, settings().upload_account_mb)


def sent_file(data: bytes, name: str, media_type: str, *, is_inline: bool) -> Response:
    """Answer with a file. RFC 6266: its name in any script, with a plain one for old programs."""
    return send_file(BytesIO(data), mimetype=media_type, as_attachment=not is_inline, download_name=name, max_age=0)
