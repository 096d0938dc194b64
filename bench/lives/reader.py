"""Open every page that somebody can reach about a case, and read pages and notices for words that do not belong."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.lives.staff import PASSWORD
from permits.db import reading
from permits.documents.view import page
from permits.models import Notice
from workflows.definition.form_fields import declared

HREF = re.compile(r'href="(/[^"#]*)')
TAG = re.compile(r"<(script|style|template|nav|datalist)\b.*?</\1>|<[^>]+>", re.DOTALL)
# what a text that was not filled in would show
UNFILLED = re.compile(r"\{(?!pages?\})[a-z_]\w*\}|%\(\w+\)s|\bNone\b(?! yet|, according)|\bText\(")
# addresses that are about the office, not about a case; leaving; the files of the site itself
APART = re.compile(
    r"^/(static|vendor|logout|language|sandbox|calendar|incidents|audit|chain-roots|metrics|healthz|readyz|favicon"
    r"|powers-of-attorney|notifications|account|api/v1/(?!applications)|matters(?!/))"
)
# of addresses that differ in a number, or in what they ask, so many are opened
MOST_ALIKE = 2
# how much of a text is told beside a word that does not belong there
BESIDE = 40
# the demo counter stands in a road, and a form without fields of its own asks for one, whatever the matter
GENERAL = ("1 Tongfu Road", *(said for one in declared().form.fields.values() for said in (one.name.zh, one.name.en)))
PUBLIC = ("/promise", "/decisions", "/works", "/public-notices", "/verify")


@dataclass
class Reader:
    """Somebody at a browser who follows every link, and what was wrong there."""

    app: Flask
    lang: str
    foreign: re.Pattern[str]
    faults: list[str] = field(default_factory=list)
    opened: int = 0
    most_pages: int = 30
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, who: str) -> FlaskClient:
        """Return the browser of a person, signed in; of a stranger for an empty name."""
        if who not in self.clients:
            client = self.clients[who] = self.app.test_client()
            if who:
                for password in (who, PASSWORD):
                    client.post("/login", data={"username": who, "password": password})
            client.post("/language", data={"language": self.lang})
        return self.clients[who]

    def walk(self, who: str, *start: str) -> None:
        """Open pages from some addresses on, as one person, and every page about the case they lead to."""
        waiting = [(one, "") for one in start]
        seen, alike = set(start), dict[str, int]()
        while waiting and len(seen) < self.most_pages:
            address, above = waiting.pop(0)
            for link in self.open(who, address, above):
                kind = re.sub(r"\d+", "0", link.partition("?")[0])
                if link in seen or APART.match(link) or alike.get(kind, 0) >= MOST_ALIKE:
                    continue
                if who and kind in PUBLIC:  # a stranger sees the same
                    continue
                alike[kind] = alike.get(kind, 0) + 1
                seen.add(link)
                waiting.append((link, address))

    def open(self, who: str, address: str, above: str = "") -> list[str]:
        """Open one page that stands on the page above; returns the addresses it leads to."""
        answer = self.browser(who).get(address)
        self.opened += 1
        if answer.status_code >= (400 if above or not address.startswith("/cases/") else 500):
            self.faults.append(f"{who or 'a stranger'} {address} (from {above}): {answer.status_code}")
        if answer.mimetype != "text/html" or answer.status_code != 200:
            return []
        shown = answer.text[answer.text.find("<main") : answer.text.find("</main>")]
        self.read(f"{who or 'a stranger'} {address}", unescape(TAG.sub(" ", shown)))
        return [unescape(link) for link in HREF.findall(shown)]

    def read(self, where: str, text: str) -> None:
        """Note every word in a text that does not belong there."""
        for said in GENERAL:
            text = text.replace(said, "")
        found = [one for pattern in (self.foreign, UNFILLED) for one in pattern.finditer(text)]
        told = (" ".join(text[max(0, one.start() - BESIDE) : one.end() + BESIDE].split()) for one in found)
        self.faults += [f"{where}: {one}" for one in sorted(set(told))]

    def read_notices(self) -> int:
        """Read every notice in both languages; returns how many there are."""
        with reading(self.app.extensions["engine"]) as conn:
            found = list(conn.execute(select(Notice.kind, Notice.permit, Notice.facts)))
        for kind, permit, facts in found:
            for lang in ("zh", "en"):
                self.read(f"notice {kind} {permit} {lang}", "\n".join(_texts(page(kind, facts, language=lang))))
        return len(found)


def _texts(part: object) -> Iterator[str]:
    """Yield every text of a page as data; of the QR image nothing."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for key, value in part.items() if key != "qr" for text in _texts(value))
    elif isinstance(part, list):
        yield from (text for one in part for text in _texts(one))
    elif part is None:
        yield json.dumps(part)
