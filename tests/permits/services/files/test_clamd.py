"""The scanner against a real clamd with one signature of this test's own; skipped where no clamd is installed."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from permits.errors import Unavailable
from permits.services.files.scanner import Clamd
from tests.servers import free_port

FOUND = next(filter(None, (shutil.which(name) for name in ("clamd", "/usr/sbin/clamd"))), None)
BAD = b"malware of this test"
PATIENCE_SECONDS = 30
MOST_BYTES = 2 * 1024 * 1024

pytestmark = pytest.mark.skipif(FOUND is None, reason="no clamd on this machine (Debian: clamav-daemon)")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """A scanner whose clamd knows one signature and takes files of two megabytes."""
    folder, port = tmp_path_factory.mktemp("clamd"), free_port()
    (folder / "own.ndb").write_text(f"Daokou.Test:0:*:{BAD.hex()}\n", encoding="ascii")
    settings = folder / "clamd.conf"
    known = {"DatabaseDirectory": folder, "TCPSocket": port, "TCPAddr": "127.0.0.1", "Foreground": "yes"}
    lines = (f"{name} {value}\n" for name, value in {**known, "StreamMaxLength": MOST_BYTES}.items())
    settings.write_text("".join(lines), encoding="ascii")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([str(FOUND), "--config-file", str(settings)], stdout=log, stderr=log)
    scanner = Clamd(f"tcp://127.0.0.1:{port}")
    try:
        _wait(scanner, server)
        yield scanner
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def _wait(scanner: Clamd, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "clamd has ended"
        try:
            scanner.find(b"ready?")
        except Unavailable:
            time.sleep(0.1)
        else:
            return
    pytest.fail("clamd does not answer")


def test_a_clean_file_of_several_chunks_passes(scanner: Clamd) -> None:
    assert scanner.find(bytes(range(256)) * 2000) == ""


def test_malware_is_named_wherever_it_stands(scanner: Clamd, tmp_path: Path) -> None:
    whole = shutil.make_archive(str(tmp_path / "materials"), "zip", _folder(tmp_path))

    assert scanner.find(b"%PDF-1.4\n" + b" " * 200_000 + BAD) == "Daokou.Test.UNOFFICIAL"
    assert scanner.find(Path(whole).read_bytes()) == "Daokou.Test.UNOFFICIAL"


def test_a_file_larger_than_it_takes_counts_as_not_scanned(scanner: Clamd) -> None:
    with pytest.raises(Unavailable):
        scanner.find(b"\0" * (MOST_BYTES + 1))


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "plan.txt").write_bytes(BAD * 100)
    return folder
