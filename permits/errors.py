"""The office's refusals; the engine has its own. No HTTP numbers here."""

from collections.abc import Iterable, Mapping
from typing import Self

from workflows import N_

VERSION_CONFLICT = "version_conflict"


class SetupFault(Exception):
    """The installation must not serve as configured; the message says what to change."""


class Refusal(Exception):
    """The office refuses; `message` is an English msgid, `params` fill its %-placeholders, `law` names the article."""

    code = "refused"
    sentence = N_("The office refuses this")

    def __init__(
        self, message: str = "", *, params: Mapping[str, object] | None = None, law: str | None = None
    ) -> None:
        self.message = message or self.sentence
        self.params: dict[str, object] = dict(params or {})
        self.law = law
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class Unauthenticated(Refusal):
    """Nobody has signed in, or the token is unknown."""

    code = "unauthenticated"
    sentence = N_("Sign in first")


class NotFound(Refusal):
    """The object does not exist, or the caller may not know of it."""

    code = "not_found"
    sentence = N_("There is nothing at this address")


class Forbidden(Refusal):
    """The caller may see the object, but holds no role with the permission."""

    code = "role_not_held"
    sentence = N_("Your role may not do this")


class ScopeMissing(Forbidden):
    """The role would do, but the token the caller shows is limited to other scopes."""

    code = "scope_missing"
    sentence = N_("This token was issued without the scope “%(scope)s”, which this call needs")

    def __init__(self, scope: str) -> None:
        """Name the scope."""
        super().__init__(params={"scope": scope})
        self.scope = scope


class Conflict(Refusal):
    """The object has changed, or a rule forbids the action in its current state; `details` say which."""

    sentence = N_("Somebody else has changed this in the meantime")

    def __init__(
        self,
        code: str,
        message: str = "",
        *,
        params: Mapping[str, object] | None = None,
        details: Mapping[str, object] | None = None,
        law: str | None = None,
    ) -> None:
        super().__init__(message, params=params, law=law)
        self.code = code
        self.details: dict[str, object] = dict(details or {})


class LookAgain(Conflict):
    """The request may only draw the form again; nothing is done."""

    sentence = N_("What you typed is back in the form; it has not been sent. Look at it and send it again.")

    def __init__(self) -> None:
        """Say so."""
        super().__init__("look_again", self.sentence)


class Invalid(Refusal):
    """The input is invalid; `problems` are (field, msgid, params)."""

    code = "invalid"
    sentence = N_("Some of what you sent is not valid")

    def __init__(
        self,
        problems: Iterable[tuple[str, str, Mapping[str, object]]] = (),
        message: str = "",
        *,
        params: Mapping[str, object] | None = None,
        law: str | None = None,
    ) -> None:
        super().__init__(message, params=params, law=law)
        self.problems: tuple[tuple[str, str, Mapping[str, object]], ...] = tuple(problems)

    @classmethod
    def at(cls, field: str, message: str, *, law: str | None = None, **params: object) -> Self:
        """Refuse one field, with the article that requires it where there is one."""
        return cls([(field, message, params)], law=law)


class IdempotencyMismatch(Invalid):
    """The idempotency key belongs to another request."""

    code = "idempotency_mismatch"
    sentence = N_("This Idempotency-Key was used for another request")


class TooLarge(Refusal):
    """The file exceeds the size limit."""

    code = "too_large"
    sentence = N_("The file is too large")


class UnsupportedMedia(Refusal):
    """The file's type is not accepted."""

    code = "unsupported_media"
    sentence = N_("The office does not take files of this kind")


class Unavailable(Refusal):
    """Something the office depends on does not answer; the same request may succeed later."""

    code = "unavailable"
    sentence = N_("Out of service for a moment")


class StorageFull(Refusal):
    """There is no room for a file."""

    code = "storage_full"
    sentence = N_(
        "The office has no room for files at this moment, so nothing was kept of what you sent. Send it again later;"
        " the office knows."
    )


class StorageAway(Unavailable):
    """The folder of files cannot be written to."""

    code = "storage_unavailable"
    sentence = N_(
        "The office cannot keep files at this moment, so nothing was kept of what you sent. Send it again in a while."
    )


class VersionMissing(Unavailable):
    """The bundle version of a case is missing or cannot be read; the case waits until it is imported again."""

    code = "version_missing"
    sentence = N_(
        "This case runs under version %(version)s of “%(bundle)s”, which this office cannot read."
        " Nothing of it is lost: the administrator has to import that version again."
    )

    def __init__(self, bundle: str, version: str) -> None:
        """Name the version."""
        super().__init__(self.sentence, params={"bundle": bundle, "version": version})


def refuse_if(*faults: tuple[str, str, bool], law: str) -> None:
    """Refuse input with any true fault; a fault is (field, msgid, whether it applies).

    Raises:
        Invalid: a fault applies.
    """
    problems: list[tuple[str, str, Mapping[str, object]]] = [
        (field, said, {}) for field, said, is_so in faults if is_so
    ]
    if problems:
        raise Invalid(problems, law=law)
