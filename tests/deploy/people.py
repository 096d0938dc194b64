"""People at their browsers, against a server that runs: they follow links, fill forms, call the API with a token."""

import json
import re
import time
import urllib.request
import uuid
from email import message_from_bytes
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from tests.offices import PDF

HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|drawn_for|version)" value="([^"]*)"')
GOOD = "four unrelated words here"


class Browser:
    """One person; every answer is one the person wanted."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.token = ""

    def see(self, path: str) -> str:
        return self._ask("GET", path, None, {})

    def send(self, path: str, page: str = "", **fields: str | list[str]) -> str:
        """Fill in the form of a page and send it; `page` where the form stands elsewhere."""
        hidden = dict(HIDDEN.findall(self.see(page or path)))
        body = urlencode(hidden | fields, doseq=True).encode()
        return self._ask("POST", path, body, {})

    def choose_password(self, link: str, username: str) -> None:
        """Follow the link of a letter, choose a password, sign in, take a token for programs."""
        self.send(link, password=GOOD, password_again=GOOD)
        self.send("/login", username=username, password=GOOD)
        scopes = re.findall(r'name="scopes"[^>]*value="(\w+)"', self.see("/account"))
        page = self.send("/account/tokens", "/account", label="the path", scopes=scopes)
        (self.token,) = re.findall(r"<code[^>]*>([\w-]{20,})</code>", page)

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Accept-Language": "en"}
        data = None if method == "GET" else json.dumps(body or {}).encode()
        return json.loads(self._ask(method, f"/api/v1{path}", data, headers))

    def hand_in(self, application: int, code: str) -> None:
        """Hand in a paper."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="code"\r\n\r\n{code}\r\n--{mark}\r\n'
        head += f'Content-Disposition: form-data; name="file"; filename="{code}.pdf"\r\n'
        body = f"{head}Content-Type: application/pdf\r\n\r\n".encode() + PDF + f"\r\n--{mark}--\r\n".encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": f"multipart/form-data; boundary={mark}"}
        self._ask("POST", f"/api/v1/applications/{application}/materials", body, headers)

    def _ask(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> str:
        request = urllib.request.Request(self.address + path, data, headers, method=method)  # noqa: S310 - our own server
        try:
            with self.opener.open(request, timeout=30) as answer:
                found: bytes = answer.read()
                return found.decode()
        except HTTPError as error:
            raise AssertionError((method, path, error.code, error.read().decode()[:3000])) from error


class Letters:
    """The letters that went out, each opened once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: set[Path] = set()

    def link_for(self, address: str, patience_seconds: float = 60) -> str:
        """Wait for a letter to an address and return the path of its link."""
        until = time.monotonic() + patience_seconds
        while time.monotonic() < until:
            for file in sorted(set(self.folder.glob("*.eml")) - self.opened):
                letter = message_from_bytes(file.read_bytes(), policy=default)
                found = re.search(r"/welcome/[\w-]+", letter.get_content())
                if letter["To"] == address and found:
                    self.opened.add(file)
                    return found.group()
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address}")
