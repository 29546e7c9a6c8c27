"""With nothing set but what Compose insists on, mail reaches the sink beside it."""

import re
from pathlib import Path
from typing import Any

import yaml

from shared.mail import Tls
from tests.notifications.conftest import OpenWithPost, Post, Town, settled, tell

CHECKOUT = Path(__file__).parents[2]


def of_compose(name: str) -> str:
    """The value that a variable has where ``.env`` says nothing about it."""
    document: Any = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
    value: str = document["services"]["notifications"]["environment"][name]
    return re.sub(r"\$\{\w+:?-([^}]*)\}", r"\1", value)


async def test_a_hire_s_mails_reach_the_sink(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    assert of_compose("KNOTENPUNKT_SMTP_URL") == "smtp://mailpit:1025"
    house = await open_with_post(
        post.url,
        smtp_tls=Tls(of_compose("KNOTENPUNKT_SMTP_TLS")),
        mail_from=of_compose("KNOTENPUNKT_MAIL_FROM"),
        mail_reserved_domains=of_compose("KNOTENPUNKT_MAIL_RESERVED_DOMAINS"),
    )
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    [mail] = post.mails
    assert mail["From"] == "Knotenpunkt <knotenpunkt@localhost>"
