"""Check the local choices of a bundle: needed ones that are missing, misspelt ones, figures out of range."""

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches

from workflows.checking.rules import OUT_OF_RANGE
from workflows.checking.unused import words_of
from workflows.definition.bundle import Bundle
from workflows.definition.questions import Value
from workflows.definition.reading.faults import Remark
from workflows.definition.switches import DEFAULTS
from workflows.errors import N_

# how alike two names are before one is taken for the other misspelt
CLOSE = 0.85
# by the unit a name speaks of: the longest period an act can compute with
MOST: Mapping[str, int] = {
    "working_days": 366,
    "days": 36500,
    "months": 1200,
    "years": 100,
    "hours": 8760,
    "minutes": 525600,
    "percent": 99,
}
OFFICE_WORDS = frozenset(DEFAULTS)
Uses = Callable[[Bundle], bool]


def _makes_moot(bundle: Bundle) -> bool:
    return any(one.effect == "moot" for one in bundle.dependencies)


def _tolerates(bundle: Bundle) -> bool:
    return any(one.tolerated for one in bundle.materials.values())


def _renews(bundle: Bundle) -> bool:
    return any(rule.validity.renewable for rule in bundle.permits.values())


def _has_no_fast_lane(bundle: Bundle) -> bool:
    return bundle.switches["fast_lane"] is True and bundle.fast_lane is None


def _has_nothing_beside(bundle: Bundle) -> bool:
    lane = bundle.emergency
    return bool(bundle.switches["emergency_beside_working_days"]) and not (lane and lane.beside)


def _offers_no_question(bundle: Bundle) -> bool:
    asked = any(one.switch == "self_reinstatement" for one in bundle.questions)
    return bundle.switches["self_reinstatement"] is True and not asked


def _takes_no_silence(bundle: Bundle) -> bool:
    declared = any(item.tacit for rule in bundle.permits.values() for item in rule.items)
    return bundle.switches["tacit_consent"] is True and not declared


# Choices that something of the bundle must act on.
IDLE: Mapping[str, tuple[Uses, str]] = {
    "tacit_consent": (_takes_no_silence, N_("the switch %(name)s is on, but no work item is tacit")),
    "fast_lane": (_has_no_fast_lane, N_("the switch %(name)s is on, but the bundle has no [fast_lane]")),
    "emergency_beside_working_days": (
        _has_nothing_beside,
        N_("the switch %(name)s is set, but [emergency] has no works beside its lane"),
    ),
    "self_reinstatement": (_offers_no_question, N_("the switch %(name)s is on, but no question offers it")),
}
# What a bundle declares itself, it says the figure of; what any licence may meet has the office's default.
NEEDED: Mapping[str, tuple[Uses, str]] = {
    "moot_answer_working_days": (
        _makes_moot,
        N_("the switch %(name)s is missing: a permit can become moot, and the applicant is asked"),
    ),
    "tolerance_working_days": (_tolerates, N_("the switch %(name)s is missing: a material may follow later")),
    "renewal_lead_days": (_renews, N_("the switch %(name)s is missing: a licence is renewable")),
}


def wrong_switches(bundle: Bundle, source: Mapping[str, object]) -> Iterator[Remark]:
    """Yield a remark for each local choice that is missing, misspelt or out of range; `source` is the file's data."""
    own = source.get("switches")
    stated: Mapping[str, Value] = own if isinstance(own, dict) else {}
    for name, (uses, why) in NEEDED.items():
        if name not in stated and uses(bundle):
            yield Remark("switches", why, {"name": name})
    for name, (is_idle, why) in IDLE.items():
        if is_idle(bundle):
            yield Remark("switches", why, {"name": name})
    for name, value in stated.items():
        yield from _wrong_value(name, value)
    for name, close in misspelt(stated, source).items():
        if close:
            message = N_("nothing reads the switch %(name)s; did you mean %(close)s?")
            yield Remark(f"switches.{name}", message, {"name": name, "close": close})


def misspelt(own: Collection[str], source: Mapping[str, object]) -> Mapping[str, str]:
    """Return the switches that nothing reads, each with the name it may have been meant for, or an empty one."""
    read = {word for key, part in source.items() if key != "switches" for word in words_of(part)}
    unread = [name for name in own if name not in OFFICE_WORDS and name not in read]
    return {name: next(iter(get_close_matches(name, OFFICE_WORDS, n=1, cutoff=CLOSE)), "") for name in unread}


def _wrong_value(name: str, value: Value) -> Iterator[Remark]:
    place, usual = f"switches.{name}", DEFAULTS.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        least = 0 if usual == 0 else 1
        most = next((most for unit, most in MOST.items() if name.endswith(unit)), None)
        if most is not None and not least <= value <= most:
            yield Remark(place, OUT_OF_RANGE, {"value": value, "least": least, "most": most})
