"""What an overlay asks beyond its base: questions, fields, materials, permits and steps, each with the law it cites."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.definition.layers.merging import LANGUAGES

Data = Mapping[str, object]
# the stages at which an answer is needed, the later the lighter
NEEDED = ("", "submission", "screening")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked beyond the base: its kind, its place by names and by rows, its name and the law it cites."""

    kind: str
    place: str
    path: str
    name: Data
    law: Data | None

    def to_data(self) -> dict[str, object]:
        """Return it as the resolved bundle keeps it."""
        return {"kind": self.kind, "place": self.place, "name": dict(self.name), "law": dict(self.law or {})}


def asked_beyond(base: Data, whole: Data) -> Iterator[Asked]:
    """Yield what a resolved bundle asks and its base does not, or asks in fewer cases or later."""
    yield from _questions(_rows(base, "questions"), _rows(whole, "questions"), "questions", "questions")
    yield from _of_table("material", base, whole, _is_wider)
    yield from _of_table("permit", base, whole, lambda _old, _new: False)
    for key, permit in _tables(whole, "permits").items():
        old = _tables(base, "permits").get(key)
        if old is not None:
            yield from _of_permit(old, permit, f"permits.{key}")
    yield from _stops(base, whole)


def _questions(old: list[Data], new: list[Data], path: str, place: str) -> Iterator[Asked]:
    known = {str(one.get("key")): one for one in old}
    kind = "question" if path == "questions" else "field"
    for index, row in enumerate(new):
        key = str(row.get("key"))
        at, named = f"{path}[{index}]", f"{place}.{key}"
        before = known.get(key)
        if before is None or _is_heavier(before, row):
            yield _asked(kind, row, at, named, name="label")
        if before is not None:
            yield from _questions(_rows(before, "fields"), _rows(row, "fields"), f"{at}.fields", named)


def _is_heavier(old: Data, new: Data) -> bool:
    """Return whether a question is put in more cases, or its answer is needed earlier."""
    stages = [str(one.get("required", "")) for one in (old, new)]
    if all(stage in NEEDED for stage in stages) and NEEDED.index(stages[0]) < NEEDED.index(stages[1]):
        return True
    return bool(old.get("shown_when")) and old.get("shown_when") != new.get("shown_when")


def _is_wider(old: Data, new: Data) -> bool:
    """Return whether a material is asked for more permits, in other cases, or no longer tolerated to follow later."""
    more = set(_words(new, "permits")) - set(_words(old, "permits"))
    is_stricter = bool(old.get("tolerated")) and not new.get("tolerated")
    return bool(more) or is_stricter or ("when" in old and old.get("when") != new.get("when"))


def _of_table(kind: str, base: Data, whole: Data, is_more: Callable[[Data, Data], bool]) -> Iterator[Asked]:
    key = f"{kind}s"
    known = _tables(base, key)
    for name, row in _tables(whole, key).items():
        if name not in known or is_more(known[name], row):
            yield _asked(kind, row, f"{key}.{name}", f"{key}.{name}", name="name")


def _of_permit(old: Data, new: Data, place: str) -> Iterator[Asked]:
    for key, kind, names, said in (
        ("items", "step", ("kind", "department"), "reason"),
        ("procedures", "step", ("ground",), "law"),
        ("because", "reason", ("when",), "reason"),
    ):
        known = [_named(one, names) for one in _rows(old, key)]
        for index, row in enumerate(_rows(new, key)):
            if (name := _named(row, names)) not in known:
                yield _asked(kind, row, f"{place}.{key}[{index}]", f"{place}.{key}.{name}", name=said)


def _stops(base: Data, whole: Data) -> Iterator[Asked]:
    known = {str(one.get("key")) for one in _rows(base, "gates")}
    for index, row in enumerate(_rows(whole, "gates")):
        key = str(row.get("key"))
        if key not in known and row.get("kind") in {"refer", "blocked"}:
            yield _asked("stop", row, f"gates[{index}]", f"gates.{key}", name="message")


def _asked(kind: str, row: Data, path: str, place: str, *, name: str) -> Asked:
    return Asked(kind, place, path, _text(row, name) or {"zh": place, "en": place}, _text(row, "law"))


def _text(row: Data, key: str) -> Data | None:
    found = row.get(key)
    if not isinstance(found, Mapping) or not found.keys() >= LANGUAGES:
        return None
    return found if all(str(one).strip() for one in found.values()) else None


def _named(row: Data, names: Iterable[str]) -> str:
    return ":".join(str(row.get(one)) for one in names)


def _rows(data: Data, key: str) -> list[Data]:
    found = data.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _words(data: Data, key: str) -> list[str]:
    found = data.get(key)
    return [str(one) for one in found] if isinstance(found, list) else []


def _tables(data: Data, key: str) -> Mapping[str, Data]:
    found = data.get(key)
    return {name: one for name, one in found.items() if isinstance(one, Mapping)} if isinstance(found, Mapping) else {}
