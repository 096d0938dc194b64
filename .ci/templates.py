"""Break long lines of templates where no reader of the page can tell; with --check only name the templates to format.

A break stands where the page has white space already, inside an HTML tag, or inside a Jinja expression; beside a Jinja
tag that touches its neighbour a dash takes it out of the page again. A sentence longer than LONGEST is written in two
strings, which Jinja joins.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WIDTH, LONGEST = 120, 160
NARROWEST = 24
JINJA = {"{{": "}}", "{%": "%}", "{#": "#}"}
VERBATIM = re.compile(r"<(pre|textarea|script|style)\b.*?</\1>", re.DOTALL)
WORTH = {
    "between": 60,
    "beside": 50,
    "attribute": 40,
    "comma": 30,
    "branch": 28,
    "text": 20,
    "expression": 5,
    "sentence": 0,
}


@dataclass(frozen=True, slots=True)
class Break:
    """A place a line may end at, before the character `at`: `drop` blanks go, a dash or a quote comes in."""

    at: int
    worth: int
    drop: int = 0
    dash: int | None = None
    quote: str = ""


class Scanner:
    """Walk through a template and list the places where a line may end."""

    def __init__(self, text: str) -> None:
        """Begin outside of any tag."""
        self.text, self.at = text, 0
        self.quote, self.in_tag = "", False
        self.verbatim = [match.span() for match in VERBATIM.finditer(text)]

    def breaks(self) -> Iterator[Break]:
        """List the places, in order."""
        while self.at < len(self.text):
            if self.text[self.at : self.at + 2] in JINJA:
                yield from self._jinja()
            else:
                yield from self._html()

    def _html(self) -> Iterator[Break]:
        char, at = self.text[self.at], self.at
        self.at += 1
        if self.quote:
            self.quote = "" if char == self.quote else self.quote
        elif self.in_tag:
            self.quote = char if char in "\"'" else ""
            self.in_tag = char != ">"
            if char == " ":
                yield Break(at + 1, WORTH["attribute"], drop=1)
        elif char == "<" and re.match(r"[a-zA-Z/]", self.text[self.at : self.at + 1]):
            self.in_tag = True
        elif char == " " and not self._is_verbatim(at):
            is_between = self.text[at - 1] in ">}" and self.text[self.at : self.at + 1] in "<{"
            yield Break(at + 1, WORTH["between" if is_between else "text"], drop=1)

    def _is_verbatim(self, at: int) -> bool:
        return any(first <= at < last for first, last in self.verbatim)

    def _jinja(self) -> Iterator[Break]:
        begin, opening = self.at, self.text[self.at : self.at + 2]
        end = self._end(opening)
        self.at = end
        if opening == "{#" or self._is_verbatim(begin):
            return
        is_apart = not self.quote and begin > 0
        if is_apart and not self.text[begin - 1].isspace() and self.text[begin + 2] != "-":
            yield Break(begin, WORTH["beside"], dash=begin + 2)
        yield from self._inside(begin, end)
        if is_apart and not self.text[end : end + 1].isspace() and self.text[end - 3] != "-":
            yield Break(end, WORTH["beside"], dash=end - 2)

    def _end(self, opening: str) -> int:
        if opening == "{#":
            return self.text.index("#}", self.at) + 2
        quote = ""
        for at in range(self.at + 2, len(self.text)):
            char = self.text[at]
            if quote:
                quote = "" if char == quote else quote
            elif char in "\"'":
                quote = char
            elif self.text.startswith(JINJA[opening], at):
                return at + 2
        raise ValueError(f"{opening} is never closed")

    def _inside(self, begin: int, end: int) -> Iterator[Break]:
        quote = ""
        # neither alone behind the opening nor alone before the closing
        for at in range(begin + 2, end - 3):
            char = self.text[at]
            if quote:
                if char == " " and self.text[at + 1] != quote:
                    yield Break(at + 1, WORTH["sentence"], quote=quote)
                quote = "" if char == quote else quote
            elif char in "\"'":
                quote = char
            elif char == " " and at > begin + 8:
                kind = "comma" if self.text[at - 1] == "," else "expression"
                if re.match(r"(if|else|or|and) ", self.text[at + 1 : at + 6]):
                    kind = "branch"
                yield Break(at + 1, WORTH[kind], drop=1)


def formatted(text: str) -> str:
    """Break the long lines of a template."""
    while True:
        done = _one_break(text)
        if done == text:
            return text
        text = done


def _one_break(text: str) -> str:
    found = list(Scanner(text).breaks())
    start = 0
    for line in text.splitlines(keepends=True):
        stop = start + len(line.rstrip("\n"))
        if stop - start > WIDTH and (best := _best(found, text, start=start, stop=stop)):
            return _broken(text, best, start)
        start += len(line)
    return text


def _best(found: list[Break], text: str, *, start: int, stop: int) -> Break | None:
    indent = _indent(text, start)
    inside = [one for one in found if start + indent + NARROWEST <= one.at < stop]
    whole = [one for one in inside if not one.quote]
    fitting = [one for one in whole if one.at - start - one.drop < WIDTH]
    if fitting:
        # a longer line is worth a little, a better place more
        return max(fitting, key=lambda one: one.worth + (one.at - start) / 4)
    if whole and min(whole, key=_place).at - start <= LONGEST:
        return min(whole, key=_place)
    short = [one for one in inside if one.at - start < WIDTH - 1]
    return max(short, key=_place, default=None) if stop - start > LONGEST else min(whole, key=_place, default=None)


def _place(one: Break) -> int:
    return one.at


def _indent(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip(" "))


def _broken(text: str, best: Break, start: int) -> str:
    before = text[start:].split("\n", 1)[0]
    is_continued = start > 0 and _is_continuation(text, start)
    blank = " " * (len(before) - len(before.lstrip(" ")) + (0 if is_continued else 2))
    if best.quote:
        return text[: best.at] + best.quote + "\n" + blank + best.quote + text[best.at :]
    if best.dash is None:
        return text[: best.at - best.drop] + "\n" + blank + text[best.at :]
    if best.dash > best.at:
        return text[: best.at] + "\n" + blank + text[best.at : best.dash] + "-" + text[best.dash :]
    return text[: best.dash] + "-" + text[best.dash : best.at] + "\n" + blank + text[best.at :]


def _is_continuation(text: str, start: int) -> bool:
    """Say whether the line before was broken already, so that this one stands below it."""
    previous = text[:start].rstrip("\n").rsplit("\n", 1)[-1]
    return len(previous) > WIDTH - 60 and _indent(previous, 0) + 2 == _indent(text, start)


def main() -> int:
    """Format the templates below the folders named; 1 if --check finds one to format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    pages = [page for folder in arguments.folders for page in sorted(folder.rglob("*.html"))]
    unformatted = [page for page in pages if formatted(page.read_text("utf-8")) != page.read_text("utf-8")]
    for page in unformatted:
        print(f"would format {page}" if arguments.check else f"formatted {page}")
        if not arguments.check:
            page.write_text(formatted(page.read_text("utf-8")), "utf-8")
    return 1 if arguments.check and unformatted else 0


if __name__ == "__main__":
    sys.exit(main())
