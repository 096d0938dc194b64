"""Template globals and filters: the actor, the day, and the format of days, states and numbers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flask import Flask

from permits import clock
from permits.actor import Actor
from permits.config import Settings
from permits.db import reading
from permits.http import (
    area,
    calendar,
    districts,
    engine,
    find_actor,
    further,
    in_area,
    in_office,
    language,
    office,
    say,
)
from permits.http.matters import matter_name, matters
from permits.http.transfer import LARGEST_REQUEST_BYTES
from permits.models.internal import Internal
from permits.office import District
from permits.queries.office import people
from permits.services.files.uploads import ANY, LARGEST_BYTES, MEGABYTE
from permits.web.navigation import frame
from permits.web.next_steps import Said
from permits.words import word
from workflows import N_, SHANGHAI, Text, group, local_day, yuan

WEEKDAYS_ZH = "一二三四五六日"


def register(app: Flask, settings: Settings) -> None:
    """Register the globals and filters of the templates."""

    @app.context_processor
    def values() -> dict[str, object]:
        at = clock.now()
        actor = find_actor()
        return {
            "actor": actor,
            "lang": language(),
            "now": at,
            "today": local_day(at),
            "sandbox": settings.sandbox,
            "district": _district(),
            **frame(actor, unread=_unread(actor)),
        }

    app.jinja_env.finalize = public
    app.jinja_env.filters.update(FILTERS)
    # a global, because a macro imported without context sees no context values
    app.jinja_env.globals["word"] = say_word
    app.jinja_env.globals["further"] = further
    app.jinja_env.globals["in_area"] = in_area
    app.jinja_env.globals["states"] = group
    app.jinja_env.globals["all_matters"] = matters
    app.jinja_env.globals["taken_files"] = {
        "accept": ",".join(f".{kind}" for kind in ANY),
        "at_once_mb": LARGEST_REQUEST_BYTES // MEGABYTE,
        "largest_mb": LARGEST_BYTES // MEGABYTE,
    }


def public(value: object) -> object:
    """Leave internal texts out of pages for people outside the office."""
    return "" if isinstance(value, Internal) and not in_office() else value


def _district() -> District | None:
    """Return the area a page is about, where there are several."""
    known = districts()
    return known.get(area()) if len(known) > 1 else None


def _unread(actor: Actor | None) -> int:
    """Count the unread notifications."""
    if actor is None or actor.id is None:
        return 0
    with reading(engine()) as conn:
        return people.unread(conn, actor.id)


def department(key: str) -> Mapping[str, str]:
    """Return the short name of a department of the area a page is about."""
    return office().body(area(), key).short


def text(value: Text | Mapping[str, str] | str | None) -> str:
    """Return a bilingual text in the caller's language."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Text):
        return value.get(language())
    return value.get(language()) or value.get("zh", "")


def say_word(kind: str, code: str | None, of: str = "") -> str:
    """Return the word for a code (a state, a role, a kind …) in the caller's language."""
    found = word(kind, code or "", of)
    return text(found) if isinstance(found, Text) else say(found)


def day(value: date | datetime | str | None) -> str:
    """Format a day, an ISO one of a document too: 2026年5月28日（周四）, Thu 28 May 2026."""
    if not value:
        return ""
    known = date.fromisoformat(value) if isinstance(value, str) else value
    on = local_day(known) if isinstance(known, datetime) else known
    if language() == "zh":
        return f"{on.year}年{on.month}月{on.day}日（周{WEEKDAYS_ZH[on.weekday()]}）"
    return f"{on:%a} {on.day} {on:%b %Y}"


def last_day(value: date | None) -> str:
    """Format the last day of a licence's term; None: without end."""
    return day(value) or say(N_("without end"))


def due(value: date | None) -> str:
    """Format a due day, marked while the calendar of that day is provisional."""
    return day(value) + provisional(value)


def provisional(value: date | None) -> str:
    """Return the mark of a day whose calendar is provisional, else ""."""
    return say(N_(" (provisional)")) if value is not None and calendar().awaits_notice(value) else ""


def said(sentence: Said) -> str:
    """Return a sentence with its values as a page shows them: last days, and numbers as money."""
    message, values = sentence
    return say(message, {name: _shown(value) for name, value in values.items()})


def _shown(value: str | int | date) -> str:
    if isinstance(value, date):
        return due(value)
    return value if isinstance(value, str) else yuan(value)


def moment(value: datetime | None) -> str:
    """Format a moment in the office's zone, to the minute."""
    return f"{day(value)} {value.astimezone(SHANGHAI):%H:%M}" if value else ""


def relative_day(due_on: date | None) -> str:
    """Describe the distance to a due day in working days."""
    if due_on is None:
        return ""
    today, days = local_day(clock.now()), calendar()
    if due_on == today:
        return say(N_("Due today"))
    if due_on > today:
        left = days.between(today, due_on)
        return say(N_("1 working day left")) if left == 1 else say(N_("%(days)s working days left"), {"days": left})
    over = days.between(due_on, today)
    return say(N_("1 working day overdue")) if over == 1 else say(N_("%(days)s working days overdue"), {"days": over})


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day,
    "department": department,
    "due": due,
    "last_day": last_day,
    "provisional": provisional,
    "matter": matter_name,
    "moment": moment,
    "money": yuan,
    "permit": lambda row: office().permit_name(row, row.permit, is_short=True),
    "place": lambda row: office().place_of(row, row.site),
    "relative_day": relative_day,
    "said": said,
    "text": text,
    "word": lambda code, kind: say_word(kind, code),
}
