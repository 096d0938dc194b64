"""A browser's eye for every page any test fetches: valid, one heading, unique ids, a label for each control."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from tests.statements import counted, in_one_go, too_costly

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
CLOSES_ITSELF = frozenset({"p", "li", "option", "dt", "dd", "tr", "td", "th", "tbody", "thead"})
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
SCRIPTED = ("onclick", "onload", "onchange", "onsubmit", "style")


class _Reader(HTMLParser):
    """Reads a page and notes what is wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.speaks_htmx = False
        self.controls: list[dict[str, str | None]] = []
        self.text = {"h1": "", "title": ""}
        self.headings = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if len(known) != len(attrs):
            self.faults.append(f"<{tag}> names an attribute twice")
        self.faults += [f"<{tag}> carries {name}=, which the policy blocks" for name in SCRIPTED if name in known]
        self.speaks_htmx |= any(name.startswith("hx-") for name in known)
        if known.get("id"):
            self.ids.append(str(known["id"]))
        if tag == "img" and "alt" not in known:
            self.faults.append(f"an image without alt: {known.get('src')}")
        if tag == "h1":
            self.headings += 1
        if tag == "label" and known.get("for"):
            self.labels.add(str(known["for"]))
        if tag in {"input", "select", "textarea"} and "label" not in self._open:
            self.controls.append(known)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1] != tag and self._open[-1] in CLOSES_ITSELF:
            self._open.pop()
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing (line {self.getpos()[0]})")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in self.text:
            if tag in self._open and "svg" not in self._open:
                self.text[tag] += data

    def all_faults(self) -> list[str]:
        heading, title = (" ".join(self.text[tag].split()) for tag in ("h1", "title"))
        faults = [*self.faults, *(f"<{tag}> is never closed" for tag in self._open if tag not in CLOSES_ITSELF)]
        if self.headings != 1:
            faults.append(f"{self.headings} h1 instead of one")
        if not heading or not title.startswith(heading):
            faults.append(f"the title {title!r} does not begin with the heading {heading!r}")
        faults += [f"id {name!r} stands {count} times" for name, count in Counter(self.ids).items() if count > 1]
        return faults + [f"no label for {control}" for control in self.controls if not self._is_labelled(control)]

    def _is_labelled(self, control: dict[str, str | None]) -> bool:
        if control.get("type") in UNLABELLED or control.get("aria-label") or control.get("aria-labelledby"):
            return True
        return control.get("id") in self.labels


def faults_of(html: str) -> list[str]:
    """List what is wrong with a whole page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    faults = reader.all_faults()
    if not html.lstrip().lower().startswith("<!doctype html>"):
        faults.append("no doctype")
    if reader.speaks_htmx != ("htmx.min.js" in html):
        faults.append("htmx is for the pages that speak to it, and for no other")
    if '<html lang="' not in html:
        faults.append("the page does not say its language")
    return faults


class CheckedClient(FlaskClient):
    """A test client that refuses a page that is not right; fragments for htmx are not whole pages."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with counted(self.application.extensions["engine"]) as sent:
            response = super().open(*args, **kwargs)
        asked = response.request
        assert not too_costly(asked.method, asked.path, sent), "\n".join([asked.path, *in_one_go(sent)])
        is_page = response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 307, 308}
        if is_page and "HX-Request" not in (kwargs.get("headers") or {}) and "swagger" not in response.text:
            assert faults_of(response.text) == []
        return response
