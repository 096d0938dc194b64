"""Read what a matter may have: subject, register, emergency lane, terms, works to restore, measures, switches."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import cast, get_args

from workflows.definition.capabilities import (
    Aftercare,
    Beside,
    CountRule,
    Emergency,
    Extra,
    MeasureRule,
    Overlay,
    Overrun,
    RefundRule,
    Register,
    Registered,
    Reinstatement,
    Subject,
    Unit,
    Validity,
)
from workflows.definition.questions import Text, Value
from workflows.definition.switches import CHOICES, DEFAULTS, PATTERNS
from workflows.definition.tables import KINDS, Table
from workflows.errors import N_

PLACE = re.compile(r"\{(\w*)\}")
DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2\d|3[01])")
UNITS = get_args(Unit)
REFUNDED = ("withdrawn", "refused", "moot", "granted_less", "shortened", "revoked")


def placed_text(table: Table, key: str, places: Collection[str]) -> Text:
    """Read a text that names exactly these {places} in both languages.

    Raises:
        BundleError: it is missing, or names others.
    """
    text = table.text(key)
    for said in (text.zh, text.en):
        if strange := set(PLACE.findall(said)) ^ set(places):
            table.refuse(
                N_("%(place)s: the text %(name)s has a place {%(unknown)s} nobody fills"),
                name=key,
                unknown=min(strange),
            )
    return text


def subject(table: Table) -> Subject:
    """Read what a decision is for; it says the place.

    Raises:
        BundleError: it is malformed, or does not say the place.
    """
    found = Subject(placed_text(table, "purpose", {"place"}))
    table.close()
    return found


def register(table: Table) -> Register:
    """Read what the office's register knows of the subject.

    Raises:
        BundleError: it is malformed.
    """
    rows, columns = table.table("facts"), get_args(Registered)
    facts = {name: cast("Registered", rows.one_of(name, columns)) for name in rows}
    found = Register(table.take("subject", str), MappingProxyType(facts))
    table.close()
    return found


def emergency(table: Table) -> Emergency:
    """Read the emergency lane.

    Raises:
        BundleError: it is malformed.
    """
    found = Emergency(
        answer=table.take("answer", str),
        law=table.text("law"),
        rule=table.text("rule"),
        notify=table.words("notify"),
        late_flag=table.get("late_flag", str, ""),
        silent_flag=table.get("silent_flag", str, ""),
        beside=tuple(_beside(row) for row in table.tables("beside")),
    )
    table.close()
    return found


def _beside(table: Table) -> Beside:
    found = Beside(table.words("permits"), table.words("notify"), table.text("rule"), table.text("law"))
    table.close()
    return found


def refunds(table: Table) -> Mapping[str, RefundRule]:
    """Read the matter's own words for refunds, by their cause.

    Raises:
        BundleError: one is malformed, or there is no such cause.
    """
    found: dict[str, RefundRule] = {}
    for cause in table:
        if cause not in REFUNDED:
            table.refuse(N_("%(place)s: there is no setting called %(name)s"), name=cause)
        row = table.table(cause)
        found[cause] = RefundRule(row.text("reason"), row.text("law"))
        row.close()
    return MappingProxyType(found)


def validity(table: Table) -> Validity:
    """Read the term of a licence.

    Raises:
        BundleError: it is malformed, or its parts exclude each other.
    """
    found = Validity(
        renewable=table.take("renewable", bool),
        renewal_times=table.get("renewal_times", int, 0),
        text=table.text("text"),
        max_days=table.get("max_days", int, None),
        unit=_unit(table),
        term=table.get("term", str, ""),
        max_term=table.get("max_term", str, ""),
        fixed_term=table.get("fixed_term", str, ""),
        ends_on=table.get("ends_on", str, ""),
        endless=table.get("endless", bool, default=False),
        renewal_months=table.get("renewal_months", str, ""),
    )
    table.close()
    _check_term(found, table)
    return found


def _unit(table: Table) -> Unit:
    """Read the unit of a term; an answer called by a unit is counted in it."""
    named = table.get("term", str, "").rpartition(".")[2]
    is_counted = "term" in table or "fixed_term" in table
    usual = named if named in UNITS else None if is_counted else "days"
    return cast("Unit", table.one_of("unit", UNITS, usual))


def _check_term(found: Validity, table: Table) -> None:
    bounds = (found.max_days, found.term, found.fixed_term, found.ends_on)
    wrong = (
        (found.endless and (any(bounds) or found.renewable), "endless"),
        (bool(found.term and found.fixed_term), "fixed_term"),
        (bool(found.max_term and not found.term), "max_term"),
        (bool(found.ends_on and not DAY_OF_YEAR.fullmatch(found.ends_on)), "ends_on"),
        (bool(found.renewal_months and not found.renewable), "renewal_months"),
        (found.renewable and found.renewal_times < 1, "renewal_times"),
    )
    for is_wrong, name in wrong:
        if is_wrong:
            table.refuse(N_("%(place)s: %(name)s does not fit the rest of the term"), name=name)


def measure_rule(table: Table) -> MeasureRule:
    """Read one figure that a check measures on site.

    Raises:
        BundleError: it is malformed.
    """
    found = MeasureRule(table.take("key", str), table.text("label"), table.text("unit"), table.take("asked", str))
    table.close()
    return found


def overrun(table: Table) -> Overrun:
    """Read what use beyond a licence is.

    Raises:
        BundleError: it is malformed.
    """
    found = Overrun(table.text("law"), table.get("flag", str, ""))
    table.close()
    return found


def reinstatement(table: Table) -> Reinstatement:
    """Read the duty to restore the place.

    Raises:
        BundleError: it is malformed.
    """
    found = Reinstatement(
        law=table.text("law"),
        order=placed_text(table, "order", {"day", "law"}),
        inspection_law=table.text("inspection_law"),
        overdue_flag=table.get("overdue_flag", str, ""),
    )
    table.close()
    return found


def aftercare(table: Table) -> Aftercare:
    """Read how long accepted works are watched, and the count at the end.

    Raises:
        BundleError: it is malformed.
    """
    found = Aftercare(table.take("months", str), _count(table.table("count")) if "count" in table else None)
    table.close()
    return found


def _count(table: Table) -> CountRule:
    found = CountRule(
        of=table.take("of", str),
        law=table.text("law"),
        none_lost=table.text("none_lost"),
        some_lost=table.text("some_lost"),
        order=placed_text(table, "order", {"alive", "dead", "replant", "day"}),
        alive=table.text("alive"),
        dead=table.text("dead"),
        ratio=table.get("ratio", str, ""),
        narrowed=table.get("narrowed", str, ""),
    )
    table.close()
    return found


def switches(table: Table) -> dict[str, Value]:
    """Read the local choices, over the defaults of those the office reads by name.

    Raises:
        BundleError: one has the wrong type, or a value it may not have.
    """
    own = table.scalars()
    for name, value in own.items():
        usual = DEFAULTS.get(name)
        if usual is not None and type(value) is not type(usual):
            table.refuse(N_("%(place)s: %(name)s must be of kind %(kind)s"), name=name, kind=KINDS[type(usual)])
            own[name] = usual
        elif name in CHOICES:
            own[name] = table.one_of(name, CHOICES[name])
        elif name in PATTERNS and not re.fullmatch(PATTERNS[name], str(value), re.ASCII):
            table.refuse(N_("%(place)s: %(name)s cannot be %(value)s"), name=name, value=value)
    return {**DEFAULTS, **own}


def overlay(table: Table) -> Overlay:
    """Read which base a district's bundle was laid over, and what it asks beyond it.

    Raises:
        BundleError: it is malformed.
    """
    rows = tuple(_extra(row) for row in table.tables("extras"))
    found = Overlay(table.take("key", str), table.take("version", str), table.take("digest", str), rows)
    table.close()
    return found


def _extra(table: Table) -> Extra:
    found = Extra(table.take("kind", str), table.take("place", str), table.text("name"), table.text("law"))
    table.close()
    return found
