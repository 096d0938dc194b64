"""Every link of a case page leads where its reader may go."""

import re

import pytest
from flask import Flask

from tests.offices import PLAINEST, Office
from tests.pages import CheckedClient
from tests.permits.web.journeys import sign_in

LISTS = {
    "roads": "/inbox",
    "roads-head": "/inbox",
    "lead": "/cases",
    "window": "/cases",
    "manager": "/cases",
    "contractor": "/applications",
}


@pytest.mark.parametrize(("username", "listed"), LISTS.items())
def test_a_case_leads_back_to_a_list_its_reader_may_see(
    client: CheckedClient, app: Flask, username: str, listed: str
) -> None:
    case = Office(app).accepted(PLAINEST)
    sign_in(client, username)

    # the applicant is led to the own page of the case
    page = client.get(f"/cases/{case['id']}", follow_redirects=True).text

    crumbs = re.search(r'<ol class="crumbs"><li><a href="([^"]+)"', page)
    assert crumbs
    assert crumbs[1] == listed
    assert client.get(listed).status_code == 200
