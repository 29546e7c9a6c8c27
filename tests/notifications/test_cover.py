"""The mail that tells a head who is at the school while somebody is away."""

from datetime import date, timedelta
from typing import Any

from services.notifications.mails.values import GATHERED
from shared.clock import local_date
from shared.contracts.leaves import CoverAnnounced, CoverFact
from shared.contracts.notifications import LetterKind, LetterSent
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import announced, kept, settled, states, tell
from tests.notifications.town import Town, person

DAY = timedelta(days=1)
MARCH, JULY = date(2027, 3, 1), date(2027, 7, 31)


LEAVE = new_id()


def announced_cover(
    town: Town, first: date | None, last: date | None, *cover: CoverFact
) -> CoverAnnounced:
    return CoverAnnounced(
        leave_id=LEAVE,
        worker_id=town.worker,
        employment_id=town.employment,
        school_id=town.school,
        first_day=first,
        last_day=last,
        cover=cover,
    )


async def told(
    house: House, town: Town, first: date | None, last: date | None = None, *cover: CoverFact
) -> Any:
    """The mail that comes of it."""
    before = len(await states(house))
    await tell(house, announced_cover(town, first, last, *cover))
    house.clock.forward(GATHERED)
    await settled(house, *["sent"] * (before + 1))
    return [each for each in await kept(house) if each.kind == "cover"][-1]


async def opened(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    return house


async def test_a_head_reads_from_when_to_when_who_comes_and_whom_to_ask(
    open_house: OpenHouse, town: Town
) -> None:
    house = await opened(open_house, town)
    stands_in = Town(carrier=town.carrier, school=town.school, second_school=town.second_school)
    await tell(
        house,
        person(stands_in.worker, "Änne", "Vogt", "aenne@awo.example"),
        stands_in.hired(date(2027, 4, 1)),
    )
    await settled(house, "sent", "sent")
    nobody = CoverFact(first_day=MARCH, last_day=date(2027, 3, 31), employment_id=None)
    somebody = CoverFact(
        first_day=date(2027, 4, 1), last_day=JULY, employment_id=stands_in.employment
    )
    mail = await told(house, town, MARCH, JULY, nobody, somebody)
    assert mail.recipient == "Sabine Größchen <sabine@overberg.schule.example>"
    assert "Jörg-Uwe" not in mail.subject
    for part in (
        "ist vom 1. März 2027 bis 31. Juli 2027 nicht im Dienst.",
        "vom 1. März 2027 bis 31. März 2027: ",
        "noch niemand",
        "vom 1. April 2027 bis 31. Juli 2027: ",
        "Änne Vogt",
        "personal@awo.example",
        "koordination@bergkamen.example",
        "/directory/meine-schulen",
    ):
        assert part in mail.text
        assert part in mail.html
    assert "Beurlaub" not in mail.text + mail.html + mail.subject
    [sent] = [each for each in await announced(house, LetterSent) if each.kind is LetterKind.COVER]
    assert sent.worker_id == town.worker


async def test_a_leave_without_an_end_that_has_begun_is_until_further_notice(
    open_house: OpenHouse, town: Town
) -> None:
    house = await opened(open_house, town)
    today = local_date(house.clock.now())
    fact = CoverFact(first_day=today - DAY, last_day=None, employment_id=None)
    mail = await told(house, town, today - DAY, None, fact)
    assert "ist bis auf Weiteres nicht im Dienst." in mail.text


async def test_a_head_reads_that_somebody_is_back_or_never_was_away(
    open_house: OpenHouse, town: Town
) -> None:
    house = await opened(open_house, town)
    await told(house, town, MARCH)
    mail = await told(house, town, None)
    assert "ist nun doch wie gewohnt im Dienst" in mail.text
    assert "Wer so lange" not in mail.html


async def test_a_head_reads_that_somebody_is_back(open_house: OpenHouse, town: Town) -> None:
    house = await opened(open_house, town)
    today = local_date(house.clock.now())
    fact = CoverFact(first_day=today - 5 * DAY, last_day=today - 2 * DAY, employment_id=None)
    mail = await told(house, town, today - 5 * DAY, today - 2 * DAY, fact)
    assert "ist seit " in mail.text
    assert "wieder im Dienst" in mail.text
    assert "noch niemand" not in mail.text


async def test_what_one_change_means_for_several_leaves_is_one_mail_to_the_head(
    open_house: OpenHouse, town: Town
) -> None:
    house = await opened(open_house, town)
    first, second = announced_cover(town, MARCH, JULY), announced_cover(town, JULY, None)
    await tell(house, first, second.model_copy(update={"leave_id": new_id()}))
    house.clock.forward(GATHERED)
    await settled(house, *["sent"] * 3)
    [mail] = [each for each in await kept(house) if each.kind != "welcome"]
    assert mail.subject == "Ihre Zusammenfassung: 2 Nachrichten"
    assert mail.text.count("nicht im Dienst") == 2
