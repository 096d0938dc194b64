"""An identity service (OpenID Connect Core 1.0): authorization code with PKCE, state and nonce; a checked ID token.

What it says of itself and its keys are fetched when they are first needed and kept for an hour; keys are fetched again
for a token whose key is unknown, at most once a minute.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from permits.errors import Forbidden, Unavailable
from permits.services.house.federation.fetching import (
    CONNECT_SECONDS,
    READ_SECONDS,
    SILENT,
    bounded,
    get_json,
    is_safe,
)
from workflows import N_

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

Claims: TypeAlias = Mapping[str, object]
DISCOVERY = "/.well-known/openid-configuration"
KEPT_FOR, AGAIN_AFTER = timedelta(hours=1), timedelta(minutes=1)
SCOPE = "openid profile email"
# signatures by a public key: one by the client's secret, or none, proves nothing here
ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS = 60
UNPROVEN = N_("The identity service did not confirm who you are: nobody was signed in")


class Unproven(Forbidden):
    """What came from the identity service does not prove who somebody is; the cause goes to the log alone."""

    sentence = UNPROVEN


@dataclass(frozen=True, slots=True)
class Client:
    """How the office is known at an identity service."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was sent away with, and has to come back to."""

    state: str
    nonce: str
    verifier: str


@dataclass(slots=True)
class Provider:
    """One identity service, as this process knows it."""

    client: Client
    _kept: dict[str, tuple[datetime, dict[str, object]]] = field(default_factory=dict)

    def address(self, asked: Asked, *, wall: datetime) -> str:
        """Return where a browser goes to be told who sits before it.

        Raises:
            Unavailable: the service does not answer.
        """
        endpoint = self._endpoint("authorization_endpoint", wall=wall)
        url, _state = self._session().create_authorization_url(
            endpoint, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce
        )
        return str(url)

    def claims(self, code: str, asked: Asked, *, wall: datetime, more: Callable[[Claims], bool]) -> Claims:
        """Exchange a code and return what the service says of somebody; `more` tells whether that is too little.

        Raises:
            Unavailable: the service does not answer.
            Unproven: it refuses the code, or its token is not for this office, this sign-in or this moment.
        """
        endpoint = self._endpoint("token_endpoint", wall=wall)
        try:
            timeouts = (CONNECT_SECONDS, READ_SECONDS)
            token = self._session(wall).fetch_token(
                endpoint, code=code, code_verifier=asked.verifier, timeout=timeouts, stream=True, allow_redirects=False
            )
        except OAuthError as fault:
            raise Unproven from fault
        except (requests.RequestException, ValueError, OSError) as fault:
            raise Unavailable(SILENT) from fault
        said = self._checked(str(token.get("id_token", "")), asked, wall=wall)
        if more(said) and "userinfo_endpoint" in self.metadata(wall=wall):
            return self._with_userinfo(said, str(token.get("access_token", "")), wall=wall)
        return said

    def metadata(self, *, wall: datetime) -> dict[str, object]:
        """Return what the service says of itself.

        Raises:
            Unavailable: it does not answer, or calls itself otherwise than the settings do.
        """
        found = self._fetched(self.client.issuer.rstrip("/") + DISCOVERY, wall=wall)
        if found.get("issuer") != self.client.issuer:
            self._kept.clear()
            raise Unavailable(SILENT)
        return found

    def expects_issuer(self, *, wall: datetime) -> bool:
        """Return whether the service names itself when it sends a browser back (RFC 9207)."""
        return self.metadata(wall=wall).get("authorization_response_iss_parameter_supported") is True

    def _session(self, wall: datetime | None = None) -> OAuth2Session:
        known = self.metadata(wall=wall).get("token_endpoint_auth_methods_supported") if wall else None
        method = None
        if isinstance(known, list) and self.client.secret and "client_secret_basic" not in known:
            method = "client_secret_post"
        session = OAuth2Session(
            self.client.client_id,
            self.client.secret or None,
            scope=SCOPE,
            redirect_uri=self.client.redirect_uri,
            token_endpoint_auth_method=method,
            code_challenge_method="S256",
        )
        bounded(session)
        return session

    def _endpoint(self, name: str, *, wall: datetime) -> str:
        url = self.metadata(wall=wall).get(name)
        if not isinstance(url, str) or not is_safe(url):
            raise Unavailable(SILENT)
        return url

    def _checked(self, token: str, asked: Asked, *, wall: datetime) -> Claims:
        """Return the claims of an ID token that is signed by the service, for this office, sign-in and moment."""
        options = {
            "iss": {"essential": True, "value": self.client.issuer},
            "aud": {"essential": True, "value": self.client.client_id},
        }
        try:
            read = self._decoded(token, wall=wall)
            params = {"nonce": asked.nonce, "client_id": self.client.client_id}
            said = CodeIDToken(read.claims, read.header, options, params)
            said.validate(now=int(wall.timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError) as fault:
            raise Unproven from fault
        return dict(said)

    def _decoded(self, token: str, *, wall: datetime) -> jwt.Token:
        url = self._endpoint("jwks_uri", wall=wall)
        try:
            return _decode(token, self._fetched(url, wall=wall))
        except InvalidKeyIdError:
            # the service may have changed its keys
            if self._kept[url][0] + AGAIN_AFTER > wall:
                raise
            return _decode(token, self._fetched(url, wall=wall, kept_for=AGAIN_AFTER))

    def _with_userinfo(self, said: Claims, access_token: str, *, wall: datetime) -> Claims:
        told = get_json(self._endpoint("userinfo_endpoint", wall=wall), bearer=access_token)
        if told.get("sub") != said["sub"]:
            raise Unproven
        return {**told, **said}

    def _fetched(self, url: str, *, wall: datetime, kept_for: timedelta = KEPT_FOR) -> dict[str, object]:
        """Return a document of the service, a kept one while it is fresh."""
        kept = self._kept.get(url)
        if kept is None or kept[0] + kept_for <= wall:
            kept = self._kept[url] = (wall, get_json(url))
        return kept[1]


def _decode(token: str, keys: Mapping[str, object]) -> jwt.Token:
    found = cast("KeySetSerialization", {"keys": keys.get("keys", [])})
    return jwt.decode(token, KeySet.import_key_set(found), algorithms=ALGORITHMS)


@cache
def provider_of(client: Client) -> Provider:
    """Return the one provider of a client in this process, which keeps what it has fetched."""
    return Provider(client)
