"""Personal data at rest, on both databases: what the tables hold, a new key, the way back."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, text, update

from permits.config import ROOT
from permits.db import reading
from permits.keys import Keys, Unreadable, hold, phone_digest
from permits.models import Amendment, Base, KeptInput, Statement, User
from permits.queries.office.installation import digest_key
from permits.services.changing import amendments
from permits.services.filing import applications
from permits.services.house import kept_input
from permits.services.house.factors import totp
from permits.services.house.kept_input import Kept
from permits.services.keeping import encrypting
from permits.services.oversight import audit
from permits.services.procedures.statements import Said
from tests.permits.lives import Life
from tests.permits.services.procedures.test_public_notices import filed_trees
from tests.permits.services.procedures.test_statements import strange

# the numbers of nobody, each at one place of the case
AGENT = {"name": "陈建", "resident_id": "320699190001010032", "phone": "13911110001"}
LATER_AGENT = {"name": "陈建", "resident_id": "320699190001010024", "phone": "13911110002"}
PERSON = {"kind": "person", "name": "顾明", "resident_id": "320699198503120043", "phone": "13911110003"}
NUMBERS = [
    *(one[key] for one in (AGENT, LATER_AGENT, PERSON) for key in ("resident_id", "phone")),
    "13911110004",
    "13911110005",
]


def lived(life: Life) -> int:
    """Let numbers stand wherever the office keeps them; returns the case of the objection."""
    form = applications.DraftForm(applicant=PERSON, agent=AGENT, site={"road": "紫琅路"})
    life.act("contractor", applications.create_draft, form)
    case = filed_trees(life)
    life.act("contractor", amendments.amend, case, {"agent": AGENT})
    life.act("contractor", amendments.amend, case, {"agent": LATER_AGENT})
    strange(life, case, Said("影响通行。", "objection", by="王芳", phone="139 1111 0004"))
    kept = Kept("/applications/1/fill", [["agent-phone", "13911110005"]])
    with life.engine.begin() as conn:
        kept_input.keep(conn, life.actor("contractor").person, kept, at=life.now, is_awaited=False)
        totp.begin(conn, life.actor("contractor").person, wall=life.now)
    return case


def stored(engine: Engine) -> str:
    """Give everything the database holds, as it holds it."""
    with reading(engine) as conn:
        tables = Base.metadata.sorted_tables
        return "\n".join(str(row) for one in tables for row in conn.execute(text(f'select * from "{one.name}"')))  # noqa: S608


def broken(life: Life) -> list[str]:
    with reading(life.engine) as conn:
        return [one.broken for one in audit.verify(conn) if one.broken]


def counts(engine: Engine) -> tuple[int, int]:
    found = encrypting.standing(engine)
    return sum(one.plain for one in found), sum(one.former for one in found)


def test_no_number_stands_in_plain_and_each_is_read_again(life: Life) -> None:
    case = lived(life)

    held = stored(life.engine)

    assert [number for number in NUMBERS if number in held] == []
    assert life.application(case).agent == {**life.application(case).agent, **LATER_AGENT}
    assert [row.after["agent"]["phone"] for row in life.rows(Amendment, case)] == [AGENT["phone"], LATER_AGENT["phone"]]
    assert life.rows(Statement, case)[-1].phone == "13911110004"
    with reading(life.engine) as conn:
        assert conn.execute(select(KeptInput.fields)).scalar_one() == [["agent-phone", "13911110005"]]
        assert conn.execute(select(User.phone).where(User.username == "contractor")).scalar_one() == "13800000000"
    assert broken(life) == []


def test_a_new_key_takes_over_and_the_former_one_may_go(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    case, former = lived(life), life.office.keys
    with reading(life.engine) as conn:
        secret = digest_key(conn, former)
    ring = replace(former, data=("a new key for data at rest", *former.data))
    hold(life.engine.dialect, ring)
    monkeypatch.setattr(encrypting, "BATCH", 2)
    assert counts(life.engine)[1] > len(NUMBERS)

    changed = list(encrypting.encrypt(life.engine, secret=life.office.secret))

    assert counts(life.engine) == (0, 0)
    assert [rows for _, rows in encrypting.encrypt(life.engine, secret=life.office.secret) if rows] == []
    assert {name for name, rows in changed if rows} == {
        "amendment", "application", "authenticator", "kept_input", "statement", "user_account"
    }  # fmt: skip
    alone = replace(ring, data=ring.data[:1])
    hold(life.engine.dialect, alone)
    assert life.application(case).agent["phone"] == LATER_AGENT["phone"]
    assert broken(life) == []
    with reading(life.engine) as conn:
        assert digest_key(conn, alone) == secret
    give_back(life, former)


def give_back(life: Life, former: Keys) -> None:
    """Write the database under its own key again, for the next test."""
    hold(life.engine.dialect, replace(former, data=(*former.data, "a new key for data at rest")))
    list(encrypting.encrypt(life.engine, secret=life.office.secret))
    hold(life.engine.dialect, former)


def test_what_stood_in_plain_is_encrypted_and_found_by_telephone(life: Life) -> None:
    case = lived(life)
    list(encrypting.decrypt(life.engine, secret=life.office.secret))
    held = stored(life.engine)
    assert [number for number in NUMBERS if number not in held] == []
    assert life.application(case).agent["phone"] == LATER_AGENT["phone"]
    with life.engine.begin() as conn:
        conn.execute(update(Statement).values(phone_digest=None))

    list(encrypting.encrypt(life.engine, secret=life.office.secret))

    assert counts(life.engine) == (0, 0)
    with reading(life.engine) as conn:
        wanted = phone_digest(life.office.secret, "139 1111 0004")
        assert conn.execute(select(Statement.phone).where(Statement.phone_digest == wanted)).all() == [("13911110004",)]
    assert broken(life) == []


def test_a_key_that_was_dropped_too_early_is_named_not_passed_over(life: Life) -> None:
    case = lived(life)
    hold(life.engine.dialect, replace(life.office.keys, data=("another key",)))

    with pytest.raises(Unreadable, match="dropped too early"):
        life.application(case)
    with pytest.raises(Unreadable):
        list(encrypting.encrypt(life.engine, secret=life.office.secret))
    hold(life.engine.dialect, life.office.keys)


def test_the_documentation_lists_every_column_that_is_encrypted() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    columns = [f"`{table}.{one}`" for table, names in encrypting.personal_columns().items() for one in names]
    assert [one for one in columns if one not in page] == []
