"""Minutes, certificates, action items and receipts are told to whom they concern, and once."""

from datetime import timedelta
from typing import Any

from services.notifications.gatherings import use_cases as gatherings
from services.notifications.messages import use_cases as messages
from shared.clock import local_date
from shared.contracts.certificates import CertificateIssued
from shared.contracts.gatherings import Place, RegisteredForOther, SeatLoss
from shared.contracts.meetings import (
    ActionItemAssigned,
    ActionItemDone,
    ActionItemDue,
    MinutesPublished,
)
from shared.ids import new_id
from shared.messaging.router import Received
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, NOON, TITLE, Guest, Hall, hall, read
from tests.notifications.held import Quiet
from tests.notifications.test_smtp import part

LINK = "/trainings/l/"


def publish(held: Hall, *, correction: int = 0, times: int = 1) -> None:
    body = MinutesPublished(gathering_id=held.id, minutes_id=new_id(), decisions=1)
    event = Received(body, held._message(body))

    async def tell() -> None:
        async with held.ground.context.database.transaction() as uow:
            await gatherings.tell_of_minutes(uow, event, held.id, correction=correction)

    for _ in range(times):
        held.ground.run(tell())


def assigned(held: Hall, who: Guest, days: int = 9) -> ActionItemAssigned:
    held._begin()
    body = ActionItemAssigned(
        action_id=new_id(),
        gathering_id=held.id,
        assignment_id=new_id(),
        person_id=who.person_id,
        due_on=local_date(held.ground.clock.now()) + timedelta(days=days),
    )
    held.owe(body)
    return body


def test_who_registers_a_colleague_has_a_receipt_and_neither_has_the_others_link(
    ground: Ground,
) -> None:
    held = hall(ground)
    anna, kim = held.guest("anna"), held.guest("kim")
    held.confirm(kim, by_other=True)
    about = {"gathering_id": held.id, "registration_id": kim.registration_id}
    held.owe(RegisteredForOther(**about, person_id=anna.person_id))
    [theirs, receipt] = held.mails(11 * MINUTE)
    assert (kim.email in theirs["To"], anna.email in receipt["To"]) == (True, True)
    assert "Jemand hat Sie angemeldet." in part(theirs, "plain")
    assert receipt["Subject"] == "Sie haben jemanden angemeldet"
    assert f"Sie haben eine Person angemeldet: {TITLE}." in part(receipt, "plain")
    for form in ("plain", "html"):
        assert LINK + "anmeldung" in part(theirs, form)
        assert LINK not in part(receipt, form)
        assert f"/trainings/angebote/{held.id}" in part(receipt, form)


def test_minutes_are_told_to_those_with_a_seat_once_and_corrections_too(ground: Ground) -> None:
    held = hall(ground)
    kim, jan, ida = [held.guest(each) for each in ("kim", "jan", "ida")]
    held.stands(kim, Place.CONFIRMED)
    held.stands(jan, Place.WAITING)
    held.release(ida, SeatLoss.REMOVED)
    held.mails()
    held._begin()
    publish(held, times=2)
    [mail] = held.mails()
    assert kim.email in mail["To"]
    assert "abgemeldet" not in part(mail, "plain")
    assert mail["Subject"] == f"Protokoll ist da: {TITLE}"
    assert f"/trainings/angebote/{held.id}/protokoll" in part(mail, "plain")
    publish(held, correction=1)
    [mail] = held.mails()
    assert mail["Subject"] == f"Protokoll berichtigt: {TITLE}"


def test_who_apologised_was_invited_and_reads_the_minutes_too(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    held.release(kim)
    held.mails()
    publish(held)
    [mail] = held.mails()
    assert "Sie hatten sich abgemeldet" in part(mail, "plain")
    kim.registration_id, kim.version = new_id(), 0
    held.stands(kim, Place.CONFIRMED)
    publish(held, correction=1)
    [mail] = held.mails()
    assert "abgemeldet" not in part(mail, "plain")


def test_a_certificate_leads_to_ones_own_although_the_gathering_is_over(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    held.stands(kim, Place.CONFIRMED)
    held.at(NOON + timedelta(days=60))
    held._begin()
    held.owe(CertificateIssued(**held._of(kim), certificate_id=new_id()))
    [mail] = held.mails(11 * MINUTE)
    assert mail["Subject"] == f"Ihre Bescheinigung: {TITLE}"
    assert "/trainings/meine-bescheinigungen" in part(mail, "plain")
    held.owe(CertificateIssued(**held._of(kim), certificate_id=new_id(), revision=2))
    [mail] = held.mails(timedelta(hours=2))
    assert "die frühere gilt nicht mehr" in part(mail, "plain")


def test_who_does_not_sign_in_reads_minutes_and_certificate_by_the_link_of_the_registration(
    ground: Ground,
) -> None:
    held = hall(ground)
    kim = held.guest(signs_in=False)
    held.confirm(kim)
    [mail] = held.mails()
    assert "/trainings/angebote" not in str(read(mail).events)
    publish(held)
    [minutes] = held.mails()
    held.owe(CertificateIssued(**held._of(kim), certificate_id=new_id()))
    [certificate] = held.mails(11 * MINUTE)
    for each in (minutes, certificate):
        text = part(each, "plain")
        assert LINK + "anmeldung/" in text
        assert "Der Link gilt bis" in text
        assert "/trainings/angebote" not in text
        assert "/meine-bescheinigungen" not in text


def test_several_action_items_are_one_mail_with_a_link_each_that_says_not_what(
    ground: Ground,
) -> None:
    held = hall(ground)
    kim = held.guest()
    for _ in range(2):
        assigned(held, kim)
    [mail] = held.mails(11 * MINUTE)
    assert mail["Subject"] == "Vorhaben für Sie"
    text = part(mail, "plain")
    assert "2 Vorhaben sind vereinbart" in text
    assert text.count(LINK + "vorhaben/") == 2
    assert "fällig: Freitag, 14. März 2031" in text


def test_what_is_done_before_its_mail_goes_out_is_not_told(ground: Ground) -> None:
    held = hall(ground)
    kim = held.guest()
    told = assigned(held, kim)
    about: Any = {"action_id": told.action_id, "gathering_id": held.id, "person_id": kim.person_id}
    assert told.due_on is not None
    due = ActionItemDue(
        **about, assignment_id=told.assignment_id, due_on=told.due_on, overdue=False
    )
    held.owe(due)
    ground.clock.forward(MINUTE)
    held._begin()
    done = ActionItemDone(**about)
    event = Received(done, held._message(done))

    async def hear() -> None:
        async with ground.context.database.transaction() as uow:
            before = {told.action_id: event.message.time}
            await messages.withdraw_subjects(uow, before)

    kept = assigned(held, kim, days=20)
    ground.run(hear())
    [mail] = held.mails(11 * MINUTE)
    assert part(mail, "plain").count(LINK + "vorhaben/") == 1
    assert kept.due_on is not None
    assert f"{kept.due_on:%-d}. März 2031" in part(mail, "plain")


def test_these_wait_for_the_hours_of_a_town(ground: Ground) -> None:
    quiet = Quiet(ground, NOON)
    held = hall(ground, now=NOON + timedelta(hours=10))
    kim = held.guest()
    held.stands(kim, Place.CONFIRMED)
    held._begin()
    publish(held)
    assert not held.mails()
    quiet.at(NOON + timedelta(hours=20))
    [mail] = held.mails()
    assert TITLE in mail["Subject"]
