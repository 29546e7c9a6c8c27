"""Proves that a mail is the domain's."""

from dataclasses import dataclass
from typing import Any

import dkim
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import SecretStr

from shared.mail import Sender

_SIGNED = [
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"references",
    b"auto-submitted",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"mime-version",
    b"content-type",
    b"content-language",
]


@dataclass(frozen=True)
class _Key:
    """Signs as the library asks of keys that it does not know the arithmetic of."""

    private: RSAPrivateKey

    def sign(self, digest: bytes) -> "_Signature":
        return _Signature(self.private.sign(digest, PKCS1v15(), Prehashed(SHA256())))


@dataclass(frozen=True)
class _Signature:
    signature: bytes


class _Signer(dkim.DKIM):  # type: ignore[misc]
    """Lets the key sign: the library's own RSA is in Python, and takes twenty times as long.

    It asks the key where the algorithm is Ed25519, and only there; what the header says of the
    algorithm is written by then.
    """

    key: _Key

    def gen_header(self, fields: Any, headers: Any, canonical: Any, name: Any, _: Any) -> bytes:
        self.signature_algorithm = b"ed25519-sha256"
        header: bytes = super().gen_header(fields, headers, canonical, name, self.key)
        return header


@dataclass(frozen=True)
class Dkim:
    """What proves that a mail is the domain's (RFC 6376)."""

    selector: str
    domain: str
    key: RSAPrivateKey
    pem: bytes

    def signed(self, content: bytes) -> bytes:
        """With the signature in front."""
        signer = _Signer(content)
        signer.key = _Key(self.key)
        header: bytes = signer.sign(
            self.selector.encode(),
            self.domain.encode(),
            self.pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_SIGNED,
        )
        return header + content


def read_dkim(selector: str, key: SecretStr | None, sender: Sender) -> Dkim | None:
    """None without a selector; raises ``ValueError`` for a key that is none."""
    if not selector:
        return None
    try:
        private = load_pem_private_key((key.get_secret_value() if key else "").encode(), None)
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, RSAPrivateKey):
        raise ValueError("KNOTENPUNKT_DKIM_KEY is an RSA key in PEM format without a password")
    form = (Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return Dkim(selector, sender.address.domain, private, private.private_bytes(*form))
