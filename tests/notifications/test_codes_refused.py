"""Codes that are not sent, fail or wait: too old, used, refused, away."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from services.notifications.codes.use_cases import measure
from shared.contracts.accounts import CodeRequestRecord
from shared.contracts.notifications import CODES
from shared.signing import jwk
from shared.signing.sealing import seal_to
from tests.house import House
from tests.notifications.post import Post
from tests.notifications.test_codes import (
    ADDRESS,
    CODE,
    announce,
    asked,
    erase,
    house,
    lane,
    own_house,
    page,
    until,
)
from tests.one_key import OneKey
from tests.shared.messaging.meters import Growth, told

__all__ = ["house", "own_house"]


async def until_paused(house: House, cause: str) -> None:
    async with asyncio.timeout(10):
        while house.context("notifications").remarks.get("codes") != f"paused: {cause}":
            await asyncio.sleep(0.01)


async def test_a_mail_server_that_is_away_costs_nothing_and_is_seen(
    own_house: House, post: Post
) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    assert await lane(own_house) == [(0, None)]
    async with asyncio.timeout(10):
        while "Der Versand steht still" not in await page(own_house):
            await asyncio.sleep(0.01)
    post.open()
    await until(own_house, (1, None))
    assert len(post.mails) == 1
    async with asyncio.timeout(10):
        while "codes" in own_house.context("notifications").remarks:
            await asyncio.sleep(0.01)


async def test_nothing_is_sent_once_the_code_was_used(own_house: House, post: Post) -> None:
    post.close()
    used, owed = await asked(own_house), await asked(own_house, asked_at=own_house.clock.now())
    await announce(own_house, used, owed)
    await until_paused(own_house, "unreachable")
    await erase(own_house, CodeRequestRecord, used.request_id)
    post.open()
    await until(own_house, (1, None))
    assert len(post.mails) == 1


async def test_nothing_is_sent_once_the_code_is_too_old(own_house: House, post: Post) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    own_house.clock.forward(timedelta(minutes=20))
    post.open()
    await announce(own_house, await asked(own_house))
    await until(own_house, (0, None), (1, None))
    assert len(post.mails) == 1
    assert "Der Code galt nicht mehr, ehe die Mail hinausging" in await page(own_house)


async def test_a_recipient_refused_for_good_keeps_nobody_else_waiting(
    house: House, post: Post
) -> None:
    post.refuse["weg@schule.example"] = "550 5.1.1 no such user"
    now = house.clock.now()
    refused = await asked(house, address="weg@schule.example", asked_at=now)
    await announce(house, refused, await asked(house, asked_at=now + timedelta(seconds=1)))
    await until(house, (1, "recipient"), (1, None))
    shown = await page(house)
    assert "Der Mailserver lehnt den Empfänger ab" in shown
    assert "weg@schule.example" not in shown
    post.refuse.clear()
    await announce(house, refused.model_copy(update={"version": 2}))
    await until(house, (2, None), (1, None))


@pytest.mark.parametrize("reply", ["451 4.7.1 greylisted", "554 5.7.1 Relay access denied"])
async def test_what_passes_or_may_be_our_fault_is_tried_again(
    house: House, post: Post, reply: str
) -> None:
    post.refuse[ADDRESS] = reply
    with capture_logs() as logs:
        await announce(house, await asked(house))
        async with asyncio.timeout(10):
            while not any(line["event"] == "code.refused" for line in logs):
                await asyncio.sleep(0.01)
    assert await lane(house) == [(0, None)]
    post.refuse.clear()
    house.clock.forward(timedelta(seconds=61))
    await until(house, (1, None))


async def test_an_address_that_no_mail_can_go_to_is_a_failure(house: House, post: Post) -> None:
    await announce(house, await asked(house, address="no address"))
    await until(house, (1, "address"))
    assert post.mails == []


async def test_a_code_sealed_to_a_key_that_was_replaced_is_a_failure(
    house: House, post: Post
) -> None:
    gone = jwk.read(CODES, OneKey(CODES).private)
    assert gone is not None
    await announce(house, await asked(house, sealed_code=seal_to(gone, CODE.encode())))
    await until(house, (1, "sealed"))
    assert post.mails == []


async def test_what_waits_and_what_failed_is_measured(own_house: House, post: Post) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    labels = {"service": "notifications", "kind": "sign_in_code"}
    await measure(own_house.context("notifications"))
    assert told("letters_waiting", **labels) == 1
    paused = told("delivery_paused", service="notifications", part="codes", cause="unreachable")
    assert paused == 1
    failed = Growth("letters_failed_total", **labels)
    post.refuse[ADDRESS] = "550 5.1.1 no such user"
    post.open()
    await until(own_house, (1, "recipient"))
    await measure(own_house.context("notifications"))
    assert told("letters_waiting", **labels) == 0
    async with asyncio.timeout(5):  # counted once it is committed
        while failed.now() != {"letters_failed_total": 1}:
            await asyncio.sleep(0.01)
