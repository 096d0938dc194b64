"""What an office takes from an identity service, and what it does not: signatures, addressees, moments, sizes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from permits import clock
from permits.errors import Unavailable
from permits.services.house.federation import fetching
from permits.services.house.federation.provider import Asked, Client, Provider, Unproven
from tests.permits.services.house.federation.services import CLIENT, SECRET, Scripted, scripted_service

ASKED = Asked("state", "nonce", "v" * 43)
STRANGER = RSAKey.generate_key(2048, {"kid": "one"})
AT = clock.wall()


@pytest.fixture(scope="module")
def running() -> Iterator[Scripted]:
    with scripted_service() as script:
        yield script


@pytest.fixture
def service(running: Scripted) -> Scripted:
    fresh = Scripted(key=running.key)
    for name, value in vars(fresh).items():
        if name != "issuer":
            setattr(running, name, value)
    running.nonce, running.now = ASKED.nonce, int(AT.timestamp())
    return running


@pytest.fixture
def provider(service: Scripted) -> Provider:
    return Provider(Client(service.issuer, CLIENT, SECRET, "http://localhost/return"))


def claims(provider: Provider, wall: Any = AT) -> Any:
    return provider.claims("code", ASKED, wall=wall, more=lambda _claims: False)


def test_a_token_for_this_office_is_taken_and_the_code_was_bound_to_the_browser(
    service: Scripted, provider: Provider
) -> None:
    assert claims(provider)["sub"] == "s-1"
    assert service.token_form["code_verifier"] == [ASKED.verifier]
    address = provider.address(ASKED, wall=AT)
    assert all(word in address for word in ("code_challenge_method=S256", "nonce=nonce", "state=state"))
    assert ASKED.verifier not in address


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "http://localhost:1"},
        {"iss": None},
        {"sub": None},
        {"exp": int(AT.timestamp()) - 61},
        {"exp": None},
        {"exp": "soon"},
        {"iat": int(AT.timestamp()) + 600},
        {"nbf": int(AT.timestamp()) + 600},
    ],
    # the moments differ from process to process
    ids=lambda wrong: str({name: 0 if isinstance(value, int) else value for name, value in wrong.items()}),
)
def test_a_token_for_somebody_else_or_another_moment_proves_nothing(
    service: Scripted, provider: Provider, wrong: dict[str, Any]
) -> None:
    service.claims = wrong

    with pytest.raises(Unproven):
        claims(provider)


def test_a_token_that_the_service_has_not_signed_proves_nothing(service: Scripted, provider: Provider) -> None:
    service.signer = STRANGER
    with pytest.raises(Unproven):
        claims(provider)
    # whoever knows the secret of the client is not the service
    service.header, service.signer = {"alg": "HS256", "kid": "one"}, OctKey.import_key(SECRET)
    with pytest.raises(Unproven):
        claims(provider)
    service.bodies["/token"] = b'{"access_token": "a", "token_type": "Bearer", "id_token": "e30.e30."}'
    with pytest.raises(Unproven):
        claims(provider)
    service.bodies["/token"] = b'{"access_token": "a", "token_type": "Bearer"}'
    with pytest.raises(Unproven):
        claims(provider)


def test_what_the_service_says_of_itself_and_its_keys_is_kept_for_an_hour(
    service: Scripted, provider: Provider
) -> None:
    for _ in range(3):
        claims(provider)
    assert sorted(set(service.asked)) == ["/.well-known/openid-configuration", "/jwks", "/token"]
    assert len(service.asked) == 5

    service.now += 3600
    claims(provider, AT + timedelta(hours=1))
    assert service.asked.count("/jwks") == 2


def test_new_keys_of_the_service_are_fetched_at_most_once_a_minute(service: Scripted, provider: Provider) -> None:
    claims(provider)
    service.key = RSAKey.generate_key(2048, {"kid": "two"})
    service.header = {"alg": "RS256", "kid": "two"}

    with pytest.raises(Unproven):
        claims(provider, AT + timedelta(seconds=59))
    assert service.asked.count("/jwks") == 1
    assert claims(provider, AT + timedelta(seconds=60))["sub"] == "s-1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://localhost:1"},
        {"token_endpoint": "http://example.com/token"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://localhost/keys"},
    ],
    ids=str,
)
def test_a_service_that_calls_itself_otherwise_or_is_reached_in_the_open_is_not_used(
    service: Scripted, provider: Provider, wrong: dict[str, Any]
) -> None:
    service.metadata = wrong

    with pytest.raises(Unavailable):
        claims(provider)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
@pytest.mark.parametrize("body", [b"no JSON", b"[]", b'"' + b"x" * (fetching.LARGEST_BYTES + 1) + b'"'], ids=len)
def test_an_answer_that_is_too_long_or_no_object_is_none(
    service: Scripted, provider: Provider, path: str, body: bytes
) -> None:
    service.bodies[path] = body

    with pytest.raises(Unavailable):
        claims(provider)


def test_an_answer_that_takes_too_long_is_none(
    service: Scripted, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0)

    with pytest.raises(Unavailable):
        claims(provider)


def test_a_service_that_is_down_is_said_to_be() -> None:
    down = Provider(Client("http://localhost:9", CLIENT, "", "http://localhost/return"))

    with pytest.raises(Unavailable, match="does not answer now"):
        down.address(ASKED, wall=AT)
