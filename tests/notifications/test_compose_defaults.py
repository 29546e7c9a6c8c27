"""With ``.env.example`` as the quick start copies it, mail reaches the sink that Compose starts."""

from pathlib import Path

from dotenv import dotenv_values

from shared.mail import Tls
from tests.notifications.conftest import OpenWithPost, settled, tell
from tests.notifications.post import Post
from tests.notifications.town import Town

EXAMPLE = Path(__file__).parents[2] / ".env.example"


async def test_a_hire_s_mails_reach_the_sink(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    given = dotenv_values(EXAMPLE)
    assert given["KNOTENPUNKT_SMTP_URL"] == "smtp://mailpit:1025"
    house = await open_with_post(
        post.url,
        smtp_tls=Tls(given["KNOTENPUNKT_SMTP_TLS"] or ""),
        mail_from=given["KNOTENPUNKT_MAIL_FROM"],
        mail_reserved_domains=given["KNOTENPUNKT_MAIL_RESERVED_DOMAINS"],
    )
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    [mail] = post.mails
    assert mail["From"] == "Knotenpunkt <knotenpunkt@localhost>"
