"""Every page, with forms, addresses and queries nobody should send: refused with a sentence, never a fault."""

import random
import re
import time
from urllib.parse import quote

import pytest
from flask import got_request_exception
from werkzeug.datastructures import MultiDict

from tests.offices import Office
from tests.permits.web.journeys import sign_in

SEEDS, LONGEST_SECONDS = 1, 4.0
CALLERS = ("", "contractor", "window", "roads", "lead", "admin")
TEXTS = (
    *("", " ", "\x00", "a\x00b", "a\r\nb", "٣", "²", "-1", "1.5", "1e400", "nan", "9" * 19, "9" * 5000, "x" * 5000),
    *(
        "9999-12-31",
        "0001-01-01",
        "9999-12-31T23:59",
        "2025-02-30",
        "\u202e",
        "[" * 3000,
        "W1tbW10",
        "//[",
        "yes",
        "send",
    ),
)
NAMES = (
    *("version", "go", "more", "next", "answers", "cursor", "number", "show", "scope", "days", "year", "code", "to"),
    *(
        "from",
        "text",
        "reason",
        "file",
        "content",
        "on",
        "language",
        "username",
        "trees",
        "trees-0-species",
        "trees-²-a",
    ),
    *(
        "trees-999999999-count",
        "rows-²-reason",
        "rows-0-reason",
        "rows-99999-code",
        "agent_name",
        "occupy-days",
        "limit",
    ),
)
PLACES = ("0", "9" * 19, "9" * 40, "a%00b", "a%0Ab", "x", "%EF%BC%91", "application", "licence", "answers", "accept")


class Reader:
    """Makes requests of a page, with fields nobody should send."""

    def __init__(self, case: str, seed: int) -> None:
        self.case, self.dice = case, random.Random(seed)  # noqa: S311 - the same on every run

    def address(self, rule: str) -> str:
        filled = re.sub(r"<[^>]+>", lambda _: self.dice.choice((*[self.case] * 8, *PLACES)), rule)
        asked = [f"{name}={quote(self.dice.choice(TEXTS))}" for name in self.dice.sample(NAMES, 3)]
        return f"{filled}?{'&'.join(asked)}"

    def form(self) -> MultiDict[str, str]:
        return MultiDict((name, self.dice.choice(TEXTS)) for name in self.dice.sample(NAMES, 12))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_a_browser_sends_ends_as_a_fault(office: Office, seed: int) -> None:
    reader, faults = Reader(str(office.submitted()["id"]), seed), []
    browsers = {who: office.app.test_client() for who in CALLERS}
    for who, browser in browsers.items():
        if who:
            sign_in(browser, who)  # type: ignore[arg-type]  # the class `founded` sets
    stop = time.monotonic() + LONGEST_SECONDS / SEEDS
    pages = [one for one in office.app.url_map.iter_rules() if not one.rule.startswith(("/api/", "/static", "/vendor"))]
    reader.dice.shuffle(pages)

    def noted(_app: object, exception: Exception, **_: object) -> None:
        faults.append(repr(exception))

    with got_request_exception.connected_to(noted, office.app):
        for page in pages:
            who = reader.dice.choice(CALLERS)
            for method in sorted((page.methods or set()) & {"GET", "POST"}):
                address, form = reader.address(page.rule), reader.form()
                answer = browsers[who].open(address, method=method, data=form if method == "POST" else None)
                assert answer.status_code < 500, (method, address, who, form, faults)
            if time.monotonic() > stop:
                break

    assert faults == []
