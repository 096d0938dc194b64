"""Passwords: long enough, not one that is tried first, nothing known of the person."""

from collections.abc import Collection

from zxcvbn import zxcvbn

from permits.errors import Invalid
from workflows import N_

SHORTEST, LONGEST = 10, 200
# of zxcvbn's 0 to 4: withstands a hundred million guesses
LEAST_SCORE = 3
# the estimate takes no longer texts, and needs none
JUDGED = 72


def check_password(password: str, *, known: Collection[str] = ()) -> None:
    """Refuse a password that is too short, too long or easily guessed; `known` are words of the person.

    Raises:
        Invalid: at `password`.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        message = N_("A password has at least %(least)s and at most %(most)s characters")
        raise Invalid.at("password", message, least=SHORTEST, most=LONGEST)
    judged = zxcvbn(password[:JUDGED], user_inputs=[one for one in known if one])
    if int(judged["score"]) < LEAST_SCORE:
        message = N_("This password is among those tried first: take a longer one, such as four unrelated words")
        raise Invalid.at("password", message)
