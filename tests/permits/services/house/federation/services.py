"""Identity services for tests: a real one, and one that says whatever a test lets it say."""

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT = "daokou"
SECRET = "a secret of the client"


@contextmanager
def real_service(*users: Any) -> Iterator[str]:
    """Run a real identity service; gives its issuer."""
    with warnings.catch_warnings():
        # the package uses what its own dependency deprecates
        warnings.simplefilter("ignore")
        from oidc_provider_mock import run_server_in_thread

        with run_server_in_thread(user_claims=users, require_nonce=True) as server:
            yield f"http://localhost:{server.server_port}"


@dataclass
class Scripted:
    """A service whose answers a test changes; by itself it is a correct one that names `sub`."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signer: Any = None
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    issuer: str = ""
    nonce: str = ""
    now: int = 0
    token_form: Mapping[str, list[str]] = field(default_factory=dict)

    @Request.application
    def __call__(self, request: Request) -> Response:
        self.asked.append(request.path)
        if request.path in self.bodies:
            return Response(self.bodies[request.path])
        if request.path == "/token":
            self.token_form = parse_qs(request.get_data(as_text=True))
        found = {"/token": self.token, "/jwks": self.jwks, "/.well-known/openid-configuration": self.described}
        return Response(json.dumps(found[request.path]()), mimetype="application/json")

    def described(self) -> dict[str, Any]:
        own = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return own | self.metadata

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def token(self) -> dict[str, Any]:
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "s-1", "nonce": self.nonce, "name": "测试"}
        said |= {"iat": self.now, "exp": self.now + 60, **self.claims}
        left = {name: value for name, value in said.items() if value is not None}
        token = jwt.encode(self.header, left, self.signer or self.key, algorithms=[self.header["alg"]])
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}


@contextmanager
def scripted_service() -> Iterator[Scripted]:
    """Run a service of the test's own."""
    script = Scripted()
    server = make_server("localhost", 0, script, threaded=True)
    script.issuer = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
