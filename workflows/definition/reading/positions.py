"""Find the line of every key and row of a TOML file; tomllib gives values, but no positions."""

import re
from collections.abc import Mapping

TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\ufeff]+|\#[^\n]*)
  | (?P<newline>\n)
  | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
  | (?P<sign>[\[\]{}=,.])
  | (?P<bare>[^\s\[\]{}=,.\#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
END = ("end", "", 0)
ENDS = frozenset(("sign", sign) for sign in ",]}")
Token = tuple[str, str, int]


def lines_of(source: str) -> Mapping[str, int]:
    """Return the line of every table, key and row by its path, as in `permits.NAME.items[2].when`.

    The text must be valid TOML; of anything else only the part that can be followed is found.
    """
    return _Scan(source).lines


def path_to(base: str, key: str) -> str:
    """Return the path of a key below another path."""
    return f"{base}.{key}" if base else key


class _Scan:
    """One pass over the tokens of a file."""

    def __init__(self, source: str) -> None:
        self.lines: dict[str, int] = {}
        self._tokens = _tokens(source)
        self._at = 0
        self._rows: dict[str, int] = {}
        base = ""
        while (token := self._peek()) != END:
            if token[0] == "newline":
                self._at += 1
            elif token[1] == "[" and token[0] == "sign":
                base = self._header()
            else:
                self._pair(base)

    def _peek(self, ahead: int = 0) -> Token:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else END

    def _is(self, sign: str, ahead: int = 0) -> bool:
        return self._peek(ahead)[:2] == ("sign", sign)

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _keys(self) -> list[str]:
        found = [_name(self._next())]
        while self._is("."):
            self._at += 1
            found.append(_name(self._next()))
        return found

    def _header(self) -> str:
        line, is_row = self._peek()[2], self._is("[", 1)
        self._at += 2 if is_row else 1
        keys, base = self._keys(), ""
        for key in keys[:-1]:
            base = self._last_row(path_to(base, key))
            self.lines.setdefault(base, line)
        path = path_to(base, keys[-1])
        if is_row:
            self._rows[path] = self._rows.get(path, -1) + 1
        self._skip_line()
        self.lines.setdefault(path, line)
        found = self._last_row(path)
        self.lines.setdefault(found, line)
        return found

    def _last_row(self, path: str) -> str:
        return f"{path}[{self._rows[path]}]" if path in self._rows else path

    def _skip_line(self) -> None:
        while self._peek() != END and self._next()[0] != "newline":
            pass

    def _pair(self, base: str) -> None:
        line, start = self._peek()[2], self._at
        path = base
        for key in self._keys():
            path = path_to(path, key)
            self.lines.setdefault(path, line)
        if not self._is("="):
            self._at = start + 1  # no TOML: go on with what follows
            return
        self._at += 1
        self._value(path)

    def _value(self, path: str) -> None:
        if self._is("["):
            self._array(path)
        elif self._is("{"):
            self._table(path)
        else:
            while (token := self._peek())[0] not in {"newline", "end"} and token[:2] not in ENDS:
                self._at += 1

    def _array(self, path: str) -> None:
        self._at += 1
        index = 0
        while not self._is("]") and self._peek() != END:
            if self._peek()[0] == "newline" or self._is(","):
                self._at += 1
                continue
            self.lines[f"{path}[{index}]"] = self._peek()[2]
            before = self._at
            self._value(f"{path}[{index}]")
            self._at += self._at == before  # no TOML
            index += 1
        self._at += 1

    def _table(self, path: str) -> None:
        self._at += 1
        while not self._is("}") and self._peek() != END:
            if self._peek()[0] == "newline" or self._is(","):
                self._at += 1
            else:
                self._pair(path)
        self._at += 1


def _tokens(source: str) -> list[Token]:
    found, line, at = list[Token](), 1, 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            at += 1
            continue
        kind, text = str(match.lastgroup), match.group()
        if kind != "space":
            found.append((kind, text, line))
        line += text.count("\n")
        at = match.end()
    return found


def _name(token: Token) -> str:
    kind, text, _ = token
    if kind != "string":
        return text
    return ESCAPE.sub(_unescaped, text[1:-1]) if text[0] == '"' else text[1:-1]


def _unescaped(match: re.Match[str]) -> str:
    said = match.group(1)
    return chr(int(said[1:], 16)) if len(said) > 1 else {"t": "\t", "n": "\n"}.get(said, said)
