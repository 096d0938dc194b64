"""Lists of the lived office are searched by number in part, company, credit code, person, project and road."""

import pytest
from flask import Flask

LISTS = (
    ("contractor", "/applications"),
    ("contractor", "/licences"),
    ("contractor", "/notifications"),
    ("roads", "/inbox"),
    ("window", "/counter"),
    ("manager", "/cases"),
)


@pytest.mark.parametrize(("who", "address"), LISTS)
def test_a_list_is_searched_and_says_when_nothing_is_found(office: Flask, who: str, address: str) -> None:
    client = office.test_client()
    client.post("/login", data={"username": who, "password": who})

    assert 'role="search"' in client.get(address).text
    nothing = client.get(f"{address}?q=%_nobody").text
    assert "没有符合条件的内容" in nothing or "请更换搜索词" in nothing or "更换搜索词" in nothing


@pytest.mark.parametrize("typed", ["26052", "通江建设", "91320699yydem0016r", "陈建", "东港物流", "紫琅路"])
def test_cases_and_work_are_found_by_any_part(office: Flask, typed: str) -> None:
    for who, address in (("manager", "/cases"), ("roads", "/inbox")):
        client = office.test_client()
        client.post("/login", data={"username": who, "password": who})
        assert 'class="key"' in client.get(address, query_string={"q": typed}).text
