"""Conditions over the applicant's facts, written in CEL, compiled once and checked for unknown names."""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import get_close_matches

import cel

from workflows.errors import N_, BundleError

TYPE_NAMES: Mapping[str, str] = {"bool": "flag", "float": "number", "str": "text", "datetime": "date"}
FactValue = bool | float | str | datetime


def day_value(on: date) -> datetime:
    """Convert a day to the form CEL can compare: an aware midnight."""
    return datetime(on.year, on.month, on.day, tzinfo=UTC)


NO_DAY = day_value(date(1900, 1, 1))


def years_after(day: datetime, years: float) -> datetime:
    """Return the same day of the month `years` later; 29 February becomes 28. Law: Civil Code art. 202."""
    year = min(day.year + int(years), 9999)
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


FUNCTIONS: Mapping[str, Callable[..., FactValue]] = {"years_after": years_after}


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled condition or derived value, with its place in the bundle."""

    source: str
    place: str
    names: frozenset[str]
    program: cel.Program = field(repr=False, compare=False)

    def value(self, context: cel.Context) -> FactValue:
        """Evaluate to a fact value; integers become decimals, because CEL does not mix the two.

        Raises:
            BundleError: the expression cannot be evaluated or yields no fact value.
        """
        try:
            result = self.program.execute(context)
        except (RuntimeError, TypeError, ValueError) as error:
            raise self._wrong(str(error).splitlines()[0].partition(". ")[0]) from error
        if isinstance(result, int) and not isinstance(result, bool):
            return float(result)
        if isinstance(result, bool | float | str | datetime):
            return result
        raise self._wrong(f"yields {type(result).__name__}")

    def holds(self, context: cel.Context) -> bool:
        """Return whether the condition is true; a non-boolean result is an error.

        Raises:
            BundleError: the condition yields no boolean.
        """
        result = self.value(context)
        if isinstance(result, bool):
            return result
        raise self._wrong(f"yields a {TYPE_NAMES[type(result).__name__]}, not yes or no")

    def _wrong(self, why: str) -> BundleError:
        message = N_('%(place)s: the condition "%(source)s" cannot be used: %(why)s')
        return BundleError(message, params={"place": self.place, "source": self.source, "why": why})


def compile_expression(source: str, names: Collection[str], *, place: str) -> Expression:
    """Compile one condition over `names`.

    Raises:
        BundleError: it is not CEL, or it names an undeclared fact or function.
    """
    params = {"place": place, "source": source}
    try:
        program = cel.compile(source)
    except ValueError as error:
        message = N_('%(place)s: "%(source)s" is no valid condition: %(why)s')
        raise BundleError(message, params={**params, "why": str(error).splitlines()[0]}) from error
    found = program.references()
    unknown = set(found["variables"]) - set(names)
    unknown |= {name for name in found["functions"] if name[0].isalpha()} - set(FUNCTIONS)
    if unknown:
        raise _undeclared(sorted(unknown), names, params)
    return Expression(source, place, frozenset(found["variables"]), program)


def _undeclared(unknown: Sequence[str], names: Collection[str], params: Mapping[str, str]) -> BundleError:
    close = [near for name in unknown for near in get_close_matches(name, names, n=1)]
    message = N_('%(place)s: the condition "%(source)s" names %(unknown)s, which is not declared')
    if close:
        message = N_('%(place)s: "%(source)s" names %(unknown)s, which is not declared; did you mean %(close)s?')
    return BundleError(message, params={**params, "unknown": ", ".join(unknown), "close": ", ".join(close)})


def context_of(values: Mapping[str, object]) -> cel.Context:
    """Build an evaluation context with the given facts and the engine's functions."""
    return cel.Context(dict(values), dict(FUNCTIONS))
