"""Try every condition of a bundle on the plainest facts: a wrong type, or an option that no question offers."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import cel

from workflows.definition.bundle import Bundle, Fact
from workflows.definition.expressions import Expression, context_of, day_value
from workflows.definition.facts import conditions, plainest, switch_values
from workflows.definition.questions import Question
from workflows.definition.reading.operands import operands
from workflows.errors import N_, BundleError

SAMPLE_DAY = date(2026, 1, 5)
QUOTED = r"'([^'\\]*)'|\"([^\"\\]*)\""
COMPARED = re.compile(rf"\b([A-Za-z_]\w*)\s*[=!]=\s*(?:{QUOTED})|(?:{QUOTED})\s*[=!]=\s*([A-Za-z_]\w*)\b")
LISTED = re.compile(r"\b([A-Za-z_]\w*)\s+in\s+\[([^\]]*)\]")
Options = Mapping[str, Collection[str]]


def wrong_conditions(bundle: Bundle) -> Iterator[BundleError]:
    """Yield an error for each condition that cannot be evaluated, and each comparison with an unknown option."""
    known = {**switch_values(bundle.switches), "on": day_value(SAMPLE_DAY)}
    known.update((fact.name, plainest(fact)) for fact in bundle.facts)
    context, broken = context_of(known), {fact.name for fact in bundle.facts if _is_unasked(fact, bundle)}
    for name, expression in bundle.derived.items():
        faults = _tried(expression, context, broken, is_condition=False)
        yield from faults
        if faults or _is_refused(expression, broken):
            broken.add(name)
        else:
            context.add_variable(name, expression.value(context))
    for expression in (*conditions(bundle), *(fee.when for fee in bundle.fees)):
        yield from _tried(expression, context, broken, is_condition=True)
    for expression in (one for fee in bundle.fees for one in (fee.quantity, fee.days, fee.multiplier) if one):
        yield from _tried(expression, context, broken, is_condition=False)
    yield from _unknown_options(bundle)


def _is_unasked(fact: Fact, bundle: Bundle) -> bool:
    return fact.take != "project" and _asked(fact.path, bundle.questions) is None


def _is_refused(expression: Expression, broken: Collection[str]) -> bool:
    """Return whether it was refused before, or names something that was."""
    return not expression.place or not expression.names.isdisjoint(broken)


def _tried(
    expression: Expression, context: cel.Context, broken: Collection[str], *, is_condition: bool
) -> list[BundleError]:
    if _is_refused(expression, broken):
        return []
    for text, must_hold in operands(expression.source, is_condition=is_condition):
        try:
            part = replace(expression, program=cel.compile(text))
            _ = part.holds(context) if must_hold else part.value(context)
        except BundleError as error:
            return [error]
    return []


def _unknown_options(bundle: Bundle) -> Iterator[BundleError]:
    options = {fact.name: found for fact in bundle.facts if (found := _options_of(fact, bundle.questions))}
    fees = [one for fee in bundle.fees for one in (fee.when, fee.quantity, fee.days, fee.multiplier) if one]
    for expression in (*bundle.derived.values(), *conditions(bundle), *fees):
        yield from _unknown_words(expression, options)
    for fact in bundle.facts:
        asked = _asked(fact.path, bundle.questions)
        if fact.where is not None and asked is not None:
            yield from _unknown_words(fact.where, {one.key: _words(one) for one in asked.fields if one.options})


def _unknown_words(expression: Expression, options: Options) -> Iterator[BundleError]:
    for name, word in _comparisons(expression.source):
        if name in options and word not in options[name]:
            message = N_('%(place)s: the condition "%(source)s" compares %(name)s with %(value)s; it has %(allowed)s')
            params = {"source": expression.source, "name": name, "allowed": ", ".join(options[name])}
            yield BundleError(message, params={"place": expression.place, "value": word, **params})


def _comparisons(source: str) -> Iterator[tuple[str, str]]:
    for found in COMPARED.finditer(source):
        name = found[1] or found[6]
        yield name, next((word for word in found.groups()[1:5] if word is not None), "")
    for listed in LISTED.finditer(source):
        yield from ((listed[1], one or other) for one, other in re.findall(QUOTED, listed[2]))


def _options_of(fact: Fact, questions: Sequence[Question]) -> Collection[str]:
    if fact.take == "project":
        return fact.values
    asked = _asked(fact.path, questions)
    return _words(asked) if asked is not None and fact.take == "value" else ()


def _asked(path: Sequence[str], questions: Sequence[Question]) -> Question | None:
    found, level = None, questions
    for step in path:
        found = next((one for one in level if one.key == step), None)
        level = found.fields if found else ()
    return found


def _words(question: Question) -> list[str]:
    return [one.value for one in question.options if isinstance(one.value, str)]
