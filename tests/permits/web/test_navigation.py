from flask import Blueprint, Flask

from permits.actor import Actor
from permits.web.navigation import frame, links, navigation


def app_with(*endpoints: str) -> Flask:
    app = Flask("pages")
    for name in {endpoint.partition(".")[0] for endpoint in endpoints}:
        pages = Blueprint(name, name)
        for endpoint in endpoints:
            blueprint, _, page = endpoint.partition(".")
            if blueprint == name:
                pages.add_url_rule(f"/{page}", page, lambda: "")
        app.register_blueprint(pages)
    return app


def actor(role: str, department: str = "") -> Actor:
    return Actor(1, "someone", "Someone", "human", "320699", frozenset({(role, department)}))


def test_a_role_finds_its_own_pages_only() -> None:
    app = app_with("applicant.applications", "clerk.inbox", "manager.dashboard")

    with app.test_request_context():
        assert [item.endpoint for item in navigation(actor("clerk", "police"))] == ["clerk.inbox"]
        assert [item.endpoint for item in navigation(actor("applicant"))] == ["applicant.applications"]


def test_a_page_that_does_not_exist_is_not_offered() -> None:
    with app_with("public.start").test_request_context():
        assert navigation(actor("clerk", "police")) == []
        assert links() == {"home": "/start"}


def test_a_guest_finds_the_public_pages() -> None:
    with app_with("public.start", "clerk.inbox").test_request_context():
        assert [item.endpoint for item in navigation(None)] == ["public.start"]


def test_counts_stand_beside_their_entry() -> None:
    with app_with("clerk.inbox").test_request_context():
        given = frame(actor("head", "roads"), {"clerk.inbox": 12}, unread=3)

    assert [item.badge for item in given["nav"]] == [12]
    assert given["unread"] == 3
