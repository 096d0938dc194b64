"""Every form of every page, with what nobody should send in its controls, hidden fields, files and address."""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.fuzz.result import Result
from permits import clock
from tests.form_walk import Found, signed_in
from tests.offices import PDF
from tests.page_forms import PageForm
from tests.rehearsal import rehearsed

EXPECTED = frozenset({200, 302, 303, 400, 403, 404, 409, 413, 415, 422, 429})
OTHERS = ("", "contractor2", "police", "window", "admin")
HUGE = 70_000
TEXTS = (
    *("", " ", "\x00", "a\x00b", "\ud800", "\udfff写", "a\r\nb", "\u202e甲", "\u200b", "\x07", "😀" * 90, "𠮷", "﷽"),
    *(
        "٣",
        "²",
        "\N{FULLWIDTH DIGIT ONE}",
        "-1",
        "0",
        "1.5",
        "1e400",
        "nan",
        "inf",
        "9" * 19,
        "9" * 40,
        "9" * 5000,
        "x" * 300,
        "x" * HUGE,
    ),
    *("9999-12-31", "0001-01-01", "2025-02-30", "2031-03-09", "2031-03-09T10:00", "9999-12-31T23:59", "25:61", "true"),
    *(
        "null",
        "[]",
        "{",
        "[" * 3000,
        "%",
        "%s%n",
        "../..",
        "//[",
        "javascript:alert(1)",
        "'; drop table event; --",
        "<b>",
    ),
    *("1", "2", "17", "485", "roads", "yes", "no", "on", "send", "road-occupation", "M01", "W1tbW10"),
)
PLACES = ("0", "1", "2", "28", "485", "9" * 18, "9" * 40, "x", "%00", "a%0Ab", "%F0%9F%98%80", "%EF%BC%91")
BYTES = (
    b"",
    PDF,
    PDF[:20],
    b"%PDF-1.4\n" + b"\0" * 99,
    b"PK\x03\x04" + b"\0" * 30,
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"MZ",
)
FILE_NAMES = ("a.pdf", "", "甲.PDF", "a", ".", "a.exe", "../../a.pdf", "x" * 300 + ".pdf", "a.pdf\x00.exe")
BOUNDARY = "a-boundary-of-the-fuzz"
# its transactions go on until nothing is due: nothing lasts here, so they would never end
NEVER_ENDS = frozenset({"account.sandbox"})
# a session begins or ends
SESSIONS = frozenset({"account.login", "account.logout"})
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A request: where to, what, and in which encoding."""

    address: str
    body: bytes
    content_type: str


class Writer:
    """Fills a form in as nobody should; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        """Begin a series of requests."""
        self.dice = random.Random(seed)

    def write(self, form: PageForm) -> Sent:
        """Give a request: what a browser would send, with some of it changed."""
        found = [(name, value) for name, values in {**form.sent, **form.filled()}.items() for value in values]  # type: ignore[attr-defined]  # lists
        if form.pressed and self.dice.random() < 0.8:
            found.append(self.dice.choice(form.pressed))
        malice = self.dice.choice((0.0, 0.1, 0.3, 0.8))
        pairs = [pair for one in found for pair in (self._changed(*one) if self.dice.random() < malice else [one])]
        if form.files:
            return Sent(
                self._address(form), self._parts(pairs, form.files), f"multipart/form-data; boundary={BOUNDARY}"
            )
        return Sent(self._address(form), urlencoded(pairs), "application/x-www-form-urlencoded")

    def _changed(self, name: str, value: str) -> Pairs:
        """Leave a field out, send it twice, with another value or under another name."""
        text = self.dice.choice(TEXTS)
        ways: tuple[Callable[[], Pairs], ...] = (
            list,
            lambda: [(name, text)],
            lambda: [(name, text)],
            lambda: [(name, value), (name, text)],
            lambda: [(name, text), (name, value)],
            lambda: [(f"{name}{self.dice.choice(('-0', '-x', '[]', '.a', '-²-a', '-99999-a'))}", text), (name, value)],
            lambda: [(re.sub(r"\d+", self.dice.choice(("²", "99999", "9" * 20, "-1")), name), value)],
        )
        return self.dice.choice(ways)()

    def _address(self, form: PageForm) -> str:
        """Give the address of the form, or of something else in every eighth request."""
        path = self.dice.choice([form.action] * 3 + form.buttons) if form.buttons else form.action
        if self.dice.random() < 1 / 8:
            return re.sub(r"(?<=/)\d+(?=/|$)", lambda _: self.dice.choice(PLACES), path)
        return path

    def _parts(self, pairs: Pairs, files: list[str]) -> bytes:
        heads = [(f'name="{one}"', value.encode("utf-8", "surrogatepass")) for one, value in pairs]
        for name in files[:2]:
            for _ in range(self.dice.choice((0, 1, 1, 2))):
                head = f'name="{name}"; filename="{self.dice.choice(FILE_NAMES)}"'
                heads.append((head, self.dice.choice(BYTES)))
        lines = (
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), head.encode(), value)
            for head, value in heads
        )
        return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def urlencoded(pairs: Pairs) -> bytes:
    """Encode fields as a browser does; a lone surrogate as the bytes it would have."""
    one = (
        f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
        for name, value in pairs
    )
    return "&".join(one).encode()


class Forms:
    """Sends every kind of form, as the one it was drawn for and sometimes as another; nothing lasts."""

    def __init__(self, app: Flask, found: Mapping[str, Found], *, seed: int, longest_seconds: float) -> None:
        """Take the forms of an office."""
        self.app, self.found, self.writer = app, found, Writer(seed)
        self.stop, self.result = time.monotonic() + longest_seconds, Result()
        self.browsers: dict[str, FlaskClient] = {}
        self.raised: list[str] = []

    def run(self, *, rounds: int) -> Result:
        """Send all forms so many times, or until the time has passed."""
        everybody = sorted({*OTHERS, *(one.by for one in self.found.values())})
        self.browsers = {who: signed_in(self.app, who) for who in everybody}
        offset = clock.now() - clock.wall()

        def noted(_app: object, exception: Exception, **_: object) -> None:
            self.raised.append(repr(exception)[:300])

        with rehearsed(self.app.extensions["engine"]) as rehearsal, got_request_exception.connected_to(noted, self.app):
            for name, one in self._turns(rounds):
                who, answer = self._send(name, one)
                rehearsal.take()
                clock.set_offset(offset.total_seconds())
                if who and (name in SESSIONS or answer.headers.get("Location", "").startswith("/login")):
                    with rehearsal.lasting():
                        self.browsers[who] = signed_in(self.app, who)
        return self.result

    def _turns(self, rounds: int) -> Iterator[tuple[str, Found]]:
        for _ in range(rounds):
            turns = [one for one in self.found.items() if one[0] not in NEVER_ENDS]
            self.writer.dice.shuffle(turns)
            for turn in turns:
                if time.monotonic() > self.stop:
                    return
                yield turn

    def _send(self, name: str, one: Found) -> tuple[str, TestResponse]:
        who = one.by if self.writer.dice.random() < 0.85 else self.writer.dice.choice(OTHERS)
        sent = self.writer.write(one.form)
        answer = self._open(who, one.form.method, sent)
        self.result.note(answer.status_code)
        if self.raised or answer.status_code not in EXPECTED:
            said = f"{name} as {who or 'nobody'}: {answer.status_code} {'; '.join(self.raised)}"
            self.result.faults.add(f"{said} {sent.address} {sent.body[:600]!r}")
            self.raised.clear()
        return who, answer

    def _open(self, who: str, method: str, sent: Sent) -> TestResponse:
        if method == "get":
            return self.browsers[who].get(f"{sent.address.partition('?')[0]}?{sent.body.decode()}")
        return self.browsers[who].post(sent.address, data=sent.body, content_type=sent.content_type)
