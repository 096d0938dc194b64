"""Forms at a real browser: filled in, the session ended at the server, sent, signed in again, and read."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tests.e2e.browsers import DESKTOP
from tests.form_walk import Found

PATIENCE_MS = 20_000
Values = Mapping[str, list[str]]
# no session ends there
OPEN_TO_ALL = ("account.login", "public.")
FORM = """
const at = (address) => new URL(address, location.href).pathname;
const isWanted = (one) => one.getAttribute("method") === "post" && at(one.getAttribute("action") || "") === wanted;
const form = [...document.forms].find(isWanted);
const controls = form ? [...form.elements].filter((one) => one.name in values) : [];
"""
FILL = f"""([wanted, values]) => {{
  {FORM}
  const next = {{}};
  for (const one of controls) {{
    const mine = values[one.name];
    if (one.type === "checkbox" || one.type === "radio") one.checked = mine.includes(one.value);
    else if (one.tagName === "SELECT") for (const option of one.options) option.selected = mine.includes(option.value);
    else one.value = mine[next[one.name] = (next[one.name] ?? -1) + 1] ?? mine[0];
    one.dispatchEvent(new Event("input", {{ bubbles: true }}));
  }}
  return !!form;
}}"""
READ = f"""([wanted, values]) => {{
  {FORM}
  const found = {{}};
  for (const one of controls) {{
    const chosen = one.type === "checkbox" || one.type === "radio" ? (one.checked ? [one.value] : [])
      : one.tagName === "SELECT" ? [...one.selectedOptions].map((option) => option.value) : [one.value];
    found[one.name] = [...(found[one.name] ?? []), ...chosen];
  }}
  return found;
}}"""
SEND = f"([wanted, values]) => {{ {FORM} form.noValidate = true; form.requestSubmit(); }}"
SIGN_IN = """(who) => {
  const form = document.querySelector("form.card");
  form.username.value = form.password.value = who;
  form.requestSubmit();
}"""


@dataclass
class Typist:
    """One browser window at an office; `database` is the office's file."""

    page: Page
    base: str
    database: Path
    who: str = ""

    def lost(self, forms: Mapping[str, Found]) -> dict[str, object]:
        """Fill in each form and lose the session; returns what did not come back, by the form."""
        turns = sorted(forms.items(), key=lambda one: (one[1].by, one[1].page))
        found = {name: self._lost(one) for name, one in turns}
        return {name: missing for name, missing in found.items() if missing}

    def _lost(self, one: Found) -> object:
        values = one.form.filled()
        asked = [one.form.action.partition("?")[0], values]
        try:
            if one.by != self.who:
                self._arrive(one.by)
            self.page.goto(self.base + one.page, wait_until="domcontentloaded")
            if not self.page.evaluate(FILL, asked):
                return f"no such form on {self.page.url}"
            filled = self.page.evaluate(READ, asked)
            self._end_sessions()
            self.page.evaluate(SEND, asked)
            self.page.wait_for_url("**/login**", wait_until="domcontentloaded")
            self._sign_in(one.by)
            return differing(filled, self.page.evaluate(READ, asked))
        except Error as error:
            return f"{self.page.url}: {error}"[:300]

    def _arrive(self, who: str) -> None:
        # an answer still on its way could bring a cookie back
        self._end_sessions()
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/login", wait_until="domcontentloaded")
        self._sign_in(who)
        self.who = who

    def _sign_in(self, who: str) -> None:
        self.page.evaluate(SIGN_IN, who)
        self.page.wait_for_url(lambda url: "/login" not in url, wait_until="domcontentloaded")

    def _end_sessions(self) -> None:
        with closing(sqlite3.connect(self.database, timeout=10)) as office, office:
            office.execute("delete from user_session")


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """Open a window that leaves a page without asking."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]  # a plain dict serves
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("dialog", lambda question: question.accept())
    yield page
    context.close()


def differing(filled: Values, again: Values) -> dict[str, tuple[list[str], list[str] | None]]:
    """List the controls that hold something else than was typed."""
    return {name: (value, again.get(name)) for name, value in filled.items() if again.get(name) != value}


def some_of(forms: Mapping[str, Found]) -> dict[str, Found]:
    """Keep the same few forms on each run: each next one has a kind of control that the ones of its page type lack."""
    known: set[tuple[str, str]] = set()
    kept: dict[str, Found] = {}
    for name, one in sorted(forms.items(), key=lambda turn: -len(turn[1].form.kinds)):
        kinds = {(name.partition(".")[0], kind) for kind in one.form.kinds.values()}
        if not kinds <= known:
            known |= kinds
            kept[name] = one
    return kept


def typed_in(forms: Mapping[str, Found]) -> dict[str, Found]:
    """Leave out what searches, what only has buttons or files, and what is open to everybody."""
    return {
        name: one
        for name, one in forms.items()
        if one.form.method == "post" and one.form.kinds and not name.startswith(OPEN_TO_ALL)
    }
