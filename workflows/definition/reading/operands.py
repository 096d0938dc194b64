"""Split a condition into the parts that CEL may leave unevaluated, so that each of them can be tried."""

from collections.abc import Iterator

OPENING, CLOSING = "([{", ")]}"


def operands(source: str, *, is_condition: bool = True) -> Iterator[tuple[str, bool]]:
    """Yield each part without a logical operator at its top level, and whether it must be true or false.

    `false && X` and `true || X` hide every error of X: the parts are what a type error can hide in.
    """
    text = _unwrapped(source)
    if (asked := _cut(text, "?")) and (rest := _cut(":".join(asked[1:]), ":")):
        yield from operands(asked[0])
        yield from operands(rest[0], is_condition=is_condition)
        yield from operands(":".join(rest[1:]), is_condition=is_condition)
        return
    for sign in ("||", "&&"):
        if parts := _cut(text, sign):
            for part in parts:
                yield from operands(part)
            return
    if text.startswith("!") and not text.startswith("!="):
        yield from operands(text[1:])
    elif text:
        yield text, is_condition


def _unwrapped(source: str) -> str:
    """Strip blanks and the brackets around a whole expression."""
    text = source.strip()
    while text.startswith("(") and _end_of_bracket(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _end_of_bracket(text: str) -> int:
    return next((place for place, depth, _ in _walked(text) if depth == 0), -1)


def _cut(text: str, sign: str) -> list[str]:
    """Cut a text at a sign outside brackets and quotes; empty where it does not occur."""
    found, last, skip = list[str](), 0, 0
    for place, depth, is_quoted in _walked(text):
        if place >= skip and depth == 0 and not is_quoted and text.startswith(sign, place):
            found.append(text[last:place])
            last = skip = place + len(sign)
            if sign == "?":
                break
    return [*found, text[last:]] if found else []


def _walked(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield every place with the number of open brackets after it, and whether it is inside quotes."""
    depth, quote = 0, ""
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and text[place - 1] != "\\" else quote
            yield place, depth, True
            continue
        quote = letter if letter in "'\"" else ""
        depth += (letter in OPENING) - (letter in CLOSING)
        yield place, depth, bool(quote)
