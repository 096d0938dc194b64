"""Virus scanner: a clamd in the house is asked over its socket, so no file leaves the house."""

import socket
import struct
from dataclasses import dataclass
from typing import Protocol

from permits.errors import Unavailable
from workflows import N_

CHUNK_BYTES = 64 * 1024
LONGEST_ANSWER = 4096
PATIENCE_SECONDS = 20.0


class Scanner(Protocol):
    """Says what malware a file carries."""

    def find(self, data: bytes) -> str:
        """Name the malware found in `data`; empty if there is none.

        Raises:
            Unavailable: the file could not be scanned.
        """


@dataclass(frozen=True, slots=True)
class Clamd:
    """A clamd that listens at `tcp://host:port` or `unix:///path`."""

    address: str
    patience_seconds: float = PATIENCE_SECONDS

    def find(self, data: bytes) -> str:
        """Send the file with INSTREAM and read the verdict; any answer but a verdict counts as not scanned.

        Raises:
            Unavailable: clamd cannot be reached, is too slow, or refuses to scan the file.
        """
        try:
            answer = self._ask(data)
        except OSError:
            raise _unscanned() from None
        verdict = answer.removeprefix("stream: ")
        if verdict == "OK":
            return ""
        if not verdict.endswith(" FOUND"):
            raise _unscanned()
        return verdict.removesuffix(" FOUND")

    def _ask(self, data: bytes) -> str:
        with self._connected() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK_BYTES):
                chunk = data[start : start + CHUNK_BYTES]
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            answer = b""
            while b"\0" not in answer and len(answer) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
                answer += more
        return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()

    def _connected(self) -> socket.socket:
        scheme, _, place = self.address.partition("://")
        if scheme == "tcp":
            host, _, port = place.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), self.patience_seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(self.patience_seconds)
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line


def _unscanned() -> Unavailable:
    return Unavailable(
        N_("The file could not be checked for viruses and was not kept: try again later, or call the counter")
    )
