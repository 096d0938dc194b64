"""Every module that holds logic has a mirror test file, or the reason why it has none stands here."""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import NamedTuple

from permits.config import ROOT
from tests.house.sources import name, python_files

FOLDERS = ("permits/services", "permits/queries", "permits/casefile", "permits/documents", "workflows")
MOST_REASONS = 25


class Reason(NamedTuple):
    """Why modules have no mirror, and the test files that cover them."""

    why: str
    covered_by: tuple[str, ...]


# By path; a star also matches folders. A pattern stands only where one reason is true of a whole kind.
REASONS: Mapping[str, Reason] = {
    "*/__init__.py": Reason("the face of a room: a docstring and public names", ("tests/house/test_layout.py",)),
    "permits/casefile/facts/*": Reason(
        "what the engine is told: tested through the engine; every fact a guard asks for is told",
        ("tests/permits/casefile/test_facts.py", "tests/permits/services/offers/test_actions.py"),
    ),
    "permits/casefile/fees.py": Reason(
        "the fees of a case as acts see them", ("tests/permits/services/money/test_fees.py",)
    ),
    "permits/casefile/licences.py": Reason(
        "licences as acts see them", ("tests/permits/services/licences/test_register.py",)
    ),
    "permits/casefile/reading.py": Reason(
        "a case opened to be looked at: each address that shows one opens it, at a capped cost",
        ("tests/permits/casefile/test_opening.py", "tests/house/costs/test_statements.py"),
    ),
    "permits/casefile/seen.py": Reason(
        "rows read with the whole case or one kind at a time: acts and pages ask for both",
        ("tests/permits/casefile/test_facts.py", "tests/house/costs/test_acts.py"),
    ),
    "permits/casefile/rows/*": Reason(
        "row classes, columns only: each is held against its table", ("tests/permits/casefile/rows/test_columns.py",)
    ),
    "permits/queries/rows/*": Reason(
        "row classes, columns only: each is held against its table", ("tests/permits/casefile/rows/test_columns.py",)
    ),
    "permits/queries/case/*": Reason(
        "parts of one case, read by its pages and the API",
        (
            "tests/permits/api/test_readings.py",
            "tests/permits/web/applicant/test_cases.py",
            "tests/permits/web/staff/test_procedures.py",
        ),
    ),
    "permits/queries/lanes/*": Reason(
        "rows and bars of the swim lanes",
        ("tests/permits/queries/lanes/test_lanes.py", "tests/permits/web/applicant/test_cases.py"),
    ),
    "permits/queries/lists/*": Reason(
        "lists of cases, work items, licences and decisions, read by pages and the API",
        (
            "tests/permits/api/test_applications.py",
            "tests/permits/api/public/test_public_decisions.py",
            "tests/permits/api/test_work_items.py",
            "tests/permits/web/applicant/test_cases.py",
        ),
    ),
    "permits/queries/office/*": Reason(
        "the office itself: its catalogue, its people, its invariants",
        ("tests/permits/api/test_catalogue.py", "tests/permits/services/timers/test_invariants.py"),
    ),
    "permits/queries/reading/*": Reason(
        "the one reader of a case and its row classes: each answer about a case comes from it",
        ("tests/permits/api/test_readings.py", "tests/house/costs/test_statements.py"),
    ),
    "permits/services/administration/people_files.py": Reason(
        "people from a file, as the page takes it in", ("tests/permits/web/office/test_people.py",)
    ),
    "permits/services/administration/[!afp]*.py": Reason(
        "what applying an office record is made of: what is wrong, what differs, what is written and chained",
        ("tests/permits/services/administration/test_applying.py",),
    ),
    "permits/services/house/[dr]e*.py": Reason(
        "registering, inviting, devices seen before: by the pages and letters they are for",
        ("tests/permits/web/accounts/test_registering.py",),
    ),
    "permits/services/notifying/account_letters.py": Reason(
        "words of letters, and the link they carry",
        ("tests/permits/services/house/test_links.py", "tests/permits/services/notifying/test_mailing.py"),
    ),
    "permits/queries/typed.py": Reason(
        "columns by the fields of a row class: each list and each case is read through it",
        ("tests/permits/api/test_readings.py", "tests/permits/api/test_applications.py"),
    ),
    "permits/documents/f[ao]*": Reason(
        "typed dictionaries and a row class: nothing to run", ("tests/permits/documents/test_kinds.py",)
    ),
    "permits/documents/notices/*": Reason(
        "kinds of notice: each is rendered in both languages", ("tests/permits/documents/test_render.py",)
    ),
    "permits/services/*notices.py": Reason(
        "facts of notices: those of each notice issued in a life are held against its kind",
        ("tests/liveness.py", "tests/permits/services/notifying/test_notices.py"),
    ),
    "workflows/checking/assumed.py": Reason(
        "constants only: what the walks are told",
        ("tests/workflows/checking/test_exploration.py", "tests/workflows/checking/test_soundness.py"),
    ),
    "workflows/definition/layers/*": Reason(
        "what a file rests on, found, laid over each other and gathered: resolved whole, each rule is seen",
        ("tests/workflows/definition/layers/test_whole.py",),
    ),
    "workflows/conditions/*": Reason(
        "named conditions and their register: each is opened and closed",
        ("tests/workflows/conditions/test_guards.py",),
    ),
}


def modules() -> Iterator[str]:
    """List every module of the mirrored folders."""
    return (name(path) for folder in FOLDERS for path in python_files(folder) if path.is_relative_to(ROOT / folder))


def mirror_of(module: str) -> str:
    """Name the test file that mirrors a module."""
    path = PurePosixPath(module)
    return str("tests" / path.with_name(f"test_{path.name}"))


def unmirrored() -> list[str]:
    """List the modules without a mirror."""
    return [module for module in modules() if not (ROOT / mirror_of(module)).is_file()]


def unexplained(without: Collection[str], reasons: Collection[str]) -> list[str]:
    """List the modules that no reason matches."""
    return [module for module in without if not any(fnmatch(module, pattern) for pattern in reasons)]


def outdated(without: Collection[str], reasons: Collection[str]) -> list[str]:
    """List the reasons that match no module without a mirror: it has one now, or is gone."""
    return [pattern for pattern in reasons if not any(fnmatch(module, pattern) for module in without)]


def test_every_module_has_a_mirror_or_a_stated_reason() -> None:
    missing = {module: mirror_of(module) for module in unexplained(unmirrored(), REASONS)}

    assert missing == {}, "write the test file, or state the reason in REASONS"


def test_every_reason_is_about_a_module_without_a_mirror() -> None:
    assert outdated(unmirrored(), REASONS) == [], "take these reasons out"


def test_every_reason_names_a_test_file_that_exists() -> None:
    named = {file for reason in REASONS.values() for file in reason.covered_by}

    assert [file for file in sorted(named) if not (ROOT / file).is_file()] == []
    assert all(reason.why and reason.covered_by for reason in REASONS.values())
    assert len(REASONS) <= MOST_REASONS


def test_a_module_without_mirror_and_reason_is_found() -> None:
    assert mirror_of("permits/services/case/terms.py") == "tests/permits/services/case/test_terms.py"
    assert unexplained(["a/b.py", "a/c/d.py", "e.py"], {"a/c/*"}) == ["a/b.py", "e.py"]


def test_a_reason_without_a_module_is_found() -> None:
    assert outdated(["a/b.py"], ["a/b.py", "a/gone.py", "c/*"]) == ["a/gone.py", "c/*"]
