"""A small mail server for tests: it keeps what it takes, and answers as it is told."""

import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

COUNTING = threading.Lock()


@dataclass
class Manner:
    """How a mail server answers; of several recipients the one whose address holds `only_for`."""

    greets_after: float = 0.0
    recipient: str = "250 2.1.5 fine"
    text: str = "250 2.0.0 taken"
    confirms_after: float = 0.0
    hangs_up_after_text: bool = False
    only_for: str = ""


@dataclass
class MailServer:
    """What a running mail server took, by Message-ID, and how often it got it."""

    port: int = 0
    manner: Manner = field(default_factory=Manner)
    letters: list[EmailMessage] = field(default_factory=list)
    texts_received: int = 0
    connections: int = 0
    was_encrypted: bool = False

    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: "_Server"

    def handle(self) -> None:
        with suppress(OSError, ValueError), COUNTING:
            self.server.box.connections += 1
        with suppress(OSError, ValueError):
            time.sleep(self.server.box.manner.greets_after)
            self._say("220 mail.example ready")
            while (line := self.rfile.readline()) and self._answer(line.decode().strip()):
                pass

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()

    def _answer(self, line: str) -> bool:
        verb = line.upper().split(" ")[0]
        if verb in {"EHLO", "HELO"}:
            offers = ["STARTTLS"] if self.server.tls is not None and not self._is_encrypted() else []
            for offer in ["mail.example", *offers]:
                self._say(f"250-{offer}")
            self._say("250 8BITMIME")
        elif verb == "STARTTLS" and self.server.tls is not None:
            self._say("220 go ahead")
            self._encrypt(self.server.tls)
        elif verb == "RCPT":
            self._say(self.server.box.manner.recipient if self._is_meant(line) else "250 2.1.5 fine")
        elif verb == "DATA":
            return self._take()
        elif verb == "QUIT":
            self._say("221 goodbye")
            return False
        else:
            self._say("250 fine")
        return True

    def _is_meant(self, text: str) -> bool:
        return self.server.box.manner.only_for in text

    def _take(self) -> bool:
        self._say("354 go ahead")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        box, manner = self.server.box, self.server.box.manner
        letter: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        answer = manner.text if self._is_meant(str(letter["To"])) else "250 2.0.0 taken"
        with COUNTING:
            box.texts_received += 1
            box.was_encrypted = self._is_encrypted()
            if answer.startswith("250"):
                box.letters.append(letter)
        if self._is_meant(str(letter["To"])):
            time.sleep(manner.confirms_after)
            if manner.hangs_up_after_text:
                return False
        self._say(answer)
        return True

    def _is_encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def _encrypt(self, context: ssl.SSLContext) -> None:
        self.connection = self.request = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")  # type: ignore[assignment]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: MailServer, tls: ssl.SSLContext | None) -> None:
        self.box, self.tls = box, tls
        super().__init__(("127.0.0.1", box.port), _Talk)
        box.port = self.server_address[1]


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, box: MailServer | None = None) -> Iterator[MailServer]:
    """Run a mail server; with a box, that one again, at its port."""
    box = box or MailServer()
    with _Server(box, tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
