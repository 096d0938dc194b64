import ast
from collections.abc import Iterator
from pathlib import Path

from permits.config import ROOT
from tests.house.sources import name, python_files

CASE_FILE = ("permits/casefile/writing/", "permits/casefile/casefile.py", "permits/casefile/opening.py")
STATEMENTS = frozenset({"insert", "update", "delete", "merge", "text", "exec_driver_sql"})
WRITES = frozenset({"add", "add_now", "change", "change_all"})
# modules that write what belongs to no case, or what no act does
BESIDE_THE_CASE = {
    "permits/services/administration/chain.py": "the chain of acts on the office itself",
    "permits/services/administration/identities.py": "who an account is, once the office has seen it",
    "permits/services/administration/people.py": "people of the office, which no case knows",
    "permits/services/administration/writing.py": "areas, departments, roads and people, which no case knows",
    "permits/services/bundles/importing.py": "bundle versions and the days they are in force",
    "permits/services/bundles/releasing.py": "bundle versions that wait for a second person",
    "permits/services/bundles/trail.py": "acts on bundles: their own chain, of no case",
    "permits/services/calendar/changes.py": "the working days of the office, and the jobs that count cases anew",
    "permits/services/case/numbers.py": "the series numbers are drawn from, held until the commit",
    "permits/services/filing/advice.py": "what the questionnaire answered, before there is a case",
    "permits/services/filing/counter.py": "the account of somebody who files on paper",
    "permits/services/house/accounts.py": "what people set for themselves",
    "permits/services/house/devices.py": "the browsers a person has signed in with",
    "permits/services/house/factors/passkeys.py": "passkeys of people",
    "permits/services/house/factors/recovery.py": "recovery codes of people",
    "permits/services/house/factors/totp.py": "authenticators of people",
    "permits/services/house/federation/identities.py": "accounts of people whom an identity service names",
    "permits/services/house/idempotency.py": "answers given before, repeated to who asks twice",
    "permits/services/house/kept_input.py": "what somebody typed and could not send",
    "permits/services/house/once.py": "what was good for one sign-in",
    "permits/services/administration/powers.py": "powers of attorney, which a person holds for every case",
    "permits/services/house/outbox.py": "the leases of jobs",
    "permits/services/house/links.py": "passwords, and the links by which they are chosen",
    "permits/services/house/registration.py": "accounts and companies of people who register",
    "permits/services/house/sessions.py": "sessions of people, which no case knows",
    "permits/services/house/sign_ins.py": "who tried to sign in",
    "permits/services/keeping/encrypting.py": "the same values under another key",
    "permits/services/keeping/retention.py": "records that stand on no case, once their period is over",
    "permits/services/keeping/numbers.py": "series of numbers after a restore",
    "permits/services/house/tokens.py": "tokens of programs, which no case knows",
    "permits/services/notifying/account_letters.py": "the links of letters",
    "permits/services/notifying/mailing.py": "letters on their way",
    "permits/services/notifying/notifications.py": "what a person has read",
    "permits/services/notifying/rendering.py": "the file of a notice, rendered by a job",
    "permits/services/notifying/rerendering.py": "jobs that render again",
    "permits/services/oversight/roots.py": "the root over all chains, which stands outside of them",
    "permits/services/oversight/incidents.py": "why an act failed, after it was rolled back",
    "permits/services/timers/invariants.py": "what the search found wrong with a case, whether it can be opened or not",
    "permits/services/timers/sandbox.py": "the clock of the sandbox",
    "permits/services/watching/nightly.py": "the runs of the nightly checks, and the jobs that do them",
    "permits/services/watching/processes.py": "processes that serve",
}
# columns passed on as a whole: each is a TypedDict, whose keys a type checker compares with the table
TYPED_COLUMNS = {
    "permits/services/calendar/recounting.py": {"values"},
    "permits/services/changing/materials.py": {"kept"},
    "permits/services/deciding/decisions.py": {"values"},
    "permits/services/filing/applications.py": {"checked.columns"},
    "permits/services/licences/inspections.py": {"values"},
    "permits/services/procedures/photos.py": {"kept"},
    "permits/services/procedures/statements.py": {"made"},
}


def test_acts_write_through_the_case_file_only() -> None:
    writers = {where for where in _sources("permits/services", "permits/casefile") if _statements(where)}

    beside = {where for where in writers if not where.startswith(CASE_FILE)}

    assert beside == set(BESIDE_THE_CASE)


def test_pages_write_through_act_only() -> None:
    # a request that may only look is rolled back there; the language makes sure of it itself, a failed sign-in is put
    # on record always, and a document asks for a job
    beside = {"permits/web/accounts/arriving.py", "permits/web/files.py", "permits/web/languages.py"}
    sources = {where: Path(ROOT / where).read_text(encoding="utf-8") for where in _sources("permits/web")}

    assert {where for where, text in sources.items() if "perform(" in text} == beside


def test_columns_are_named_where_they_are_written() -> None:
    blind = {
        where: passed
        for where in _sources("permits/services")
        if (passed := set(_passed_on(_tree(where)))) and passed != TYPED_COLUMNS.get(where)
    }

    assert blind == {}
    assert set(TYPED_COLUMNS) <= set(_sources("permits/services"))


def test_a_statement_is_found_however_it_is_imported() -> None:
    by_name = ast.parse("from sqlalchemy import delete\nconn.execute(delete(Permit))")
    by_module = ast.parse("from sqlalchemy.dialects import postgresql\npostgresql.insert(Permit)")
    by_value = ast.parse("from sqlalchemy.dialects import sqlite\ndraw(sqlite.insert)")
    by_table = ast.parse("conn.execute(Permit.__table__.update())")
    harmless = ast.parse("values.update(area=1)\nmade.insert(0)\nfrom sqlalchemy import select\nselect(Permit)")

    found = [_found(tree) for tree in (by_name, by_module, by_value, by_table, harmless)]

    assert found == [{"delete"}, {"insert"}, {"insert"}, {"update"}, set()]


def test_columns_passed_on_are_found() -> None:
    tree = ast.parse("case.add(Permit, **values)\nchild.change(row, key=1, **more())\nrows.add(**other)")

    assert list(_passed_on(tree)) == ["values", "more()"]


def _sources(*folders: str) -> list[str]:
    return [name(path) for path in python_files(*folders) if name(path).startswith("permits/")]


def _tree(where: str) -> ast.Module:
    return ast.parse(Path(ROOT / where).read_text(encoding="utf-8"))


def _statements(where: str) -> set[str]:
    return _found(_tree(where))


def _found(tree: ast.Module) -> set[str]:
    """Name the statements a module builds that write: by a name imported from SQLAlchemy, or by one of its modules."""
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    by_name = {imported.get(node.id, "") for node in ast.walk(tree) if isinstance(node, ast.Name)}
    by_module = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            node.attr == "exec_driver_sql"
            or (isinstance(node.value, ast.Name) and node.value.id in imported)
            or (isinstance(node.value, ast.Attribute) and node.value.attr == "__table__")
        )
    }
    return (by_name | by_module) & STATEMENTS


def _passed_on(tree: ast.Module) -> Iterator[str]:
    """Name what is passed on as columns to the case file without naming them."""
    for node in ast.walk(tree):
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(func, ast.Attribute) and func.attr in WRITES:
            is_case = isinstance(func.value, ast.Name) and func.value.id in {"case", "child"}
            yield from (ast.unparse(one.value) for one in node.keywords if is_case and one.arg is None)
