"""On the way to the mail server: TLS is demanded unless the operator says otherwise in words."""

from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from deploy.local.program import free_port
from shared.mail import Tls
from tests.notifications.certificates import Authority
from tests.notifications.conftest import OpenWithPost, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_outages import assert_nothing_is_spent, paused_for
from tests.notifications.town import Town


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_where_tls_is_demanded_a_server_without_it_gets_nothing(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url, smtp_tls=Tls.REQUIRED)
    await tell(house, *town.everything(), town.hired())
    await paused_for(house, "tls")
    await assert_nothing_is_spent(house)
    assert post.mails == []


async def test_starttls_with_a_certificate_of_one_s_own_authority(
    open_with_post: OpenWithPost, authority: Authority, town: Town
) -> None:
    post = Post(tls=authority.server(), sign_in=("amt", "geheim"))
    post.open()
    try:
        url = f"smtp://amt:geheim@127.0.0.1:{post.port}"
        house = await open_with_post(url, smtp_tls=Tls.REQUIRED, smtp_ca_file=authority.file)
        await tell(house, *town.everything(), town.hired())
        await settled(house, "sent")
    finally:
        post.close()
    assert post.sign_ins == [True]


@pytest.mark.parametrize("demand", [Tls.REQUIRED, Tls.OPPORTUNISTIC])
async def test_a_certificate_nobody_vouches_for_is_not_trusted(
    open_with_post: OpenWithPost, authority: Authority, town: Town, demand: Tls
) -> None:
    post = Post(tls=authority.server())
    post.open()
    try:
        house = await open_with_post(post.url, smtp_tls=demand)
        await tell(house, *town.everything(), town.hired())
        await paused_for(house, "tls")
        await assert_nothing_is_spent(house)
    finally:
        post.close()
    assert post.mails == []


@pytest.mark.parametrize("demand", [Tls.OPPORTUNISTIC, Tls.NONE])
async def test_who_says_so_in_words_gets_mail_without_tls(
    open_with_post: OpenWithPost, post: Post, town: Town, demand: Tls
) -> None:
    house = await open_with_post(post.url, smtp_tls=demand)
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_a_password_never_travels_in_the_clear(
    open_with_post: OpenWithPost, town: Town
) -> None:
    """Even where somebody on the way has taken STARTTLS out of the server's answer."""
    post = Post(sign_in=("amt", "geheim"))
    post.open()
    try:
        url = f"smtp://amt:geheim@127.0.0.1:{post.port}"
        house = await open_with_post(url, smtp_tls=Tls.REQUIRED)
        await tell(house, *town.everything(), town.hired())
        await paused_for(house, "tls")
    finally:
        post.close()
    assert post.sign_ins == []


async def test_a_wrong_password_stands_still_and_spends_nothing(
    open_with_post: OpenWithPost, authority: Authority, town: Town
) -> None:
    post = Post(tls=authority.server(), sign_in=("amt", "geheim"))
    post.open()
    try:
        url = f"smtp://amt:falsch@127.0.0.1:{post.port}"
        house = await open_with_post(url, smtp_tls=Tls.REQUIRED, smtp_ca_file=authority.file)
        await tell(house, *town.everything(), town.hired())
        await paused_for(house, "credentials")
        await assert_nothing_is_spent(house)
    finally:
        post.close()


async def test_tls_from_the_first_byte(
    open_with_post: OpenWithPost, authority: Authority, town: Town
) -> None:
    post = Post(free_port())
    server = Controller(post, hostname="127.0.0.1", port=post.port, ssl_context=authority.server())
    server.start()
    try:
        url = f"smtps://127.0.0.1:{post.port}"
        house = await open_with_post(url, smtp_tls=Tls.REQUIRED, smtp_ca_file=authority.file)
        await tell(house, *town.everything(), town.hired())
        await settled(house, "sent")
    finally:
        server.stop()
    assert len(post.mails) == 1
