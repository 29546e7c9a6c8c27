"""Whoever is let in is told so by mail, and not with every click."""

from datetime import timedelta

from shared.german import date_and_time
from tests.directory.test_staff_pages import Clerk, clerk

__all__ = ["clerk"]


async def test_who_may_sign_in_already_gets_no_second_mail_about_it(clerk: Clerk) -> None:
    path = await clerk.hire()
    for _ in range(2):
        assert (await clerk.post(f"{path}/anmeldung")).status_code == 303
    told = [each["notice"] for each in await clerk.desk.announced("directory.code-request.v1")]
    assert told == ["invited"]


async def test_whoever_is_let_in_again_and_again_gets_one_mail_an_hour(clerk: Clerk) -> None:
    path = await clerk.hire()

    async def told_after(wait: timedelta) -> int:
        clerk.desk.house.clock.forward(wait)
        for there in ("/anmeldung", "/anmeldung/sperren", "/anmeldung"):
            assert (await clerk.post(f"{path}{there}")).status_code == 303
        return len(await clerk.desk.announced("directory.code-request.v1"))

    begun = clerk.desk.house.clock.now()
    assert await told_after(timedelta(0)) == 1
    assert await told_after(timedelta(minutes=59)) == 1
    assert f"Zuletzt eingeladen am {date_and_time(begun)}" in await clerk.page(path)
    assert await told_after(timedelta(minutes=1)) == 2
