"""Hand a letter over: to a mail server by SMTP, or as a file. No database.

A mail server answers for a letter after its last byte (RFC 5321 §4.2.5). Until then nothing was handed over and the
letter may be tried again; afterwards only the server knows (docs/adr/0020-letters-are-handed-over-once.md).
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from permits.files import own_file

STEP_SECONDS = 20.0
# RFC 5321 §4.5.3.2.6 asks for ten minutes: a server that scans what it takes is slow to answer
CONFIRM_SECONDS = 600.0
GO_AHEAD, TAKEN, REFUSED_FOR_GOOD, SIGN_IN_FIRST = 354, 250, 500, 530
PLAIN, STARTTLS, TLS = SCHEMES = ("smtp", "smtp+starttls", "smtps")
BYTES = policy.SMTP.clone(cte_type="7bit")
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class NotHandedOver(Exception):
    """The letter was not handed over; a later try may succeed."""


class RefusedForGood(NotHandedOver):
    """The mail server refuses this letter, and would again."""


class NeverConfirmed(Exception):
    """The mail server has had the whole letter and gave no answer."""


def by_smtp(letter: EmailMessage, url: str, *, on_the_brink: Callable[[], bool]) -> None:
    """Hand a letter over to the mail server of `url`.

    `on_the_brink` is called before the text is sent; it returns whether to go on.

    Raises:
        NotHandedOver: the server cannot be reached or does not take the letter now; or `on_the_brink` said no.
        RefusedForGood: the server will not take the letter.
        NeverConfirmed: the server did not answer after the text.
    """
    try:
        server = _connect(urlsplit(url))
    except (OSError, smtplib.SMTPException) as error:
        raise NotHandedOver(_said(error)) from error
    try:
        _announce(server, letter)
        if not on_the_brink():
            raise NotHandedOver("another worker has taken the letter")
        _confirm(server, letter.as_bytes(policy=BYTES))
        # what it says to the farewell changes nothing
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host, port = parts.hostname or "localhost", parts.port or 0
    context = ssl.create_default_context()
    if parts.scheme == TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=STEP_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=STEP_SECONDS)
    try:
        if parts.scheme == STARTTLS:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _announce(server: smtplib.SMTP, letter: EmailMessage) -> None:
    """Tell the server from whom and for whom, and that the text follows."""
    try:
        _check(*server.mail(letter["From"]), wanted=TAKEN)
        _check(*server.rcpt(letter["To"]), wanted=TAKEN)
        _check(*server.docmd("DATA"), wanted=GO_AHEAD)
    except (OSError, smtplib.SMTPException) as error:
        raise NotHandedOver(_said(error)) from error
    except UnicodeEncodeError as error:
        raise RefusedForGood(f"the mail server takes no such address ({_said(error)})") from error


def _confirm(server: smtplib.SMTP, text: bytes) -> None:
    """Send the text, wait for the answer."""
    try:
        if server.sock is not None:
            server.sock.settimeout(CONFIRM_SECONDS)
        server.send(LEADING_DOT.sub(b"..", text) + b"\r\n.\r\n")
        code, said = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise NeverConfirmed(_said(error)) from error
    _check(code, said, wanted=TAKEN)


def _check(code: int, said: bytes, *, wanted: int) -> None:
    if code // 10 == wanted // 10:
        return
    answer = f"{code} {said.decode('utf-8', 'replace')}"
    # a server that wants a password refuses everybody, not this letter
    raise (RefusedForGood if code >= REFUSED_FOR_GOOD and code != SIGN_IN_FIRST else NotHandedOver)(answer)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def as_file(letter: EmailMessage, path: Path) -> None:
    """Write a temporary file, then rename it: the letter file is always complete, and there is one."""
    beside = path.with_suffix(".part")
    own_file(beside)
    beside.write_bytes(letter.as_bytes())
    beside.replace(path)
