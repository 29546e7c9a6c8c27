"""An invitation names what it is to, leads to where one answers, and is in no calendar yet."""

from shared.contracts.gatherings import GatheringState, Place
from shared.contracts.invitations import GatheringInvited
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, TITLE, Guest, Hall, calendar_part, hall
from tests.notifications.test_smtp import part


def invite(held: Hall, who: Guest, *, again: bool = False) -> None:
    held._begin()
    about = {"gathering_id": held.id, "person_id": who.person_id}
    held.owe(GatheringInvited(**about, invitation_id=new_id(), again=again))


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
