from datetime import timedelta

from sqlalchemy import select

from permits.db import perform, reading
from permits.models import KeptInput
from permits.services.house import kept_input
from permits.services.house.kept_input import KEPT_FOR, LARGEST_KEPT_LETTERS, MOST_KEPT, Kept
from tests.permits.lives import Life

PATH = "/work-items/1"


def keep(life: Life, text: str, *, path: str = PATH, awaited: bool = True) -> int | None:
    me, form = life.actor("roads").person, Kept(path, [("opinion", text), ("opinion", "twice")], had_files=True)
    return perform(life.engine, lambda conn: kept_input.keep(conn, me, form, at=life.now, is_awaited=awaited))


def found(life: Life, kept_id: int | None, *, who: str = "roads", later: timedelta = timedelta()) -> Kept | None:
    with reading(life.engine) as conn:
        return kept_input.find(conn, life.actor(who).person, kept_id or 0, at=life.now + later)


def back(life: Life, who: str = "roads") -> tuple[int, str] | None:
    return perform(life.engine, lambda conn: kept_input.lead_back(conn, life.actor(who).person, at=life.now))


def test_a_form_is_kept_as_it_was_sent_for_its_person_alone_and_for_some_days(life: Life) -> None:
    kept = keep(life, "写了一半")

    assert found(life, kept) == Kept(PATH, [["opinion", "写了一半"], ["opinion", "twice"]], had_files=True)
    assert found(life, kept, who="police") is None
    assert found(life, kept, later=KEPT_FOR) is None


def test_one_form_an_address_and_no_more_than_some_a_person(life: Life) -> None:
    keep(life, "one")
    second = keep(life, "two")
    with reading(life.engine) as conn:
        assert conn.execute(select(KeptInput.fields)).scalars().all() == [[["opinion", "two"], ["opinion", "twice"]]]

    for number in range(MOST_KEPT):
        keep(life, "more", path=f"/work-items/{number + 2}")

    assert found(life, second) is None


def test_a_form_longer_than_anybody_types_is_not_kept(life: Life) -> None:
    assert keep(life, "x" * LARGEST_KEPT_LETTERS) is None


def test_a_person_is_led_to_the_newest_form_once(life: Life) -> None:
    keep(life, "one")
    newest = keep(life, "two", path="/checks/1")
    keep(life, "three", path="/checks/2", awaited=False)

    assert back(life, "police") is None
    assert (back(life), back(life)) == ((newest, "/checks/1"), None)


def test_what_was_sent_is_forgotten_and_another_form_of_the_page_leaves_it(life: Life) -> None:
    kept, me = keep(life, "one") or 0, life.actor("roads").person

    perform(life.engine, lambda conn: kept_input.forget(conn, me, kept, f"{PATH}/claim"))
    assert found(life, kept) is not None
    perform(life.engine, lambda conn: kept_input.forget(conn, me, kept, PATH))
    assert found(life, kept) is None
