"""What one decision means for its sibling permits: those it makes moot, and conditions their grant must carry."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, cast, get_args

from workflows.bundle import Bundle, Dependency, Effect, Text
from workflows.errors import N_
from workflows.facts import derive
from workflows.parts import Names, condition
from workflows.tables import Table


def in_effect(
    bundle: Bundle,
    answers: Mapping[str, Any],
    on: date,
    project: Mapping[str, Any] | None = None,
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
    dependencies: Iterable[Dependency], permit: str, conditions: Iterable[Mapping[str, Any]]
) -> tuple[Dependency, ...]:
    """List the dependencies on which a permit may be granted only with a condition that these do not contain."""
    kinds = {condition.get("kind") for condition in conditions}
    concerned = (one for one in dependencies if one.effect == "condition" and permit in one.permits)
    return tuple(one for one in concerned if kinds.isdisjoint(one.condition_kinds))


def standing(
    bundle: Bundle, permit: str, answers: Mapping[str, Any], on: date, *, project: Mapping[str, Any] | None = None
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


def read_dependency(table: Table, names: Names) -> Dependency:
    """Read what one permit's refusal, or a fact, means for others.

    Raises:
        BundleError: it is malformed, or neither a refusal nor a fact calls it up.
    """
    found = Dependency(
        key=table.take("key", str),
        effect=cast("Effect", table.one_of("effect", get_args(Effect))),
        permits=table.words("permits"),
        message=table.text("message"),
        law=table.text("law"),
        refused=table.get("refused", str, ""),
        when=condition(table, names) if "when" in table else None,
        condition_kinds=table.words("condition_kinds"),
    )
    table.close()
    is_founded = bool(found.refused) != bool(found.when) and not (found.refused and found.effect == "standing")
    if not is_founded or bool(found.condition_kinds) == (found.effect == "moot"):
        raise table.wrong(N_("%(place)s: name what calls it up, and for a condition the kinds that meet it"))
    return found
