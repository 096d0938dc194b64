"""Navigation: the header entries of each role and the links of the page frame."""

from dataclasses import dataclass

from flask import current_app, url_for

from permits.actor import Actor
from permits.policies import serves_counter
from workflows import N_

DEPARTMENT = frozenset({"clerk", "head"})


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the header; `badge` is the count beside it, 0 for none."""

    endpoint: str
    label: str
    icon: str
    badge: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A page for the header and the roles that see it ("guest": nobody signed in)."""

    endpoint: str
    label: str
    icon: str
    roles: frozenset[str]


PLACES = (
    Place("public.start", N_("What do I need?"), "question", frozenset({"applicant", "guest"})),
    Place("applicant.applications", N_("My applications"), "folder", frozenset({"applicant"})),
    Place("applicant.licences", N_("My licences"), "shield", frozenset({"applicant"})),
    Place("powers.powers", N_("Powers of attorney"), "users", frozenset({"applicant"})),
    Place("own.company", N_("Colleagues"), "building", frozenset({"owner"})),
    Place("window.queue", N_("Counter"), "inbox", frozenset({"window"})),
    Place("admin.registrations", N_("Registrations"), "users", frozenset({"window"})),
    Place("clerk.inbox", N_("Inbox"), "inbox", DEPARTMENT | {"government", "lead"}),
    Place("manager.dashboard", N_("Dashboard"), "gauge", frozenset({"manager", "lead"})),
    Place("applicant.applications", N_("Filed at the counter"), "folder", frozenset({"window"})),
    Place("manager.cases", N_("Cases"), "list", frozenset({"lead", "window", "manager", "auditor", "admin"})),
    Place("incidents.incidents", N_("Incidents"), "warning", frozenset({"manager", "admin"})),
    Place("status.statusz", N_("Health"), "gauge", frozenset({"manager", "auditor"})),
    Place("audit.audit", N_("Audit"), "scale", frozenset({"auditor", "admin"})),
    Place("admin.bundles", N_("Bundles"), "book", frozenset({"admin"})),
    Place("admin.calendar", N_("Working days"), "calendar", frozenset({"admin"})),
    Place("admin.people", N_("People"), "users", frozenset({"admin"})),
    Place("admin.office_page", N_("Office"), "building", frozenset({"admin"})),
    Place("public.works", N_("Licences in force"), "map", frozenset({"applicant", "guest"})),
    Place("public.verify", N_("Verify a licence"), "qr", frozenset({"guest"})),
    Place("public.performance", N_("Promise kept"), "chart", frozenset({"guest"})),
)
LISTS = ("manager.cases", "clerk.inbox", "applicant.applications")
LINKS = {
    "home": "public.start",
    "login": "account.login",
    "logout": "account.logout",
    "account": "account.profile",
    "language": "account.language",
    "notifications": "account.notifications",
    "sandbox": "account.sandbox",
    "verify": "public.verify",
    "performance": "public.performance",
    "works": "public.works",
    "notices": "public.notices",
    "decisions": "public.decisions",
    "roots": "public.chain_roots",
    "areas": "public.choose_area",
    "accessibility": "public.accessibility",
}


def navigation(actor: Actor | None, badges: dict[str, int] | None = None) -> list[NavItem]:
    """List an actor's header entries whose page exists; `badges` are counts by endpoint."""
    roles = actor.role_names() if actor else frozenset({"guest"})
    counts = badges or {}
    return [
        NavItem(place.endpoint, place.label, place.icon, counts.get(place.endpoint, 0))
        for place in PLACES
        if place.endpoint in current_app.view_functions and (place.roles & roles)
    ]


def list_of_cases(actor: Actor) -> NavItem:
    """Return the widest list of cases open to the actor's role."""
    found = {item.endpoint: item for item in navigation(actor)}
    return next(found[endpoint] for endpoint in LISTS if endpoint in found)


def links() -> dict[str, str]:
    """Return the addresses of the pages that the frame links to and that exist."""
    return {key: url_for(endpoint) for key, endpoint in LINKS.items() if endpoint in current_app.view_functions}


def frame(actor: Actor | None, badges: dict[str, int] | None = None, unread: int = 0) -> dict[str, object]:
    """Return the values of base.html for the app's context processor."""
    at_counter = actor is not None and not actor.holds("applicant") and serves_counter(actor)
    # the counter uses the applicant's pages for applications it files for others
    own_list = N_("Filed at the counter") if at_counter else N_("My applications")
    return {
        "nav": navigation(actor, badges),
        "links": links(),
        "unread": unread,
        "at_counter": at_counter,
        "own_list": own_list,
    }
