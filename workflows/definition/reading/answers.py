"""Which questions a permit is about, where its bundle does not say so: those its reasons rest on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from workflows.definition.bundle import Fact, PermitRule
from workflows.definition.expressions import Expression


def about(rule: PermitRule, facts: Collection[Fact], derived: Mapping[str, Expression]) -> PermitRule:
    """Return a permit with the questions it is about."""
    if rule.answers:
        return rule
    source = {fact.name: fact.path[0] for fact in facts if fact.take != "project"}
    names = (name for because in rule.because for name in _read(because.when.names, derived))
    return replace(rule, answers=tuple(dict.fromkeys(source[name] for name in names if name in source)))


def _read(names: Collection[str], derived: Mapping[str, Expression]) -> Iterator[str]:
    """Yield the facts that names stand for, in a fixed order."""
    for name in sorted(names):
        if name in derived:
            yield from _read(derived[name].names, derived)
        else:
            yield name
