"""The catalogue of events: one row for each type of event the office records, read from workflows/events."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from workflows.definition.questions import Text
from workflows.definition.tables import Table
from workflows.errors import N_, BundleError

FOLDER = Path(__file__).parents[1] / "events"
UNTOLD = "…"
NOTHING: Mapping[str, object] = MappingProxyType({})
PLACE = re.compile(r"\{[^}]*\}?")
TONES = ("blue", "green", "grey", "red", "violet", "yellow")
Group = Literal[
    "applicant",
    "applicant_holder",
    "window",
    "departments",
    "department",
    "named",
    "holder",
    "head",
    "lead",
    "government",
    "manager",
]
Urgency = Literal["normal", "urgent"]
# the side an event is recorded for, and the actions barred to its recorder on the same case
# a note on an act is internal whatever the event
ALWAYS_INTERNAL = frozenset({"note"})
Side = Literal["", "applicant"]
Barred = Literal["", "decide", "extend"]


@dataclass(frozen=True, slots=True)
class EventType:
    """One row: display, recipients and channels of an event type, and its other effects.

    `unless` is a payload without notifications, because another event of the same act notifies. `internal_keys` name
    the values of the payload that stay in the office, `fills` those the sentence says.
    """

    type: str
    name: Text
    icon: str = "info"
    tone: str = "grey"
    notify: frozenset[Group] = frozenset()
    mail: frozenset[Group] = frozenset()
    urgency: Urgency = "normal"
    sentence: Text | None = None
    fills: tuple[str, ...] = ()
    unless: tuple[tuple[str, str], ...] = ()
    internal: bool = False
    internal_keys: frozenset[str] = ALWAYS_INTERNAL
    grouped: bool = False
    breaks_limit: bool = False
    on_behalf_of: Side = ""
    bars_from: Barred = ""

    def notifies(self, payload: Mapping[str, object]) -> bool:
        """Return whether an event of this type with this payload notifies anybody."""
        is_left_out = bool(self.unless) and all(payload.get(name) == value for name, value in self.unless)
        return bool(self.notify) and not is_left_out

    def say(self, number: str, lang: str, params: Mapping[str, object] = NOTHING) -> str:
        """Return the event's sentence in a language, filled from `params`; its name where it has none."""
        said = (self.sentence or self.name).get(lang)
        for name in self.fills:
            value = params.get(name, UNTOLD)
            said = said.replace(f"{{{name}}}", str(value[lang] if isinstance(value, Mapping) else value))
        return said.replace("{number}", number)


@dataclass(frozen=True, slots=True)
class EventCatalogue:
    """Every type of event the office records, by type."""

    rows: Mapping[str, EventType]

    def find(self, event: str) -> EventType:
        """Return the row of a recorded event; a type since removed gets its own key as name."""
        return self.rows.get(event) or EventType(event, Text(event, event))

    def types(self, wanted: Callable[[EventType], bool]) -> frozenset[str]:
        """Return the types whose row has a property."""
        return frozenset(row.type for row in self.rows.values() if wanted(row))


def event_catalogue() -> EventCatalogue:
    """Return the shipped catalogue, read once.

    Raises:
        BundleError: one of its files is malformed.
    """
    return _read_once(FOLDER)


@cache
def _read_once(folder: Path) -> EventCatalogue:
    return read_events(folder)


def read_events(folder: Path) -> EventCatalogue:
    """Read every file of a folder into one catalogue.

    Raises:
        BundleError: a file is not TOML or malformed, or two rows have the same type.
    """
    found: dict[str, EventType] = {}
    for path in sorted(folder.glob("*.toml")):
        for row in parse_events(path.read_text(encoding="utf-8"), path.name):
            if row.type in found:
                raise BundleError(
                    N_("%(place)s: the event %(name)s has a row already"), params={"place": path.name, "name": row.type}
                )
            found[row.type] = row
    return EventCatalogue(found)


def parse_events(source: str, file: str) -> Iterator[EventType]:
    """Parse the text of a file into rows, in order; `file` is named in errors.

    Raises:
        BundleError: it is not TOML, or malformed.
    """
    try:
        nouns = Table(tomllib.loads(source), file)
    except tomllib.TOMLDecodeError as error:
        message = N_("%(place)s: this is no TOML: %(why)s")
        raise BundleError(message, params={"place": file, "why": str(error)}) from error
    for noun in nouns:
        verbs = nouns.table(noun)
        yield from (_row(f"{noun}.{verb}", verbs.table(verb)) for verb in verbs)


def _row(event: str, table: Table) -> EventType:
    notify = _groups(table, "notify")
    row = EventType(
        type=event,
        name=table.text("name"),
        icon=table.take("icon", str),
        tone=table.one_of("tone", TONES),
        notify=notify,
        mail=_groups(table, "mail"),
        urgency=cast("Urgency", table.one_of("urgency", get_args(Urgency), "normal")),
        sentence=_sentence(table) if notify else None,
        fills=table.words("fills"),
        unless=tuple((name, str(value)) for name, value in _unless(table).items()),
        internal=table.get("internal", bool, default=False),
        internal_keys=ALWAYS_INTERNAL.union(table.words("internal_keys")),
        grouped=table.get("grouped", bool, default=False),
        breaks_limit=table.get("breaks_limit", bool, default=False),
        on_behalf_of=cast("Side", table.one_of("on_behalf_of", get_args(Side), "")),
        bars_from=cast("Barred", table.one_of("bars_from", get_args(Barred), "")),
    )
    table.close()
    if not row.mail <= row.notify:
        raise table.wrong(N_("%(place)s: mail may name only groups that are notified"))
    return row


def _groups(table: Table, key: str) -> frozenset[Group]:
    named = table.words(key)
    if strange := sorted(set(named) - set(get_args(Group))):
        raise table.wrong(N_("%(place)s: %(key)s: there is no group called %(name)s"), key=key, name=strange[0])
    return cast("frozenset[Group]", frozenset(named))


def _sentence(table: Table) -> Text:
    said = table.text("sentence")
    wanted = {"{number}", *(f"{{{name}}}" for name in table.words("fills"))}
    if any(set(PLACE.findall(one)) != wanted for one in (said.zh, said.en)):
        raise table.wrong(
            N_("%(place)s: the sentence must name the case as {number}, and in braces nothing but what fills it")
        )
    return said


def _unless(table: Table) -> Mapping[str, str | int | float | bool]:
    return table.table("unless").scalars() if "unless" in table else {}
