"""Nothing in a list leads nowhere: a link of each kind on each list page opens, for every account."""

import re
from html import unescape

from flask import Flask

from permits.db import reading
from permits.queries.office.people import everyone

PUBLIC = ("", "decisions", "notices", "works", "performance", "chain-roots")
OWN = ("applications?scope=all", "licences", "powers", "counter", "cases", "cases?show=decided", "turnaround",
       "incidents", "audit", "notifications", "account")  # fmt: skip
INBOX = ("inbox",)
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


def kinds_of(page: str) -> dict[str, str]:
    """Give the addresses a page links to, one of each kind: rows of one kind lead to one view."""
    targets = [unescape(one) for one in LINK.findall(page) if not one.startswith("/static")]
    return {re.sub(r"\d+", "#", one.partition("?")[0]): one for one in targets}


def wanderings(office: Flask) -> list[tuple[str, tuple[str, ...]]]:
    """Give each account its lists: the inbox of each department, the others once for each set of roles."""
    with reading(office.extensions["engine"]) as conn:
        people = everyone(conn)
    known: set[frozenset[str]] = set()
    found = [("", PUBLIC)]
    for one in people:
        found.append((one.username, INBOX + (() if one.role_names() in known else OWN)))
        known.add(frozenset(one.role_names()))
    return found


def test_every_link_of_every_list_opens_for_everybody(office: Flask) -> None:
    wrong, opened = [], 0
    for who, lists in wanderings(office):
        client = office.test_client()
        if who:
            client.post("/login", data={"username": who, "password": who})
        seen: set[str] = set()
        for name in lists:
            shown = client.get(f"/{name}")
            found = kinds_of(shown.text) if shown.status_code == 200 else {}
            for kind in found.keys() - seen:
                answer = client.get(found[kind])
                wrong += [(who, name, found[kind], answer.status_code)] if answer.status_code >= 400 else []
            seen |= found.keys()
        opened += len(seen)

    assert wrong == []
    assert opened > 50
