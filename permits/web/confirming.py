"""Acts that cannot be taken back: the page shows what would go out, nothing is written, and asks once more."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, render_template, request
from sqlalchemy import Connection

from permits.actions import Action
from permits.casefile.context import Issued
from permits.documents import render
from permits.documents.kinds import INTERNAL_NOTICES
from permits.documents.view import page
from permits.http import act, is_looking, language
from permits.http.transfer import sent_file
from permits.http.typed import MARKS
from workflows import lifecycle

# the digest of the notices that were seen; what the button of the confirmation asks for
SEEN, ASKED = "seen", "go_on"
SEND, BACK, PAPER = "send", "back", "paper-"
# drawn anew by each act
PASSING = frozenset({"number", "receipt"})


@dataclass(eq=False)
class Unconfirmed(Exception):
    """The act would issue these notices; it is rolled back until somebody has seen them."""

    action: Action
    notices: Sequence[Issued]
    digest: str


@dataclass(eq=False)
class Unasked(Exception):
    """The act issues no notice and cannot be undone; it is rolled back until the caller has confirmed."""

    label: str
    question: str


def register(app: Flask) -> None:
    """Let the pages of `app` ask before what cannot be taken back."""
    app.before_request(_go_back)
    app.register_error_handler(Unconfirmed, _ask)
    app.register_error_handler(Unasked, _ask_plainly)


def ask_first(action: Action, issued: Sequence[Issued]) -> None:
    """Ask for a confirmation, unless the notices an act has issued are the ones that were seen.

    Raises:
        Unconfirmed: they are not.
    """
    notices = [one for one in issued if one.kind not in INTERNAL_NOTICES]
    if not notices or is_looking():
        return
    digest = digest_of(notices)
    if request.form.get(SEEN) != digest or request.form.get(ASKED) != SEND:
        raise Unconfirmed(action, notices, digest)


def act_once_confirmed(fn: Callable[[Connection], object], *, label: str, question: str) -> None:
    """Run an act that issues no notice; ask first, and only who may take it.

    Raises:
        Unasked: the act would go through and is not confirmed yet; it is rolled back.
        Whatever `fn` raises.
    """

    def asked(conn: Connection) -> None:
        fn(conn)
        if not is_looking() and request.form.get(ASKED) != SEND:
            raise Unasked(label, question)

    act(asked)


def _ask_plainly(waiting: Unasked) -> Response:
    said = {"label": waiting.label, "summary": waiting.question}
    return make_response(render_template("confirm.html", **said, papers=(), fields=_sent(), digest=""))


def _sent() -> list[tuple[str, str]]:
    """List the fields of the form, without what each page draws anew."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in {*MARKS, SEEN, ASKED}]


def digest_of(notices: Sequence[Issued]) -> str:
    """Hash what the notices say, without what each act draws anew."""
    said = [(one.kind, {name: fact for name, fact in one.facts.items() if name not in PASSING}) for one in notices]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def preview_of(notice: Issued) -> Mapping[str, object]:
    """Return the facts of a notice that is not issued yet: without number, receipt and code."""
    left = {name: fact for name, fact in notice.facts.items() if name != "verify_url"}
    return {**left, "number": "–", "preview": True}


def _go_back() -> None:
    """Draw the form again as it was sent, for who does not confirm."""
    if request.method == "POST" and request.form.get(ASKED) == BACK:
        g.is_looking = True


def _ask(waiting: Unconfirmed) -> Response:
    asked = request.form.get(ASKED, "")
    number = asked.removeprefix(PAPER)
    if asked.startswith(PAPER) and number.isdecimal() and int(number) < len(waiting.notices):
        return _paper(waiting.notices[int(number)])
    lang, action = language(), waiting.action
    words = [page(one.kind, preview_of(one), language=lang) for one in waiting.notices]
    names = ("licence", "reinstatement") if action.on == "licence" else (action.on,)
    (move, *_) = [one for key in names for one in lifecycle(key).actions if one.name == action.name]
    return make_response(
        render_template(
            "confirm.html",
            label=move.label,
            summary=action.summary,
            papers=words,
            fields=_sent(),
            digest=waiting.digest,
            has_changed=asked == SEND,
        )
    )


def _paper(notice: Issued) -> Response:
    """Send the notice as it would go out, marked as a preview."""
    pdf = render(notice.kind, preview_of(notice), language=notice.language)
    return sent_file(pdf, f"{notice.kind}-preview.pdf", "application/pdf", is_inline=True)
