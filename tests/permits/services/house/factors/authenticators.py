"""A software authenticator: makes and uses passkeys as a browser with a device does, or as a hostile one."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device with one passkey; a test lies by changing what it says."""

    origin: str = "http://localhost:8000"
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    credential_id: bytes = b"a passkey of the tests, 32 bytes"

    def create(self, options: str, **lies: Any) -> str:
        """Answer `navigator.credentials.create`."""
        number = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (number.x, number.y))
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        made = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        data = self._data(self.flags | ATTESTED) + made
        statement = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options, lies)
        return self._answer({"clientDataJSON": client, "attestationObject": statement})

    def get(self, options: str, **lies: Any) -> str:
        """Answer `navigator.credentials.get`; a counting device counts."""
        self.count += 1 if self.count else 0
        client, data = self._client("webauthn.get", options, lies), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _client(self, kind: str, options: str, lies: dict[str, Any]) -> bytes:
        said = {
            "type": kind,
            "challenge": json.loads(options)["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said | lies).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.credential_id)
        said = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
