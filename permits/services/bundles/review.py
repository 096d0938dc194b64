"""What is shown of a bundle before somebody puts it in force: its faults, and how it differs from what is in force."""

from dataclasses import dataclass

from permits.casefile import ActContext
from permits.errors import NotFound
from permits.services.bundles.shelf import Kept
from workflows import Bundle, Difference, Fault, Grade, check_text, differences, gravest


@dataclass(frozen=True, slots=True)
class Review:
    """A bundle (None where the file cannot be followed), what is wrong with it, and what it changes.

    `before` is the version in force today, None where none is; `grade` is None where nothing differs.
    """

    bundle: Bundle | None
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    before: Bundle | None
    differences: tuple[Difference, ...]
    grade: Grade | None


def review(context: ActContext, text: str, file: str, area: str | None) -> Review:
    """Check the text of a bundle and compare it with the version in force today in an area, or in all."""
    report = check_text(text, file, context.today, Kept(context.office, context.today))
    return _compared(context, report.bundle, area, (report.errors, report.warnings))


def review_kept(context: ActContext, key: str, version: str) -> Review:
    """Compare a version the office keeps with the one in force today in the actor's area.

    Raises:
        NotFound: the office has no such version, or cannot read it.
    """
    bundle = context.office.library.find(key, version)
    if bundle is None:
        raise NotFound
    return _compared(context, bundle, context.actor.area, ((), ()))


def _compared(
    context: ActContext, bundle: Bundle | None, area: str | None, faults: tuple[tuple[Fault, ...], tuple[Fault, ...]]
) -> Review:
    where = area or context.office.home_area
    before = context.office.current(bundle.key, where, context.today) if bundle else None
    found = tuple(differences(before, bundle)) if bundle and before else ()
    return Review(bundle, *faults, before, found, gravest([*found]))
