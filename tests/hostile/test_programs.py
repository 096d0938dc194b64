"""Every operation of the API, with bodies, addresses and queries nobody should send: refused, never a fault."""

import json
import random
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import got_request_exception

from tests.offices import Office, undocumented

ROUNDS, LONGEST_SECONDS = 2, 5.0
CALLERS = ("", "contractor", "window", "roads", "lead", "admin")
DEEP = json.loads("[" * 200 + "]" * 200)
HOSTILE: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 2**31, 2**63, 10**300, 1e308, float("nan"), float("inf")),
    *("", " ", "\x00", "\ud800", "a\r\nb: c", "٣", "x" * 5000, "9999-12-31", "0001-01-01", "2025-02-30"),
    *("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "{", "../..", "%s%n", "'; drop table event; --"),
    *([], {}, [[]], [None], [{}], {"": ""}, {"__proto__": 1}, DEEP, {"type": "Point", "coordinates": [1e308, 0]}),
)
PLACES = ("0", "1", "-1", "9" * 19, "9" * 40, "x", "a\x00b", "a\nb", "\N{FULLWIDTH DIGIT ONE}", "..", "😀", "1.5")
RAW = (
    b"",
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'"' + b"{}" * 9 + b'"',
    b"1" * 5000,
    b"[1,2]",
    b"null",
)


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in spec["paths"].items():
        for method, told in methods.items():
            yield method.upper(), path, told


class Sender:
    """Makes requests of an operation from its description, one thing in each that nobody should send."""

    def __init__(self, spec: dict[str, Any], places: tuple[str, ...], seed: int) -> None:
        self.schemas, self.places = spec["components"]["schemas"], places
        self.dice = random.Random(seed)  # noqa: S311 - the same on every run
        self.malice = 0.0

    def address(self, path: str, told: dict[str, Any]) -> str:
        filled = re.sub(r"{\w+}", lambda _: quote(self.dice.choice(self.places * 5 + PLACES), safe=""), path)
        asked = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]
        pairs = [f"{name}={quote(str(self.dice.choice(HOSTILE)), errors='replace')}" for name in asked]
        return f"{filled}?{'&'.join(pairs)}" if pairs and self.dice.random() < 0.7 else filled

    def body(self, told: dict[str, Any]) -> dict[str, Any]:
        self.malice = self.dice.choice((0.0, 0.04, 0.3))
        content = told.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            return {"data": self.parts(), "content_type": "multipart/form-data; boundary=xx"}
        if self.dice.random() < 0.15:
            return {"data": self.dice.choice(RAW), "content_type": "application/json"}
        schema = content.get("application/json", {}).get("schema", {})
        return {"data": json.dumps(self.value(schema)), "content_type": "application/json"}

    def parts(self) -> bytes:
        names = (
            'name="code"',
            'name="file"',
            'name="file"; filename="a\r\nb.pdf"',
            "name=\"file\"; filename*=utf-8''a%0Ab",
        )
        texts = ("M01", "[" * 2000, "9" * 5000, '"\\ud800"', "\x00", "NaN", "%PDF-1.4\n%%EOF\n")
        found = "".join(
            f"--xx\r\nContent-Disposition: form-data; {self.dice.choice(names)}\r\n\r\n{self.dice.choice(texts)}\r\n"
            for _ in range(3)
        )
        return f"{found}--xx--\r\n".encode()

    def value(self, schema: dict[str, Any], depth: int = 0) -> Any:
        if self.dice.random() < self.malice or depth > 6:
            return self.dice.choice(HOSTILE)
        if "$ref" in schema:
            return self.value(self.schemas[schema["$ref"].rpartition("/")[2]], depth + 1)
        if options := schema.get("anyOf") or schema.get("enum"):
            one = self.dice.choice(options)
            return self.value(one, depth + 1) if "anyOf" in schema else one
        return self.typed(schema, depth)

    def typed(self, schema: dict[str, Any], depth: int) -> Any:
        kind = schema.get("type")
        if kind == "object":
            asked = {name: self.value(one, depth + 1) for name, one in schema.get("properties", {}).items()}
            return {name: one for name, one in asked.items() if self.dice.random() < 0.9}
        if kind == "array":
            return [self.value(schema.get("items", {}), depth + 1) for _ in range(self.dice.randrange(3))]
        plain = {"integer": 1, "number": 1.5, "boolean": True, "null": None}
        return plain.get(kind or "", "2026-03-02" if "format" in schema else "text")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_a_program_sends_ends_as_a_fault(office: Office, seed: int) -> None:
    spec = office.app.test_client().get("/api/v1/openapi.json").get_json()
    case = office.submitted()
    places = (str(case["id"]), case["number"], str(case["work_items"][0]["id"]) if case["work_items"] else "1")
    sender, faults = Sender(spec, places, seed), []
    client, stop = office.app.test_client(), time.monotonic() + LONGEST_SECONDS / ROUNDS

    def noted(_app: object, exception: Exception, **_: object) -> None:
        faults.append(repr(exception))

    found = list(operations(spec))
    sender.dice.shuffle(found)
    with got_request_exception.connected_to(noted, office.app):
        for method, path, told in found:
            who = sender.dice.choice(CALLERS)
            headers = {"Authorization": f"Bearer demo-{who}"} if who else {}
            address, sent = sender.address(path, told), sender.body(told)
            answer = client.open(address, method=method, headers=headers, **sent)
            assert answer.status_code < 500, (method, address, who, sent, faults)
            said = undocumented(office.app, method, address.removeprefix("/api/v1"), answer)
            assert said is None, (said, address, who, sent, answer.get_data(as_text=True)[:500])
            if answer.status_code >= 400:
                assert answer.mimetype == "application/problem+json", (method, address, answer.get_data(as_text=True))
            if time.monotonic() > stop:
                break

    assert faults == []
