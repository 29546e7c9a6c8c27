"""An invitation names what it is to, leads to where one answers, and is in no calendar yet."""

from datetime import date, time
from uuid import UUID

import pytest

from shared.contracts.gatherings import GatheringState, Place, SeatLoss, SlotFact
from shared.contracts.invitations import (
    GatheringInvited,
    InvitationEnd,
    InvitationEnded,
    InvitationMoved,
)
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, TITLE, Guest, Hall, calendar_part, hall, read
from tests.notifications.test_smtp import part


def invite(held: Hall, who: Guest, *, again: bool = False, key: UUID | None = None) -> UUID:
    held._begin()
    about = {"gathering_id": held.id, "person_id": who.person_id}
    key = key or new_id()
    held.owe(GatheringInvited(**about, invitation_id=key, again=again))
    return key


def test_who_signs_in_is_led_to_the_page_and_who_does_not_to_a_link(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan", signs_in=False)
    invite(held, kim)
    invite(held, jan, again=True)
    mails = {str(each["To"]).partition("@")[0].rpartition("<")[2]: each for each in held.mails()}
    inside, outside = mails["kim"], mails["jan"]
    assert inside["Subject"] == f"Einladung: {TITLE}"
    text = part(inside, "plain")
    assert "Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr, Rathaus, Raum 101" in text
    assert f"/trainings/angebote/{held.id}" in text
    assert "/l/einladung/" not in text
    assert calendar_part(inside) is None
    assert "fragt noch einmal" in part(outside, "plain")
    assert "/trainings/l/einladung/" in part(outside, "plain")


def test_who_has_registered_meanwhile_or_cannot_any_more_is_not_invited(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    held._begin()
    held.stands(kim, Place.CONFIRMED)
    invite(held, kim)
    assert held.mails() == []
    held.state = GatheringState.CLOSED
    held.record()
    invite(held, jan)
    assert held.mails(11 * MINUTE) == []


def end(held: Hall, who: Guest, key: UUID, why: InvitationEnd) -> None:
    held._begin()
    about = {"gathering_id": held.id, "person_id": who.person_id}
    held.owe(InvitationEnded(**about, invitation_id=key, why=why))


def move(held: Hall, who: Guest, key: UUID) -> None:
    """An hour later, on the same day."""
    held._begin()
    before = held.dates[0]
    held.dates[0] = before.model_copy(update={"starts": time(10)})
    held.record()
    about = {"gathering_id": held.id, "person_id": who.person_id, "date_id": before.date_id}
    was = SlotFact.model_validate(before.model_dump())
    held.owe(InvitationMoved(**about, invitation_id=key, before=(was,)))


@pytest.mark.parametrize(
    ("why", "subject"),
    [
        (InvitationEnd.WITHDRAWN, f"Einladung zurückgenommen: {TITLE}"),
        (InvitationEnd.CALLED_OFF, f"Abgesagt: {TITLE}"),
    ],
)
def test_only_who_had_an_invitation_is_told_that_it_is_over(
    ground: Ground, why: InvitationEnd, subject: str
) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    first, second = invite(held, kim), new_id()
    assert len(held.mails()) == 1
    if why is InvitationEnd.CALLED_OFF:
        held.state = GatheringState.CANCELLED
        held.record()
    invite(held, jan, key=second)
    ground.clock.forward(MINUTE)
    for who, key in ((kim, first), (jan, second)):
        end(held, who, key, why)
    [mail] = held.mails(11 * MINUTE)
    assert mail["Subject"] == subject
    assert "kim@" in mail["To"]
    assert "nicht mehr zu antworten" in part(mail, "plain")


def test_who_has_not_answered_learns_the_old_time_and_the_new_one(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    key = invite(held, kim)
    assert len(held.mails()) == 1
    move(held, kim, key)
    move(held, jan, new_id())
    [mail] = held.mails(11 * MINUTE)
    text = part(mail, "plain")
    assert "Bisher: Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr" in text
    assert "Jetzt: Mittwoch, 26. März 2031, 10:00 bis 16:30 Uhr" in text
    assert f"/trainings/angebote/{held.id}" in text
    assert calendar_part(mail) is None


def test_a_swap_takes_the_one_entry_out_of_a_calendar_and_brings_the_other(ground: Ground) -> None:
    left = hall(ground)
    won = hall(ground, date(2031, 4, 9), now=ground.clock.now() + MINUTE)
    kim = left.guest("kim")
    left.confirm(kim)
    left.mails()
    there = Guest(kim.person_id, kim.email)
    left.release(kim, SeatLoss.SWAPPED)
    won.confirm(there)
    gone, new = sorted(left.mails(), key=lambda each: "angemeldet" in each["Subject"])
    assert gone["Subject"] == f"Platz getauscht: {TITLE}"
    methods = [calendar_part(each).get_param("method") for each in (gone, new)]
    assert methods == ["CANCEL", "REQUEST"]
    days = [f"{read(each).events[0].dtstart:%Y-%m-%d}" for each in (gone, new)]
    assert days == ["2031-03-26", "2031-04-09"]
    assert read(gone).events[0].uid != read(new).events[0].uid
