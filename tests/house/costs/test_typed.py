"""Every form of every page: filled in, sent after the session has ended, and there again after signing in."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import func, select

from bench.fuzz.typed import Forms
from permits.db import reading
from permits.models import Event
from tests.e2e.conftest import serving
from tests.e2e.typist import OPEN_TO_ALL, Typist, some_of, typed_in, window
from tests.form_walk import Found, all_forms, sign_in, signed_in
from tests.page_forms import forms_of

# addresses that forms are sent to and nothing is typed for, or nobody has signed in for
NOTHING_TYPED = {
    "account.language": "one of two buttons",
    "account.login": "nobody has signed in yet",
    "account.logout": "a button",
    **dict.fromkeys(("admin.disable_person", "admin.enable_person", "admin.reset_person"), "a button"),
    **dict.fromkeys(("admin.revoke_token", "admin.decide_role", "own.remove_member"), "a button"),
    **dict.fromkeys(("admin.confirm_identity", "admin.reject_identity"), "a button"),
    "admin.import_people": "a file",
    **dict.fromkeys(("admin.release_proposal", "admin.withdraw_proposal"), "the walk opens no proposal"),
    **dict.fromkeys(("factors.begin", "factors.renew_codes", "factors.turn_off"), "a button"),
    "factors.confirm": "a code, which is never kept",
    "factors.prove": "a password, which is never kept",
    **dict.fromkeys(("passkeys.add", "passkeys.prove", "passkeys.sign_in"), "a passkey, sent by a script"),
    "passkeys.remove": "a button",
    "own.invite": "the walk opens no page of the company",
    "own.password": "passwords, which are never kept",
    **dict.fromkeys(("registering.register", "registering.forgotten", "welcome.welcome"), "nobody has signed in yet"),
    "second_step.second_step": "nobody has signed in yet",
    "account.read_messages": "a button",
    "account.revoke_token": "a button",
    "applicant.add_file": "files, sent by a script",
    "applicant.create": "a button",
    "applicant.keep": "sent by a script, which reads the answer",
    "applicant.supplement": "files",
    "applicant.upload": "files",
    "applicant.urge": "a button",
    "clerk.claim": "a button of the answer's form",
    "clerk.release": "a button of the answer's form",
    "failed_jobs.decide": "a button for a job",
    "incidents.repair_all": "a button",
    "photos.add": "files",
    "powers.answer": "open to everybody: no session can end",
    "powers.confirm": "drawn from the power itself, of which terms are chosen",
    "powers.revoke": "a button",
    "public.answer": "open to everybody: no session can end",
    "public.answer_first": "open to everybody: no session can end",
    "public.object_to": "open to everybody: no session can end",
}
# forms that make something new, or touch nothing that others change too
NEW_THINGS = {
    "account.issue_token": "a token beside the others",
    "account.language": "one's own",
    "account.logout": "one's own session",
    "account.read_messages": "one's own",
    "account.revoke_token": "one token, once",
    "account.sandbox": "the clock only goes on",
    **dict.fromkeys(
        ("admin.change_area", "admin.change_department", "admin.change_place", "admin.person"),
        "a row of the office: each change of it stands in its chain, with what was before",
    ),
    **dict.fromkeys(("admin.new_person", "admin.new_department", "admin.new_place"), "a row beside the others"),
    **dict.fromkeys(("admin.disable_person", "admin.enable_person", "admin.reset_person"), "one account, confirmed"),
    **dict.fromkeys(("admin.revoke_token", "admin.decide_role"), "one token or request, once"),
    **dict.fromkeys(("admin.confirm_identity", "admin.reject_identity"), "one account, once"),
    "admin.import_people": "people beside the others",
    "admin.check_bundle": "a proposal beside the others",
    "admin.try_bundle": "nothing is written",
    "admin.retire_bundle": "one version, once",
    "own.invite": "somebody beside the others",
    "own.password": "one's own",
    "own.remove_member": "one member, once",
    "registering.register": "a new account",
    "registering.forgotten": "a letter",
    "welcome.welcome": "a link, once",
    "admin.closure": "a day; what moves is shown before it is committed",
    "admin.notice": "days; what moves is shown before they are committed",
    "applicant.create": "a new draft",
    "applicant.upload": "files beside the others",
    "incidents.repair_all": "whatever is broken by then",
    "photos.add": "pictures beside the others",
    "powers.record": "a power beside the others",
    "powers.answer": "a link, once",
    "powers.confirm": "one power, once",
    "powers.revoke": "one power, once",
    "public.answer": "nothing is written",
    "public.object_to": "an objection beside the others",
    "window.file_at_counter": "a new draft",
}
MOST_COMMON = 40


@pytest.fixture(scope="module")
def walked(lived: Flask) -> Iterator[Mapping[str, Found]]:
    """Find each kind of form once; here a password is right without a second of arithmetic."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("permits.web.account.check_password_hash", lambda _hash, _password: True)
        yield all_forms(lived)


@pytest.fixture(scope="module")
def found(walked: Mapping[str, Found]) -> Mapping[str, Found]:
    """Leave out what searches, and what is open to everybody."""
    return {name: one for name, one in walked.items() if one.form.method == "post" and not name.startswith(OPEN_TO_ALL)}


def test_what_is_typed_into_any_form_survives_the_end_of_the_session(office: Flask, found: Mapping[str, Found]) -> None:
    typed = {name: one for name, one in found.items() if one.form.kinds}
    lost = {name: missing for name, one in typed.items() if (missing := lost_of(office, one))}

    assert lost == {}
    assert len(typed) > MOST_COMMON


@pytest.mark.browser
def test_what_is_typed_at_a_browser_survives_the_end_of_the_session(
    office: Flask, found: Mapping[str, Found], browser: Browser, tmp_path: Path
) -> None:
    """Some of the forms; `manage.py bench forms` takes all."""
    forms = some_of(typed_in(found))
    with closing(sqlite3.connect(f"{tmp_path}/daokou.db")) as copy, reading(office.extensions["engine"]) as conn:
        conn.connection.driver_connection.backup(copy)  # type: ignore[union-attr]  # SQLite's own

    with serving(tmp_path) as base, window(browser) as page:
        lost = Typist(page, base, tmp_path / "daokou.db").lost(forms)

    assert lost == {}
    assert {one.by for one in forms.values()} >= {"contractor", "window", "roads", "admin"}


def lost_of(app: Flask, one: Found) -> object:
    client, form, typed = app.test_client(), one.form, one.form.filled()
    gone = client.post(form.action, data={**form.hidden, **typed})
    if not gone.headers.get("Location", "").startswith("/login"):
        return ("not led to the sign-in", gone.status_code)
    back = sign_in(client, one.by)
    drawn = client.get(back)
    again = [again for again in forms_of(drawn.text, back) if again.action == form.action]
    if drawn.status_code != 200 or not again:
        return (back, drawn.status_code)
    return {
        name: (value, again[0].sent.get(name))
        for name, value in typed.items()
        if again[0].typed.get(name) != value and again[0].hidden.get(name) != value
    }


def test_every_address_that_takes_a_form_is_among_them_or_has_a_reason(
    office: Flask, found: Mapping[str, Found]
) -> None:
    rules = [rule for rule in office.url_map.iter_rules() if "POST" in (rule.methods or ())]
    takers = {rule.endpoint for rule in rules if not rule.rule.startswith("/api/")}

    typed = {name.partition(":")[0] for name, one in found.items() if one.form.kinds}
    assert takers - typed == set(NOTHING_TYPED)


def test_every_form_carries_the_version_of_what_it_was_drawn_from(found: Mapping[str, Found]) -> None:
    without = {name.partition(":")[0] for name, one in found.items() if "version" not in one.form.hidden}

    assert without <= set(NEW_THINGS)
    assert {"applicant.urge", "clerk.answer", "applicant.save"} <= {name.partition(":")[0] for name in found}


def test_a_form_drawn_from_another_version_changes_nothing_and_comes_back(
    office: Flask, found: Mapping[str, Found]
) -> None:
    taken: dict[str, object] = {}
    before = events(office)
    for name, one in found.items():
        if "version" in one.form.hidden and one.form.kinds:
            answer = signed_in(office, one.by).post(one.form.action, data={**one.form.sent, "version": "2000000000"})
            if "Location" in answer.headers:
                taken[name] = answer.headers["Location"]

    assert taken == {}
    assert events(office) == before


def test_no_form_filled_in_as_nobody_should_ends_as_a_fault(office: Flask, walked: Mapping[str, Found]) -> None:
    before = events(office)

    result = Forms(office, walked, seed=1, longest_seconds=10).run(rounds=1)

    assert result.faults == set()
    assert result.sent > MOST_COMMON
    assert events(office) == before


def events(app: Flask) -> int:
    with reading(app.extensions["engine"]) as conn:
        return int(conn.execute(select(func.count()).select_from(Event)).scalar_one())
