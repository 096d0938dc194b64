"""What people and programs do while a fault lasts, and what each of them is told."""

import http.client
import http.cookiejar
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from contextlib import suppress
from typing import Any

from bench.crash import Driver
from bench.faults.place import Place

PATIENCE_SECONDS = 240
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ON_RECORD = ("The fault is on record", "故障已")


class Traffic(Driver):
    """Programs that drive whole cases; whatever is not taken is sent again under the same idempotency key."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)  # type: ignore[arg-type]  # sends by itself, below
        self.place = place
        self.told: Counter[str] = Counter()
        self.lives = 0
        self.longest = 0.0
        self.fault = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Traffic":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                self.live()
                self.lives += 1
        except Exception as error:  # noqa: BLE001 - any failure is a finding
            self.fault = f"{type(error).__name__}: {error}"[:600]

    def _send(self, who: str, path: str, body: bytes | None, content_type: str) -> Any:
        headers = {
            "Authorization": f"Bearer demo-{who}",
            "Content_Type": content_type,
            "Idempotency_Key": uuid.uuid4().hex,
        }
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                status, answer, _ = self.place.call(
                    "POST" if body is not None else "GET", f"/api/v1{path}", body, **headers
                )
            except (OSError, http.client.HTTPException) as error:
                self.told[f"no answer ({type(error).__name__})"] += 1
                time.sleep(0.5)
                continue
            self.longest = max(self.longest, time.monotonic() - began)
            if status in {200, 201}:
                return json.loads(answer)
            with suppress(ValueError):
                self.told[f"{status} {json.loads(answer)['code']}"] += 1
            assert status in {503, 507, 409}, (path, status, answer[:600])
            time.sleep(0.5)
        raise TimeoutError(path)


class Visitor:
    """A browser of one person."""

    def __init__(self, place: Place, *, language: str = "zh", port: int = 0) -> None:
        self.base = f"http://127.0.0.1:{port or place.port}"
        self.language = language
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, sent: bytes | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Ask for a page, or send something; returns status, text and headers."""
        known = {"Accept-Language": self.language, "Accept": "text/html"}
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(self.base + path, sent, known)  # noqa: S310 - our own server
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode("utf-8", "replace"), dict(refused.headers)

    def sign_in(self, username: str) -> int:
        """Sign in by the form of the page; returns the status of what follows."""
        _, page, _ = self.ask("/login")
        token = TOKEN.search(page)
        form = {"username": username, "password": username, "csrf_token": token.group(1) if token else ""}
        return self.ask("/login", urllib.parse.urlencode(form).encode())[0]

    def call(self, path: str, who: str) -> Any:
        """Ask a program's question in the name of somebody."""
        return json.loads(self.ask(f"/api/v1{path}", Authorization=f"Bearer demo-{who}", Accept="application/json")[1])


class Look:
    """What a signed-in clerk, a citizen and a new visitor see at one moment."""

    PAGES = ("/", "/decisions", "/inbox", "/api/v1/public/decisions")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.clerk = Visitor(place)
        self.clerk.sign_in("roads")

    def take(self) -> dict[str, str]:
        """Ask for each page and sign in once."""
        seen = {path: self._see(self.clerk, path) for path in self.PAGES}
        seen["/ in English"] = self._see(Visitor(self.place, language="en"), "/")
        seen["sign in"] = str(Visitor(self.place).sign_in("police"))
        seen["/readyz"] = self._see(self.clerk, "/readyz")
        return seen

    @staticmethod
    def _see(visitor: Visitor, path: str) -> str:
        began = time.monotonic()
        try:
            status, text, headers = visitor.ask(path)
        except OSError as error:
            return f"no answer ({type(error).__name__})"
        if path == "/readyz" and status != http.client.OK:
            with suppress(ValueError):
                return f"{status} {json.loads(text).get('checks')}"
            return f"{status}, no JSON"
        marks = [f"after {time.monotonic() - began:.1f} s"] if time.monotonic() - began > 1 else []
        marks += [f"Retry-After {headers['Retry-After']}"] if "Retry-After" in headers and status >= 400 else []
        marks += ["no language"] if status >= 500 and not text.strip() else []
        marks += ["says the fault is on record"] if any(said in text for said in ON_RECORD) else []
        return ", ".join([str(status), *marks])
