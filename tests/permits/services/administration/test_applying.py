"""An office file is applied once: each change is written, chained and told; what is wrong changes nothing."""

from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from permits.db import perform, reading
from permits.models import Area, BundleTerm, Company, Department, OfficeEvent, Road, RoleGrant, User, UserSession
from permits.office import Office
from permits.queries.office import acts
from permits.queries.office.editions import read_edition
from permits.queries.office.recorded import area_of
from permits.seeds.office import AREA
from permits.services.administration.applying import Unsound, apply, plan
from permits.services.administration.files import office_text, read_office_file
from permits.services.calendar.calendars import renew
from tests.permits.services.administration.conftest import Acting

HOME_COMPANY = "91320699YYDEM0016R"
DISTRICT = """
[[areas]]
code = "320681"
name = { zh = "某区", en = "A district" }
cut_off_hour = 17
[[areas.departments]]
key = "roads"
name = { zh = "市政局", en = "Roads bureau" }
short = { zh = "市政", en = "Roads" }
uscc = "11320699YYDEM10433"
document_prefix = "某市政许"
[[areas.roads]]
name = { zh = "长江路", en = "Changjiang Road" }
opened_on = 2020-01-01
[[areas.companies]]
uscc = "91320699YYDEM0032F"
name = "通海管线工程有限公司"
[[areas.people]]
username = "han"
name = { zh = "韩", en = "Han" }
email = "han@example.invalid"
phone = "13800000001"
roles = ["admin", "clerk:roads"]
[[areas.people]]
username = "builder"
name = { zh = "建", en = "Builder" }
roles = ["applicant"]
company = "91320699YYDEM0032F"
[[areas.bundles]]
key = "road-access"
version = "VERSION"
from = 2026-01-01
"""


@pytest.fixture
def district(office: Office) -> str:
    versions = [version for key, version in office.library.current.texts if key == "road-access"]
    return DISTRICT.replace("VERSION", versions[-1])


def applied(acting: Acting, text: str) -> list[str]:
    (area,) = read_office_file(text).areas
    return [f"{one.type} {one.record.key}" for one in acting("", apply, area, area=area.code)]


def count(engine: Engine, model: Any, *where: Any) -> int:
    with reading(engine) as conn:
        return conn.execute(select(func.count()).select_from(model).where(*where)).scalar_one()


def test_a_file_makes_the_office_once_and_the_office_written_back_changes_nothing(
    acting: Acting, engine: Engine, office: Office, district: str
) -> None:
    made = applied(acting, district)
    with reading(engine) as conn:
        renew(conn, office)
        shown = office_text([area for area in [area_of(conn, "320681")] if area])

    assert len(made) == 7
    assert made[0] == "area.added 320681"
    assert applied(acting, district) == applied(acting, shown) == []
    assert office.body("320681", "roads").document_prefix == "某市政许"
    assert office.cut_off_of("320681") == 17
    assert count(engine, Road, Road.area == "320681") == count(engine, BundleTerm, BundleTerm.area == "320681") == 1


def test_only_what_a_file_says_changes_and_running_processes_know_at_once(
    acting: Acting, engine: Engine, office: Office, district: str
) -> None:
    applied(acting, district)
    text = district.replace("17", "16").replace('"某市政许"', '"某路许"').replace('phone = "13800000001"\n', "")
    text = text.replace('"admin", "clerk:roads"', '"admin"')
    text = text.replace("from = 2026-01-01", "from = 2026-01-01\nuntil = 2026-05-01")
    version = text.partition("version = ")[2].splitlines()[0][1:-1]

    assert applied(acting, text) == [
        "area.changed 320681",
        "department.changed roads",
        "person.changed han",
        f"bundle.changed road-access {version} 2026-01-01",
    ]
    with reading(engine) as conn:
        renew(conn, office)
        assert conn.execute(select(User.phone).where(User.username == "han")).scalar() == "13800000001"
    assert (office.cut_off_of("320681"), office.body("320681", "roads").document_prefix) == (16, "某路许")
    assert count(engine, RoleGrant, RoleGrant.area == "320681", RoleGrant.role == "clerk") == 0


def test_a_person_switched_off_by_a_file_loses_the_sessions(acting: Acting, engine: Engine, district: str) -> None:
    applied(acting, district)
    with reading(engine) as conn:
        user_id = conn.execute(select(User.id).where(User.username == "builder")).scalar_one()
    session = {"id": "x", "user_id": user_id, "credentials": "", "began_at": func.now(), "ends_at": func.now()}
    perform(engine, lambda conn: conn.execute(UserSession.__table__.insert().values(**session)))

    applied(acting, district.replace('company = "9', 'active = false\ncompany = "9'))

    assert count(engine, UserSession, UserSession.user_id == user_id) == 0


def test_a_company_that_another_area_has_on_record_is_one_in_both(
    acting: Acting, engine: Engine, district: str
) -> None:
    applied(acting, district.replace("91320699YYDEM0032F", HOME_COMPANY).replace("通海管线", "通江建设"))
    member = select(Company.area, User.area).join(User, User.company_id == Company.id)

    with reading(engine) as conn:
        areas = [tuple(row) for row in conn.execute(member.where(User.username == "builder"))]
        known = area_of(conn, "320681")
    assert areas == [(AREA, "320681")]
    assert known is not None
    assert known.companies == (), "the home area keeps its name"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("clerk:roads", "clerk:fire", "people[0].roles[1]"),
        ("clerk:roads", "clerk", "people[0].roles[1]"),
        ("clerk:roads", "manager:roads", "people[0].roles[1]"),
        ("clerk:roads", "emperor", "people[0].roles[1]"),
        ('company = "91320699YYDEM0032F"', 'company = "91320699YYDEM0099X"', "people[1].company"),
        ('uscc = "91320699YYDEM0032F"', f'uscc = "{HOME_COMPANY}"', "companies[0].name people[1].company"),
        ("cut_off_hour = 17", 'hosts = ["taken.example"]', "hosts[0]"),
        ('"builder"', '"han"', "people[0] people[1]"),
        ('"builder"', '"contractor"', "people[1].username"),
        ('version = "', 'version = "not-', "bundles[0].version"),
        ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01", "bundles[0].until"),
    ],
)
def test_what_contradicts_itself_or_names_nothing_is_refused_and_changes_nothing(
    acting: Acting, engine: Engine, office: Office, district: str, old: str, new: str, place: str
) -> None:
    (area,) = read_office_file(district.replace(old, new)).areas
    perform(engine, lambda conn: conn.execute(update(Area).where(Area.code == AREA).values(hosts=["taken.example"])))
    with reading(engine) as conn:
        office.library.current = read_edition(conn)

    with pytest.raises(Unsound) as refused:
        acting("", apply, area, area="320681")

    assert " ".join(one.place for one in refused.value.found) == place
    assert count(engine, Area, Area.code == "320681") == 0


def test_the_last_administrator_of_an_area_stays(acting: Acting, district: str) -> None:
    applied(acting, district)

    for text in (district.replace('"admin", ', ""), district.replace('phone = "', 'active = false\nphone = "')):
        with pytest.raises(Unsound, match="not valid"):
            acting("", plan, read_office_file(text).areas[0], area="320681")


def test_each_change_is_an_act_of_the_chain_which_shows_what_was_touched_and_no_address(
    acting: Acting, engine: Engine, district: str
) -> None:
    applied(acting, district)
    applied(acting, district.replace('"某市政许"', '"某路许"').replace("han@example", "li@example"))

    with reading(engine) as conn:
        told = acts.events_of(conn, "320681")
        intact = {name: broken for name, _, broken in acts.broken_chains(conn)}
    assert intact == {"bundles": None, f"office:{AREA}": None, "office:320681": None}
    assert told[-2]["payload"] == {"key": "roads", "fields": {"document_prefix": ["某市政许", "某路许"]}}
    assert "example.invalid" not in str(told)
    assert "1380000" not in str(told)


@pytest.mark.tampers
def test_an_act_that_was_rewritten_cut_off_or_made_unseen_is_found(engine: Engine) -> None:
    def broken() -> str | None:
        with reading(engine) as conn:
            return next(fault for _, _, fault in acts.broken_chains(conn))

    perform(engine, lambda conn: conn.execute(update(Area).values(event_seq=Area.event_seq + 1)))
    assert "its head stands at" in (broken() or "")
    perform(engine, lambda conn: conn.exec_driver_sql("drop trigger office_event_no_update"))
    perform(engine, lambda conn: conn.execute(update(OfficeEvent).where(OfficeEvent.seq == 3).values(actor="x")))
    assert broken() == "event 3 was changed after it was recorded"
    assert count(engine, Department) > 0
