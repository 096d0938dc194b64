"""The forms of a page as a browser sees them: where each is sent to, its controls, and what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HIDDEN = frozenset({"hidden", "submit", "button", "image", "reset", "file"})

TEXTS = {"date": "2031-03-09", "datetime-local": "2031-03-09T10:00", "number": "17", "textarea": "写了一半\n第二行"}


@dataclass
class PageForm:
    """One form: its address, (name, value) of what would be sent, in order, its files and the buttons that send it."""

    action: str
    method: str
    hidden: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    pressed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sent(self) -> dict[str, object]:
        """What a browser would send."""
        return {**self.hidden, **self.typed}

    def filled(self) -> dict[str, list[str]]:
        """Give every control another value than it has."""
        return {name: self._other(name) for name in self.kinds if self.options.get(name) != []}

    def _other(self, name: str) -> list[str]:
        kind, options, now = self.kinds[name], self.options.get(name, []), self.typed.get(name, [])
        if kind == "checkbox":
            return [one for one in options if one not in now] or [*now]
        if "yes" in options:
            return ["yes"]
        if options:
            return [next((one for one in reversed(options) if one and [one] != now), options[0])]
        return [TEXTS.get(kind, "写了一半")]


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, list[PageForm]()
        self._at: PageForm | None = None
        self._select = self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = known.get("action", "").partition("#")[0] or self.path
            self._at = PageForm(action, known.get("method", "get"))
            self.forms.append(self._at)
        elif self._at is not None:
            self._control(self._at, tag, known)

    def _control(self, form: PageForm, tag: str, known: dict[str, str]) -> None:
        name = known.get("name", "")
        if tag == "button" and "formaction" in known:
            form.buttons.append(known["formaction"])
        elif tag == "button" and name:
            form.pressed.append((name, known.get("value", "")))
        elif tag == "option" and self._select:
            self._option(form, self._select, known, "selected")
        elif tag == "input" and name:
            self._input(form, name, known)
        elif tag == "select":
            self._select, form.kinds[name] = name, "select"
            form.options[name] = []
        elif tag == "textarea":
            self._area, form.kinds[name], self._text = name, "textarea", []

    def _input(self, form: PageForm, name: str, known: dict[str, str]) -> None:
        kind = known.get("type", "text")
        if kind == "hidden":
            form.hidden.setdefault(name, []).append(known.get("value", ""))
        elif kind in {"radio", "checkbox"}:
            form.kinds[name] = kind
            self._option(form, name, {"value": "on", **known}, "checked")
        elif kind == "file":
            form.files.append(name)
        elif kind not in HIDDEN and "readonly" not in known:
            form.kinds[name], form.typed[name] = kind, [known.get("value", "")]

    def _option(self, form: PageForm, name: str, known: dict[str, str], mark: str) -> None:
        form.options.setdefault(name, []).append(known.get("value", ""))
        if mark in known:
            form.typed.setdefault(name, []).append(known.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._at is not None and self._area:
            # the first line break after the tag is not of the text
            self._at.typed[self._area] = ["".join(self._text).removeprefix("\r\n").removeprefix("\n")]
            self._area = ""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._at = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)


def forms_of(html: str, path: str) -> list[PageForm]:
    """Read the forms of a page that stands at `path`."""
    reader = _Reader(path.partition("?")[0])
    reader.feed(html)
    return reader.forms
