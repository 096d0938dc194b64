"""What is wrong with an office record beyond its shape: words that name nothing, and what belongs to somebody else."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, select

from permits.models import Company, User
from permits.office import Office
from permits.policies import EVERYONE, OWNER, STAFF
from permits.queries.office.records import AreaRecord, PersonRecord
from permits.services.administration.files import Problem
from workflows import N_


def problems_of(
    conn: Connection, office: Office, wanted: AreaRecord, known: AreaRecord | None, *, base: str = ""
) -> Iterator[Problem]:
    """Find what is wrong with an area as it is wanted; places begin with `base`."""
    yield from _doubled(wanted, base)
    yield from _strangers(conn, wanted, base)
    yield from _companies(conn, wanted, base)
    yield from _hosts(office, wanted, base)
    yield from _people(conn, wanted, known, base)
    for number, term in enumerate(wanted.bundles):
        place = f"{base}bundles[{number}]"
        if office.library.find(term.bundle, term.version) is None:
            about = {"bundle": term.bundle, "version": term.version}
            yield Problem(f"{place}.version", N_("There is no version %(version)s of “%(bundle)s” here"), about)
        if term.retired_on is not None and term.retired_on < term.from_on:
            yield Problem(f"{place}.until", N_("The last day lies before the first"))
    yield from _without_admin(wanted, known, base)


def _doubled(wanted: AreaRecord, base: str) -> Iterator[Problem]:
    for name, rows in wanted.rows().items():
        counts = Counter(row.key for row in rows)
        for number, row in enumerate(rows):
            if counts[row.key] > 1:
                yield Problem(f"{base}{name}[{number}]", N_("“%(key)s” stands here twice"), {"key": row.key})


def _strangers(conn: Connection, wanted: AreaRecord, base: str) -> Iterator[Problem]:
    names = [person.username for person in wanted.people]
    elsewhere = select(User.username).where(User.username.in_(names), User.area != wanted.code)
    taken = set(conn.execute(elsewhere).scalars())
    for number, name in enumerate(names):
        if name in taken:
            yield Problem(f"{base}people[{number}].username", N_("This user name is taken"))


def _companies(conn: Connection, wanted: AreaRecord, base: str) -> Iterator[Problem]:
    named = [company.uscc for company in wanted.companies]
    elsewhere = select(Company.uscc, Company.area, Company.name, Company.name_en).where(
        Company.uscc.in_(named), Company.area != wanted.code
    )
    kept = {row.uscc: row for row in conn.execute(elsewhere)} if named else {}
    for number, company in enumerate(wanted.companies):
        row = kept.get(company.uscc)
        if row and any(getattr(row, name) != said for name, said in company.said().items() if name != "uscc"):
            message = N_("Area %(area)s has this company on record, under another name")
            yield Problem(f"{base}companies[{number}].name", message, {"area": row.area})


def _hosts(office: Office, wanted: AreaRecord, base: str) -> Iterator[Problem]:
    for number, host in enumerate(wanted.hosts if "hosts" in wanted.model_fields_set else ()):
        district = office.district_at(host)
        if district is not None and district.code != wanted.code:
            yield Problem(f"{base}hosts[{number}]", N_("This host belongs to area %(area)s"), {"area": district.code})


def _people(conn: Connection, wanted: AreaRecord, known: AreaRecord | None, base: str) -> Iterator[Problem]:
    standing = (wanted, known) if known else (wanted,)
    departments = {row.key for area in standing for row in area.departments}
    companies = {company.uscc for company in wanted.companies} | _on_record(conn, wanted)
    for number, person in enumerate(wanted.people):
        place = f"{base}people[{number}]"
        if person.company and person.company not in companies:
            yield Problem(f"{place}.company", N_("There is no company %(code)s here"), {"code": person.company})
        for at, role in enumerate(person.roles):
            if fault := _fault_of_role(role, departments):
                yield Problem(f"{place}.roles[{at}]", fault, {"role": role, "key": role.partition(":")[2]})


def _on_record(conn: Connection, wanted: AreaRecord) -> set[str]:
    """Name the companies of people that are on record, whichever area put them there."""
    named = {person.company for person in wanted.people} - {""}
    return set(conn.execute(select(Company.uscc).where(Company.uscc.in_(named))).scalars()) if named else set()


def _fault_of_role(written: str, departments: set[str]) -> str:
    role, _, department = written.partition(":")
    if role not in EVERYONE | {OWNER}:
        return N_("There is no role “%(role)s”")
    if (role in STAFF) != bool(department):
        return N_("“%(role)s”: roles of departments are written role:department, the others without")
    return N_("There is no department “%(key)s” here") if department and department not in departments else ""


def _without_admin(wanted: AreaRecord, known: AreaRecord | None, base: str) -> Iterator[Problem]:
    """Find that nobody could administer the area any more."""
    before = {person.username: person for person in (known.people if known else ())}
    after = {**before, **{person.username: _settled(person, before.get(person.username)) for person in wanted.people}}
    if any(map(_administers, before.values())) and not any(map(_administers, after.values())):
        yield Problem(f"{base}people", N_("Nobody would be left to administer this area"))


def _settled(wanted: PersonRecord, known: PersonRecord | None) -> PersonRecord:
    return known.model_copy(update=wanted.said()) if known else wanted


def _administers(person: PersonRecord) -> bool:
    return person.is_active and "admin" in person.roles
