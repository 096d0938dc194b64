"""Every query of a table with a column `area` filters by it, or by a case opened in its area, or says why not."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from permits.config import ROOT
from permits.models import Base
from tests.house.sources import name, python_files

STATEMENTS = frozenset({"select", "update", "delete", "exists", "kind"})
TABLES = frozenset(one.class_.__name__ for one in Base.registry.mappers if "area" in one.local_table.c)
MODELS = frozenset(one.class_.__name__ for one in Base.registry.mappers)
UNFILTERED: Mapping[str, Mapping[str, str]] = {
    "part of a statement whose caller adds the filter, or a subquery of one that has it": {
        "permits/analytics/turnaround.py": "WITHDRAWN _of_matter",
        "permits/services/bundles/following.py": "_behind",
        "permits/queries/case/supervision.py": "ORDERS",
        "permits/queries/lists/applicant_pages.py": "PAPER mine my_licences",
        "permits/queries/lists/applications.py": "visible_to",
        "permits/queries/lists/inbox.py": "inbox counts",
        "permits/casefile/rows/statements.py": "waits_where",
        "permits/queries/lists/advice.py": "_one",
        "permits/queries/office/recorded.py": "people_of",
    },
    "rows of cases or things that were found under their area before": {
        "permits/casefile/opening.py": "CASES",
        "permits/casefile/rows/statements.py": "FORM",
        "permits/queries/lists/verification.py": "ending_of",
        "permits/queries/office/replays.py": "_rows",
        "permits/queries/lists/staff.py": "roles_of",
        "permits/queries/office/bundle_versions.py": "proposed_text",
        "permits/services/bundles/releasing.py": "_close",
        "permits/services/calendar/impact.py": "_applicants",
        "permits/services/licences/aftercare.py": "_last_count",
        "permits/services/licences/inspections.py": "_held",
        "permits/services/oversight/incidents.py": "raise_incident settle_incident flag settle_flag",
        "permits/services/oversight/seals.py": "_rows",
        "permits/services/timers/invariants.py": "_raise_once _open",
        "permits/services/administration/identities.py": "confirm _end",
        "permits/services/administration/powers.py": "_confirm _revoke",
        "permits/services/administration/people.py": "_put decide_request reset _ask",
        "permits/services/administration/writing.py": "_roles",
        "permits/seeds/supervised.py": "settle_lateness",
        "permits/queries/reading/reader.py": "COMPANY_OF_ACCOUNT",
        "permits/casefile/authorship.py": "_office",
    },
    "compared with the actor's area once it is read": {
        "permits/services/bundles/releasing.py": "_found",
    },
    "one account's own, which is one in all areas": {
        "permits/queries/lists/account_pages.py": "messages person",
        "permits/queries/lists/staff.py": "email_of sign_ins_of",
        "permits/queries/office/factors.py": "held",
        "permits/queries/office/people.py": "by_token _credentials has_second_factor by_session _find unread",
        "permits/services/house/accounts.py": "choose_language disable",
        "permits/services/house/devices.py": "recognise",
        "permits/services/house/factors/holding.py": "has_any",
        "permits/services/house/federation/identities.py": "OF_OFFICE _confirmed _link _those enter",
        "permits/services/house/links.py": "set_password",
        "permits/services/house/registration.py": "_account _write complete join _is_free ask_for_password _may_join",
        "permits/services/house/sign_ins.py": "seconds_to_wait",
        "permits/services/notifying/notifications.py": "mark_read",
        "permits/services/procedures/photos.py": "_check_room",
        "permits/services/procedures/statements.py": "_check_room",
        "permits/services/filing/counter.py": "_counter_account",
    },
    "a company is one in all areas": {
        "permits/services/administration/checking.py": "_on_record",
        "permits/queries/lists/staff.py": "members",
        "permits/services/administration/identities.py": "_give",
        "permits/services/administration/writing.py": "_person",
        "permits/services/filing/counter.py": "_company",
        "permits/services/house/registration.py": "claimed_company invite dismiss",
    },
    "jobs, which serve all areas and name the area of their row": {
        "permits/queries/office/installation.py": "waiting_jobs",
        "permits/services/house/outbox.py": (
            "mark_sent is_any_unsent take state_of hold finish go_on put_back give_up forget"
        ),
        "permits/services/notifying/mailing.py": "held_letters compose begin_handing take_back mark_sent",
        "permits/services/notifying/rendering.py": "render_notice",
        "permits/services/calendar/reprojection.py": "cases_behind",
        "permits/services/timers/firing.py": "is_anything_due",
        "permits/services/house/tokens.py": "warn_of_ends",
        "permits/services/timers/invariants.py": "watch_versions",
    },
    "the health of the whole installation, which serves all areas": {
        "permits/queries/office/watching.py": "_jobs _timers _incidents",
    },
    "what every process holds of all areas, each under its own": {
        "permits/queries/office/editions.py": "read_edition",
        "permits/services/calendar/calendars.py": "_working_days closures",
    },
    "a change of the calendar is known by its digest, which covers the area": {
        "permits/services/calendar/changes.py": "_known",
    },
    "the chains of the whole installation, under one root": {
        "permits/queries/case/trail.py": "heads_at",
        "permits/queries/office/acts.py": "heads_at",
        "permits/services/oversight/roots.py": "_heads",
    },
    "checks of the operator over all areas; pages choose their own of what is found": {
        "permits/queries/office/invariants.py": (
            "_open_item _permit_not_pinned _stop_with_timer _item_unwatched "
            "_permit _nobody_decides _chain_broken_off disagreeing "
            "_permit_missing _stop_without_procedure _clock_unwatched unreadable "
        ),
        "permits/queries/office/bundle_versions.py": "accepted_under",
        "permits/services/oversight/audit.py": "verify_after",
        "permits/services/watching/nightly.py": "_look_for_stalls",
    },
    "the sandbox, whose demo people and cases are made at once": {
        "permits/queries/office/people.py": "everyone",
        "permits/seeds/demo.py": "seed_demo",
        "permits/seeds/history.py": "_cancel_old_jobs",
        "permits/seeds/office.py": "seed_office",
    },
}


def test_every_query_of_a_table_with_an_area_filters_by_it_or_says_why_not() -> None:
    found = {f"{where}:{unit}" for where in _sources() for unit in unfiltered(_text(where))}
    listed = [
        f"{where}:{unit}" for files in UNFILTERED.values() for where, units in files.items() for unit in units.split()
    ]

    assert sorted(found - set(listed)) == [], "filter by the area, or say why not"
    assert sorted(set(listed) - found) == [], "filters by now"
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("body", "is_filtered"),
    [
        ("select(Permit.id).where(Permit.area == area)", True),
        ("select(Permit.id).where(Permit.area.in_(areas))", True),
        ("update(Permit).filter_by(area=area)", True),
        ("select(Permit.id).where(Permit.application_id == case)", True),
        ("select(Permit.id).where(Permit.application_id.in_(cases))", True),
        ("update(OfficeEvent).where(Area.code == area)", True),
        ("select(Setting.value)", True),
        ("select(Permit.id, Permit.area)", False),
        ("select(Permit.id).where(Permit.id == one)", False),
        ("delete(Permit).where(Permit.id == one)", False),
        ("select(Licence.id).join(Permit, Permit.application_id == Licence.application_id)", False),
    ],
)
def test_a_filter_is_told_from_a_column_and_a_join(body: str, *, is_filtered: bool) -> None:
    text = f"def wanted():\n    return {body}"

    assert list(unfiltered(text)) == ([] if is_filtered else ["wanted"])


def test_a_filter_counts_for_the_statement_it_belongs_to_alone() -> None:
    joined = "def one():\n    mine = Permit.area == area\n    rows = select(Permit.id)\n    return rows.where(mine)"
    beside = (
        "def two():\n    a = select(Permit.id).where(Permit.area == area)\n    b = select(Licence.id)\n    return 1"
    )

    assert [*unfiltered(joined), *unfiltered(beside)] == ["two"]


@cache
def _text(where: str) -> str:
    return Path(ROOT / where).read_text(encoding="utf-8")


def _sources() -> list[str]:
    return [name(path) for path in python_files("permits", "tasks") if name(path).startswith(("permits/", "tasks/"))]


def unfiltered(text: str) -> Iterator[str]:
    """Name the functions and module values of a source that build a statement without a filter."""
    if not any(table in text for table in TABLES):
        return
    for unit, statements in _units(_under_own_names(ast.parse(text)).body):
        if any(_lacks_filter(group) for group in _groups(statements)):
            yield unit


def _under_own_names(tree: ast.Module) -> ast.Module:
    """Give models that were imported under another name their own."""
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    own = {alias.asname: alias.name for alias in imported if alias.asname and alias.name in MODELS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = own.get(node.id, node.id)
    return tree


def _units(body: Iterable[ast.stmt], within: str = "") -> Iterator[tuple[str, list[ast.stmt]]]:
    for one in body:
        if isinstance(one, ast.ClassDef):
            yield from _units(one.body, f"{one.name}.")
        elif isinstance(one, ast.FunctionDef):
            yield within + one.name, list(_simple(one.body))
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            target = one.targets[0] if isinstance(one, ast.Assign) else one.target
            yield within + ast.unparse(target), [one]


def _simple(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """List the statements of a function without the blocks they stand in; the head of a block counts as one."""
    for one in body:
        inner = [part for field in ("body", "orelse", "finalbody") for part in getattr(one, field, ())]
        heads = [value for value in ast.iter_child_nodes(one) if isinstance(value, ast.expr | ast.withitem)]
        if not inner:
            yield one
            continue
        yield from (ast.copy_location(ast.Expr(getattr(head, "context_expr", head)), one) for head in heads)
        yield from _simple(inner)


class Group:
    """Statements of Python that build one statement of SQL: linked by the names that carry its parts."""

    def __init__(self) -> None:
        self.nodes: list[ast.AST] = []
        self.names: set[str] = set()


def _groups(statements: Iterable[ast.stmt]) -> list[Group]:
    groups: list[Group] = []
    for one in statements:
        read = {node.id for node in ast.walk(one) if isinstance(node, ast.Name)}
        linked = [group for group in groups if group.names & read]
        if not linked and not read & (MODELS | STATEMENTS):
            continue
        merged = Group()
        for group in linked:
            merged.nodes += group.nodes
            merged.names |= group.names
        merged.nodes.append(one)
        merged.names |= {node.id for node in ast.walk(one) if isinstance(node, ast.Name) and _is_stored(node)}
        groups = [*(group for group in groups if group not in linked), merged]
    return groups


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _lacks_filter(group: Group) -> bool:
    nodes = [node for root in group.nodes for node in ast.walk(root)]
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    tables = {node.id for node in nodes if isinstance(node, ast.Name)} & TABLES
    tables |= {node.attr for node in nodes if isinstance(node, ast.Attribute)} & TABLES
    return bool(called & STATEMENTS) and bool(tables) and not any(map(_filters, nodes))


def _filters(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(map(_is_area, sides)) or (any(map(_is_case, sides)) and sum(map(_is_column, sides)) == 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "filter_by":
            return any(word.arg == "area" for word in node.keywords)
        if node.func.attr == "in_":
            return _is_area(node.func.value) or _is_case(node.func.value)
    return False


def _is_area(node: ast.AST) -> bool:
    return _is_column(node) and isinstance(node, ast.Attribute) and (node.attr == "area" or _is_code_of_area(node))


def _is_code_of_area(node: ast.Attribute) -> bool:
    return node.attr == "code" and isinstance(node.value, ast.Name) and node.value.id == "Area"


def _is_case(node: ast.AST) -> bool:
    return _is_column(node) and isinstance(node, ast.Attribute) and node.attr == "application_id"


def _is_column(node: ast.AST) -> bool:
    """Return whether an expression is a column: of a model, however it was imported, or of a table."""
    if not isinstance(node, ast.Attribute):
        return False
    of = node.value
    is_model = isinstance(of, ast.Name) and of.id in MODELS
    return is_model or (isinstance(of, ast.Attribute) and (of.attr in MODELS or of.attr == "c" or of.attr == "model"))
