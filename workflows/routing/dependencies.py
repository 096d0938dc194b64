"""Effects of one decision on sibling permits: those made moot, and conditions their grant must carry."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from workflows.definition.bundle import Bundle, Dependency
from workflows.definition.facts import derive
from workflows.definition.questions import Text


def in_effect(
    bundle: Bundle,
    answers: Mapping[str, object],
    on: date,
    project: Mapping[str, object] | None = None,
    *,
    refused: Collection[str] = (),
) -> tuple[Dependency, ...]:
    """List the dependencies that a refusal or the answers put in effect.

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    """
    following = [one for one in bundle.dependencies if one.when is not None]
    known = derive(bundle, answers, on, project) if following else None
    called_up = {one.key for one in bundle.dependencies if one.refused in refused}
    called_up |= {one.key for one in following if known is not None and known.holds(one.when)}
    return tuple(one for one in bundle.dependencies if one.key in called_up)


def made_moot(bundle: Bundle, refused: str) -> frozenset[str]:
    """Return the permits a refusal makes moot, which is no ground to refuse them."""
    of = (one for one in bundle.dependencies if one.effect == "moot" and one.refused == refused)
    return frozenset(key for one in of for key in one.permits)


def uncovered(
    dependencies: Iterable[Dependency], permit: str, conditions: Iterable[Mapping[str, object]]
) -> tuple[Dependency, ...]:
    """List the dependencies that require a condition of the permit's grant which these conditions lack."""
    kinds = {condition.get("kind") for condition in conditions}
    concerned = (one for one in dependencies if one.effect == "condition" and permit in one.permits)
    return tuple(one for one in concerned if kinds.isdisjoint(one.condition_kinds))


def standing(
    bundle: Bundle, permit: str, answers: Mapping[str, object], on: date, *, project: Mapping[str, object] | None = None
) -> list[tuple[str, Text, Text]]:
    """List the conditions every grant carries by law: (kind, text, law).

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    """
    own = [one for one in bundle.dependencies if one.effect == "standing" and permit in one.permits]
    if not own:
        return []
    known = derive(bundle, answers, on, project)
    following = (one for one in own if known.holds(one.when))
    return [(one.condition_kinds[0], known.fill(one.message), one.law) for one in following]
