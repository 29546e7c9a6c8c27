"""Mails about qualifications that end, seats to give, votes and workshops say what is so."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.matters.models import statements
from services.notifications.messages import handlers as messages
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.certificates import QualificationEnding, QualificationProlonged
from shared.contracts.gatherings import GatheringState, Place
from shared.contracts.seats import SeatsByHand, WorkshopSeatChanged
from shared.contracts.statements import StatementRecord, VoteAsked, VoteCounted
from shared.ids import new_id
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.notifications.ground import Ground
from tests.notifications.hall import FIRST, NOON, TITLE, Guest, Hall, calendar_part, hall
from tests.notifications.held import FRIDAY, Quiet
from tests.notifications.test_smtp import part

DAY, HOUR, LATER = timedelta(days=1), timedelta(hours=1), timedelta(minutes=11)
OFFICE = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
UNTIL = local_date(NOON) + 90 * DAY
STATEMENT = "Stellen entfristen"


def office(ground: Ground) -> None:
    ground.run(ground.know(new_id(), "office@bergkamen.example", OFFICE, name="Olga"))


def ending(held: Hall, who: Guest, *gatherings: UUID) -> QualificationEnding:
    found = QualificationEnding(
        qualification_id=new_id(), person_id=who.person_id, until=UNTIL, gatherings=gatherings
    )
    held.owe(found)
    return found


def motion(held: Hall, key: UUID, version: int = 1, **given: Any) -> None:
    known: dict[str, Any] = {"closes_at": NOON + 3 * DAY, "title": STATEMENT} | given
    record = StatementRecord(statement_id=key, version=version, **known)
    held._copy(statements, record)


def test_who_has_what_ends_learns_where_to_renew_it_and_the_office_how_many(ground: Ground) -> None:
    held = hall(ground)
    office(ground)
    kim, ada = held.guest(), held.guest("ada")
    for _ in range(2):
        ending(held, kim, held.id, new_id())
    ending(held, ada)
    mails = {each["To"].addresses[0].username: each for each in held.mails(LATER)}
    text = part(mails["kim"], "plain")
    assert mails["kim"]["Subject"] == "2 Qualifikationen laufen ab"
    assert f"{TITLE}, Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr" in text
    assert f"/trainings/angebote/{held.id}" in text
    assert "3. Juni 2031" in text
    assert "Gerade ist keine Veranstaltung" in part(mails["ada"], "plain")
    assert mails["office"]["Subject"] == "3 Qualifikationen laufen ab"
    assert "kim" not in part(mails["office"], "plain").lower()
    assert len(mails) == 3


def test_what_is_prolonged_before_it_goes_out_is_not_said(ground: Ground) -> None:
    held = hall(ground)
    office(ground)
    told = ending(held, held.guest())
    ground.clock.forward(timedelta(minutes=1))
    held._begin()
    body = QualificationProlonged(qualification_id=told.qualification_id, person_id=told.person_id)
    event = Received(body, held._message(body))

    async def take_back() -> None:
        async with ground.context.database.transaction() as uow:
            handler: Any = messages.withdraw_after_prolongation
            await handler([event], uow)

    ground.run(take_back())
    assert not held.mails(LATER)


def test_the_office_reads_how_many_seats_it_has_to_give_while_somebody_waits(
    ground: Ground,
) -> None:
    held = hall(ground)
    office(ground)
    kim = held.guest()
    held.stands(kim, Place.WAITING)
    held.owe(SeatsByHand(gathering_id=held.id, seats=2))
    [mail] = held.mails(LATER)
    assert mail["Subject"] == f"2 Plätze von Hand zu vergeben: {TITLE}"
    assert "2 Plätze frei, eine Person wartet." in part(mail, "plain")
    assert f"/trainings/veranstaltungen/{held.id}" in part(mail, "plain")
    held.owe(SeatsByHand(gathering_id=held.id, seats=1))
    held.stands(kim, Place.CONFIRMED)
    assert not held.mails(2 * DAY)


def test_a_vote_is_asked_for_until_it_closes_and_by_its_title(ground: Ground) -> None:
    held, key = hall(ground), new_id()
    kim = held.guest()
    held.owe(VoteAsked(statement_id=key, person_id=kim.person_id))
    assert not held.mails()
    motion(held, key)
    [mail] = held.mails(LATER)
    assert mail["Subject"] == f"Abstimmung: {STATEMENT}"
    assert "Sie haben Zeit bis Samstag, 8. März 2031" in part(mail, "plain")
    assert f"/trainings/stellungnahmen/{key}" in part(mail, "plain")
    held.owe(VoteAsked(statement_id=key, person_id=kim.person_id, again=True))
    [again] = held.mails(2 * HOUR)
    assert again["Subject"] == f"Abstimmung endet bald: {STATEMENT}"
    held.owe(VoteAsked(statement_id=key, person_id=kim.person_id, again=True))
    motion(held, key, 2, dropped=True)
    assert not held.mails(2 * HOUR)


def test_a_reminder_of_a_vote_that_closes_in_quiet_hours_is_not_sent_after_them(
    ground: Ground,
) -> None:
    Quiet(ground)
    held, key = hall(ground, now=FRIDAY + HOUR), new_id()
    kim, closes = held.guest(), FRIDAY + 2 * DAY
    motion(held, key, closes_at=closes)
    held.at(FRIDAY + 8 * HOUR)
    held.owe(VoteAsked(statement_id=key, person_id=kim.person_id, again=True))
    assert not held.mails()
    assert not held.mails(3 * DAY)


def test_the_publication_takes_the_place_of_a_result_that_waits(ground: Ground) -> None:
    held, key = hall(ground), new_id()
    kim = held.guest()
    motion(held, key, 2, published=True)
    for published in (False, True):
        about = {"statement_id": key, "person_id": kim.person_id}
        held.owe(VoteCounted(**about, accepted=True, published=published))
    [mail] = held.mails(LATER)
    assert mail["Subject"] == f"Stellungnahme veröffentlicht: {STATEMENT}"
    assert "Sie wurde angenommen." in part(mail, "plain")


def moved(held: Hall, who: Guest, wish: int | None) -> None:
    held.owe(
        WorkshopSeatChanged(
            gathering_id=held.id,
            registration_id=who.registration_id,
            person_id=who.person_id,
            day=FIRST,
            starts=time(13),
            ends=time(14, 30),
            wish=wish,
        )
    )


def test_of_a_workshop_the_last_change_is_said_and_only_to_who_has_a_seat(ground: Ground) -> None:
    held = hall(ground)
    kim, ada = held.guest(), held.guest("ada")
    for who in (kim, ada):
        held.stands(who, Place.CONFIRMED)
        for wish in (2, 1):
            moved(held, who, wish)
    held.stands(ada, Place.WITHDRAWN)
    [mail] = held.mails(LATER)
    assert mail["Subject"] == f"Ihr Workshop: {TITLE}"
    text = part(mail, "plain")
    assert "13:00 bis 14:30 Uhr: Sie haben einen Platz in Ihrem 1. Wunsch." in text
    assert "2. Wunsch" not in text
    assert "/trainings/l/anmeldung/" in text


@pytest.mark.parametrize(("place", "method"), [("confirmed", ""), ("waiting", "CANCEL")])
def test_who_gives_up_a_seat_and_registers_anew_at_once_keeps_the_entry_they_have(
    ground: Ground, place: str, method: str
) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    assert len(held.mails()) == 1
    held.release(kim)
    again = replace(kim, registration_id=new_id(), version=0, sequence=kim.sequence + 1)
    (held.confirm if place == "confirmed" else held.waits)(again)
    [mail] = held.mails(LATER)
    assert "abgemeldet" not in mail["Subject"]
    found = calendar_part(mail)
    assert (found.get_param("method") if found else "") == method


def test_nobody_is_told_of_workshops_of_what_was_called_off(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.stands(kim, Place.CONFIRMED)
    moved(held, kim, None)
    held.state = GatheringState.CANCELLED
    held.record()
    assert not held.mails(LATER)
