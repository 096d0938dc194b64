"""The scanner's protocol, against a small clamd that speaks INSTREAM over TCP and over a socket file."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from permits.errors import Unavailable
from permits.services.files.scanner import CHUNK_BYTES, Clamd

MALWARE = b"EICAR"


def read_whole(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := line.recv(size - len(data))):
        data += more
    return data


def answer_one(line: socket.socket, answer: bytes | None, taken: list[bytes]) -> None:
    assert read_whole(line, 10) == b"zINSTREAM\0"
    data = b""
    while size := struct.unpack(">I", read_whole(line, 4))[0]:
        assert size <= CHUNK_BYTES
        data += read_whole(line, size)
    taken.append(data)
    found = b"stream: Eicar-Signature FOUND\0" if MALWARE in data else b"stream: OK\0"
    line.sendall(found if answer is None else answer)


@contextmanager
def clamd(address: str | tuple[str, int], answer: bytes | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Serve one file; gives the address it listens at and what came in."""
    taken: list[bytes] = []
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.bind(address)
        door.listen(1)
        door.settimeout(10)

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.settimeout(10)
                answer_one(line, answer, taken)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"unix://{address}" if isinstance(address, str) else f"tcp://127.0.0.1:{door.getsockname()[1]}", taken
        thread.join(10)


@pytest.fixture(params=["tcp", "unix"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | tuple[str, int]:
    return ("127.0.0.1", 0) if request.param == "tcp" else str(tmp_path / "clamd.sock")


def test_a_clean_file_arrives_whole_in_chunks(place: str | tuple[str, int]) -> None:
    data = bytes(range(256)) * 1000

    with clamd(place) as (address, taken):
        assert Clamd(address).find(data) == ""

    assert taken == [data]


def test_malware_is_named(place: str | tuple[str, int]) -> None:
    with clamd(place) as (address, _):
        assert Clamd(address).find(b"..." + MALWARE) == "Eicar-Signature"


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: \0", b"stream: scanned ERROR\0"]
)
def test_any_other_answer_counts_as_not_scanned(answer: bytes) -> None:
    with clamd(("127.0.0.1", 0), answer) as (address, _), pytest.raises(Unavailable):
        Clamd(address).find(b"a file")


def test_a_scanner_that_is_not_there_scans_nothing(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    for address in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/nothing"):
        with pytest.raises(Unavailable):
            Clamd(address).find(b"a file")


def test_a_scanner_that_keeps_silent_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
        Clamd(f"tcp://127.0.0.1:{silent.getsockname()[1]}", patience_seconds=0.1).find(b"a file")
