"""What proves that a mail is ours, judged by the library that others judge by."""

from base64 import b64encode
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pydantic import SecretStr

from services.notifications.gateways import MailServer
from shared.clock import SystemClock
from tests.notifications.conftest import OpenWithPost, sending, settled, tell
from tests.notifications.post import Post
from tests.notifications.town import Town

PKCS8 = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


async def test_a_mail_is_signed_for_the_senders_domain(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    records = {b"k1._domainkey.bergkamen.example.": b"v=DKIM1; p=" + b64encode(public)}
    secret = SecretStr(key.private_bytes(*PKCS8).decode())
    house = await open_with_post(post.url, dkim_selector="k1", dkim_key=secret)
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")

    def record(name: bytes, **_: int) -> bytes:
        return records[name]

    [mail] = post.raw
    assert dkim.verify(mail, dnsfunc=record)
    for changed in (b"Subject: ", b"To: ", b"References: "):
        assert not dkim.verify(mail.replace(changed, changed + b"x", 1), dnsfunc=record), changed


@pytest.mark.parametrize("key", ["", "no key", "ed25519"])
def test_a_key_that_is_none_ends_the_start(tmp_path: Path, key: str) -> None:
    if key == "ed25519":
        key = ed25519.Ed25519PrivateKey.generate().private_bytes(*PKCS8).decode()
    given = {"dkim_selector": "k1", "dkim_key": SecretStr(key)}
    with pytest.raises(ValueError, match="KNOTENPUNKT_DKIM_KEY is an RSA key"):
        MailServer(sending(tmp_path, "smtp://127.0.0.1:1", **given), SystemClock())
