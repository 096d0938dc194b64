"""A schema is current, older, newer with or without word for this version, or not what its revision says."""

import pytest
from sqlalchemy import Engine, Executable, column, table, text, update

from permits.app import create_app
from permits.config import VERSION, Settings
from permits.db import perform
from permits.errors import SetupFault
from permits.models import Setting
from permits.schema import Standing, check, look, newest
from permits.schema.standing import SERVES
from permits.seeds.installing import prepare, read_office

OURS = newest()
OLDEST = "0001"
WIDER = text("alter table setting add column note varchar")


def tamper(engine: Engine, *statements: Executable) -> None:
    for statement in statements:
        perform(engine, lambda conn, said=statement: conn.execute(said))


def now_at(revision: str, word: str) -> tuple[Executable, Executable]:
    return (
        update(table("alembic_version", column("version_num"))).values(version_num=revision),
        update(Setting).where(Setting.key == SERVES).values(value=word),
    )


# what was done to the database, how it then stands, what the sentence says; None: this version serves
CASES = (
    ((), Standing.CURRENT, None),
    (now_at(OLDEST, ""), Standing.OLDER, f"older than this version: it is at revision {OLDEST}, Daokou {VERSION}"),
    (now_at("9999", f"9999 {OURS}"), Standing.NEWER, None),
    (now_at("9999", f"9999 {OLDEST}"), Standing.NEWER, None),
    (now_at("9999", "9999 9998"), Standing.NEWER, "newer than this version: it is at revision 9999"),
    # the word is about another revision: whoever wrote it did not make this schema
    (now_at("9999", f"9998 {OURS}"), Standing.NEWER, f"run `flask downgrade {OURS}`"),
    ((text("alter table mail drop column body"),), Standing.CURRENT, "its tables are other ones: mail.body missing"),
    ((WIDER,), Standing.CURRENT, None),
    ((text("delete from alembic_version"),), Standing.EMPTY, "not prepared"),
)


def test_the_schema_is_compared_and_the_sentence_says_what_to_do(db: Engine) -> None:
    for done, standing, said in CASES:
        with db.connect() as conn:
            for statement in done:
                conn.execute(statement)
            assert look(conn).standing is standing, said
            if said is None:
                check(conn)
            else:
                with pytest.raises(SetupFault, match=said):
                    check(conn)
            conn.rollback()


@pytest.mark.tampers
def test_an_old_process_starts_and_is_ready_while_a_newer_schema_has_only_expanded(
    engine: Engine, settings: Settings
) -> None:
    tamper(engine, *now_at("9999", f"9999 {OURS}"), WIDER)
    app = create_app(settings)

    assert app.test_client().get("/readyz").json["checks"]["migrations"] == "ok"
    assert app.test_client().get("/login").status_code == 200
    assert prepare(engine, settings).is_nothing, "an old prepare leaves a newer schema alone"

    app.extensions["engine"].dispose()
    tamper(engine, *now_at("9999", "9999 9998"))
    app = create_app(settings)

    answer = app.test_client().get("/readyz")
    assert (answer.status_code, "newer than this version" in answer.json["checks"]["migrations"]) == (503, True)
    assert read_office(engine, settings) is None, "and no process of this version starts"
    with pytest.raises(SetupFault, match="cannot serve"):
        prepare(engine, settings)
    app.extensions["engine"].dispose()
