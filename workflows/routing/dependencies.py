"""What one decision means for its sibling permits: those it makes moot, and conditions their grant must carry."""

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
    """List the dependencies that a refusal has called up, or that follow from the answers.

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    """
    following = [one for one in bundle.dependencies if one.when is not None]
    known = derive(bundle, answers, on, project) if following else None
    called_up = {one.key for one in bundle.dependencies if one.refused in refused}
    called_up |= {one.key for one in following if known is not None and known.holds(one.when)}
    return tuple(one for one in bundle.dependencies if one.key in called_up)


def made_moot(bundle: Bundle, refused: str) -> frozenset[str]:
    """Name the permits whose purpose falls with a refused one; nobody refuses them for that."""
    of = (one for one in bundle.dependencies if one.effect == "moot" and one.refused == refused)
    return frozenset(key for one in of for key in one.permits)


def uncovered(
    dependencies: Iterable[Dependency], permit: str, conditions: Iterable[Mapping[str, object]]
) -> tuple[Dependency, ...]:
    """List the dependencies on which a permit may be granted only with a condition that these do not contain."""
    kinds = {condition.get("kind") for condition in conditions}
    concerned = (one for one in dependencies if one.effect == "condition" and permit in one.permits)
    return tuple(one for one in concerned if kinds.isdisjoint(one.condition_kinds))


def standing(
    bundle: Bundle, permit: str, answers: Mapping[str, object], on: date, *, project: Mapping[str, object] | None = None
) -> list[tuple[str, Text, Text]]:
    """List the conditions a grant carries by law, whoever grants it: (kind, what it says, law).

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    """
    own = [one for one in bundle.dependencies if one.effect == "standing" and permit in one.permits]
    if not own:
        return []
    known = derive(bundle, answers, on, project)
    following = (one for one in own if known.holds(one.when))
    return [(one.condition_kinds[0], known.fill(one.message), one.law) for one in following]
