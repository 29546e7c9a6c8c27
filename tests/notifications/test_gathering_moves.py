"""Whoever waits hears of another day, too; nobody reads twice what another mail says."""

from datetime import datetime, time

from shared.clock import BERLIN
from shared.contracts.gatherings import Place
from tests.notifications.ground import Ground
from tests.notifications.hall import FIRST, MINUTE, TITLE, calendar_part, hall, read
from tests.notifications.test_smtp import part

NINE = "Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr"
TEN = "Mittwoch, 26. März 2031, 10:00 bis 16:30 Uhr"


def test_who_has_no_seat_hears_of_another_time_without_an_entry(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    held.waits(kim)
    held.mails()
    held.move(0, kim, place=Place.WAITING, starts=time(10))
    [mail] = held.mails(11 * MINUTE)
    assert (mail["Subject"], calendar_part(mail)) == (f"Neuer Termin: {TITLE}", None)
    said = part(mail, "plain")
    assert f"Bisher: {NINE}" in said
    assert f"Jetzt: {TEN}" in said
    assert "Sie stehen auf der Warteliste." in said
    assert "Ihr Platz bleibt" not in said
    held.stands(jan, Place.WITHDRAWN)
    held.move(0, jan, place=Place.WITHDRAWN, starts=time(11))
    assert not held.mails(11 * MINUTE)


def test_a_change_before_the_confirmation_is_sent_is_no_second_mail(ground: Ground) -> None:
    held = hall(ground)
    kim, jan = held.guest("kim"), held.guest("jan")
    held.confirm(kim)
    held.move(0, kim, starts=time(10))
    [mail] = held.mails()
    assert mail["Subject"] == f"Sie sind angemeldet: {TITLE}"
    assert TEN in part(mail, "plain")
    assert read(mail).events[0].dtstart == datetime.combine(FIRST, time(10), BERLIN)
    assert not held.mails(11 * MINUTE)
    held.waits(jan)
    held.move(0, jan, place=Place.WAITING, starts=time(9))
    [mail] = held.mails(11 * MINUTE)
    assert "Jetzt:" not in part(mail, "plain")
    assert NINE in part(mail, "plain")


def test_who_was_confirmed_after_a_change_needs_no_mail_about_it(ground: Ground) -> None:
    """The confirmation has gone out with the new time before the change was heard of."""
    held = hall(ground)
    kim = held.guest()
    held.dates[0] = held.dates[0].model_copy(update={"starts": time(10)})
    held.record()
    held.confirm(kim)
    assert len(held.mails()) == 1
    held.dates[0] = held.dates[0].model_copy(update={"starts": time(9)})
    held.move(0, kim, starts=time(10))
    assert not held.mails(11 * MINUTE)
