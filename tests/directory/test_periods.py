"""The office chooses how long its municipality keeps something, within limits."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from shared.messaging.tables import audit, retention_periods
from shared.privacy.declared import Deletion
from tests.conftest import OpenHouse
from tests.house import House

LIST = "/directory/loeschfristen"
MAILS = f"{LIST}/{Deletion.NINETY_DAYS.key}"
API = "/directory/api/v1/retention-periods"
CONCEPT = "/directory/verarbeitungen/loeschkonzept"


async def days_in(house: House, service: str) -> list[int]:
    return [row.days for row in await house.rows(service, select(retention_periods))]


async def version(house: House) -> int:
    """Of what holds now, as a program reads it."""
    found = (await house.http.get(API)).json()
    [mine] = [each for each in found if each["deletion"] == Deletion.NINETY_DAYS.key]
    return int(mine["version"])


async def send(house: House, days: object, **more: object) -> tuple[int, str]:
    given: Mapping[str, str] = {
        "days": str(days),
        "version": str(await version(house)),
        **{name: str(value) for name, value in more.items()},
    }
    answer = await house.http.post(MAILS, data=given)
    return answer.status_code, answer.text


async def test_a_period_is_chosen_told_to_every_service_and_given_up_again(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "notifications")
    shown = (await house.http.get(LIST)).text
    for part in ("Zustellungen", "30 Tage bis 180 Tage", "Warum diese Grenzen", "wie üblich"):
        assert part in shown
    assert (await send(house, 120))[0] == 303
    await house.quiet()
    assert await days_in(house, "directory") == await days_in(house, "notifications") == [120]
    assert "120 Tage, von Ihrer Kommune gewählt" in (await house.http.get(LIST)).text
    assert (
        "120 Tage (eigene Frist der Kommune; üblich: 90 Tage)"
        in (await house.http.get(CONCEPT)).text
    )
    record = (await house.http.get("/directory/verarbeitungen/mails")).text
    assert "120 Tage (eigene Frist; sonst 90 Tage)" in record
    assert "Zurück zur üblichen Frist" in (await house.http.get(MAILS)).text
    assert (await send(house, 90, confirmed="ja"))[0] == 303
    await house.quiet()
    assert await days_in(house, "directory") == await days_in(house, "notifications") == []
    done = [row.action for row in await house.rows("directory", select(audit))]
    assert done.count("POST /loeschfristen/{deletion}") == 2
    assert (await send(house, 120))[0] == 303
    await house.quiet()
    assert await days_in(house, "notifications") == [120], "its tombstone does not keep it away"


async def test_a_shorter_period_says_what_goes_and_is_confirmed(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    status, text = await send(house, 60)
    assert status == 200
    for part in (
        "Verzeichnis",
        "0 Zeilen",
        "Nachrichten",
        "innerhalb einer Stunde",
        "Statt 90 Tage",
    ):
        assert part in text
    assert await days_in(house, "directory") == []
    assert "Löschfrist" in (await send(house, 60, again="ja"))[1]
    assert (await send(house, 60, confirmed="ja"))[0] == 303
    assert await days_in(house, "directory") == [60]


async def test_what_lies_outside_the_limits_or_is_no_number_is_refused_in_german(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    for days in (29, 181):
        status, text = await send(house, days, confirmed="ja")
        assert (status, "Diese Frist ist nicht erlaubt" in text) == (422, True)
    for typed in ("bald", "", "-3"):
        status, text = await send(house, typed)
        assert (status, "Bitte" in text or "Zahl" in text) == (422, True)
    assert await days_in(house, "directory") == []
    assert (await house.http.get(f"{LIST}/two-days")).status_code == 404


async def test_of_two_who_choose_at_once_the_second_sees_what_the_first_did(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    assert (await house.http.post(MAILS, data={"days": "100", "version": "0"})).status_code == 303
    answer = await house.http.post(MAILS, data={"days": "120", "version": "0"})
    assert answer.status_code == 409
    assert await days_in(house, "directory") == [100]


async def test_programs_choose_by_the_same_rules(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    mine = f"{API}/{Deletion.CONNECTIONS_OVER.key}"
    body = {"days": 400, "version": 0}
    assert (await house.http.put(mine, json=body)).json()["type"].endswith("period-shorter")
    assert (await house.http.put(mine, json={**body, "days": 364})).status_code == 422
    assert (await house.http.put(mine, json={**body, "confirmed": True})).json()["days"] == 400
    assert (await house.http.put(mine, json={**body, "days": 500})).status_code == 409
    assert (await house.http.put(f"{API}/two-days", json=body)).status_code == 404
    usual = Deletion.CONNECTIONS_OVER.period.lasts
    [found] = [each for each in (await house.http.get(API)).json() if each["days"] == 400]
    back = {"days": usual // timedelta(days=1), "version": found["version"]}
    assert (await house.http.put(mine, json=back)).json()["version"] == 0
