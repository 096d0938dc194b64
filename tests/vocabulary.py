"""The words of one matter, which nothing outside its bundle may say: its keys, and what it is about."""

import re
from collections.abc import Iterator

from workflows import Bundle, load_bundles
from workflows.definition.switches import DEFAULTS

MATTER = "road-access"
# departments every matter has (ADR 17), and words of the office that the matter uses as keys of its own
CONTRACT = frozenset({"window", "lead", "government"})
OFFICE = frozenset({"period", "emergency", "is_emergency", "green", "barred_through"})
ZH = "道路|占路|破路|道口|绿地|绿化|占绿|树|补植|成活|挖掘|禁挖|占道|占用|古树|管线|杆线|市政|交警|交通|园林|施工期"
EN = (
    r"\broads?\b|\btrees?\b|\btransplant|\bgreen space|\bgreening\b|\bexcavat|\bsite access|\bdig\b|\bdug\b|\boccup"
    r"|\bpolice\b|\bmoratori|\bburied\b|\bbridge"
)
WORDS = re.compile(f"{ZH}|{EN}", re.IGNORECASE)
LAW = re.compile(r"^\s*Law: .*$", re.MULTILINE)


def keys_of(bundle: Bundle) -> frozenset[str]:
    """Return the names a matter gives its permits, questions, facts, departments, breaches and own switches."""
    named = {*bundle.permits, *(one.key for one in bundle.questions), *(one.name for one in bundle.facts)}
    named |= {*bundle.derived, *bundle.departments, *bundle.fine_flags, *(bundle.switches.keys() - DEFAULTS.keys())}
    return frozenset(named) - CONTRACT - OFFICE


BY_NAME = "|".join(sorted(keys_of(load_bundles()[MATTER])))
KEYS = re.compile(rf"""["'.](?:{BY_NAME})["'.:]|(?:\[|get\()["']period["']""")


def spoken(text: str) -> Iterator[str]:
    """Yield every word of the matter in a text, with its line; a docstring may name a law by article."""
    said = LAW.sub("", text)
    for number, line in enumerate(said.splitlines(), start=1):
        yield from (f"{number}: {found.group()}" for found in (*WORDS.finditer(line), *KEYS.finditer(line)))
