from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert

from permits import clock
from permits.db import perform
from permits.models import SignIn
from permits.services.house.sign_ins import OF_ACCOUNT, OF_ADDRESS, Attempt, seconds_to_wait
from tests.early import office as office
from tests.offices import Office


def sign_in(office: Office, username: str, password: str = "") -> FlaskClient:
    client = office.app.test_client()
    client.post("/login", data={"username": username, "password": password or username})
    return client


def wait_after(office: Office, outcomes: list[tuple[str, str, str]], username: str, address: str) -> int:
    """Record (user name, address, outcome) a second apart; give how long the next one waits."""
    now = clock.wall()
    begun = now - timedelta(seconds=len(outcomes))
    rows = [
        {"area": "320699", "username": name, "roles": "", "address": place, "outcome": outcome,
         "at": begun + timedelta(seconds=number)}
        for number, (name, place, outcome) in enumerate(outcomes, start=1)
    ]  # fmt: skip

    def count(conn: Any) -> int:
        conn.execute(insert(SignIn), rows)
        return seconds_to_wait(conn, Attempt(username, address, "320699"), wall=now)

    return perform(office.app.extensions["engine"], count)


def test_each_failure_beyond_five_doubles_the_delay_of_the_account_from_any_address(office: Office) -> None:
    failed = [("lead", f"10.0.0.{number}", "failed") for number in range(OF_ACCOUNT.free)]

    assert wait_after(office, failed[:-1], "lead", "10.9.9.9") == 0
    assert wait_after(office, failed[:1], "lead", "10.9.9.9") == 1
    assert wait_after(office, failed[:3], "lead", "10.9.9.9") == 8


def test_a_success_ends_the_failures_of_its_account(office: Office) -> None:
    outcomes = [*[("lead", "10.0.0.1", "failed")] * 9, ("lead", "10.0.0.1", "succeeded")]

    assert wait_after(office, outcomes, "lead", "10.0.0.1") == 0


def test_a_hundred_successes_from_one_address_lock_nobody_out_and_thirty_failures_do(office: Office) -> None:
    together = [(f"clerk{number}", "10.0.0.1", "succeeded") for number in range(100)]
    assert wait_after(office, together, "clerk7", "10.0.0.1") == 0

    failures = [(f"clerk{number}", "10.0.0.1", "failed") for number in range(OF_ADDRESS.free + 3)]
    assert wait_after(office, failures, "clerk200", "10.0.0.1") == 8
    assert wait_after(office, together[:1], "clerk200", "10.0.0.2") == 0


def test_the_auditor_reads_failed_and_administrative_sign_ins_and_no_mistyped_password(office: Office) -> None:
    sign_in(office, "admin")
    sign_in(office, "contractor")
    sign_in(office, "police", "wrong")
    sign_in(office, "my-secret-password", "x")

    page = sign_in(office, "auditor").get("/audit").text

    assert "admin" in page
    assert "police" in page
    assert "系统中无此账户" in page
    assert "my-secret-password" not in page
    assert ">contractor<" not in page.partition('id="acts"')[0]
    assert sign_in(office, "contractor").get("/audit").status_code == 403
