"""In quiet hours nothing goes out, and afterwards everybody gets one mail of what still matters."""

from datetime import datetime, timedelta

from sqlalchemy import select

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.hours.values import WORKING_WEEK, Window
from services.notifications.mails.values import (
    BARRIER,
    CONSULTATION_RECEIVED,
    Topic,
    every_kind,
)
from services.notifications.models import messages
from services.notifications.preferences.values import Mode
from services.notifications.sending.use_cases import measure
from shared.clock import BERLIN, local_date
from shared.contracts.directory import OrganizationKind, Role, report_number
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.held import FRIDAY, Quiet
from tests.notifications.test_smtp import part
from tests.shared.messaging.meters import told

EVENING = FRIDAY.replace(hour=20)
MONDAY = datetime(2031, 3, 10, 7, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)


def test_what_falls_into_quiet_hours_comes_as_one_mail_when_they_are_over(ground: Ground) -> None:
    quiet = Quiet(ground, EVENING)
    reports = [quiet.barrier(), quiet.barrier()]
    assert not quiet.mails(15 * MINUTE)
    consultation = quiet.appointment()
    assert not quiet.mails(15 * MINUTE)
    quiet.at(MONDAY - MINUTE)
    assert not quiet.mails()
    [mail] = quiet.mails(2 * MINUTE)
    assert mail["Subject"] == "Ihre Zusammenfassung: 2 Nachrichten"
    for form in ("plain", "html"):
        text = part(mail, form)
        assert "2 Barrieren wurden gemeldet" in text
        assert all(report_number(each) in text for each in reports)
        assert str(consultation) in text
        assert text.count("Diese Mails abbestellen") == 1
    assert mail["List-Unsubscribe-Post"]


def test_who_is_told_that_a_link_of_theirs_was_used_is_told_at_once_whatever_they_want(
    ground: Ground,
) -> None:
    """It is about consultations, and stands among them in the inbox."""
    quiet = Quiet(ground, EVENING)
    quiet.wants(Mode.OFF, Topic.CONSULTATIONS)
    quiet.confirmation()
    [mail] = quiet.mails()
    assert mail["Subject"] == "Ihre Anfrage ist angekommen"
    assert mail["List-Unsubscribe"] is None
    assert every_kind()[CONSULTATION_RECEIVED].topic is Topic.CONSULTATIONS


def test_alone_it_is_the_mail_it_would_have_been(ground: Ground) -> None:
    quiet = Quiet(ground, EVENING)
    quiet.barrier()
    quiet.mails(15 * MINUTE)
    quiet.at(MONDAY)
    [mail] = quiet.mails(MINUTE)
    assert mail["Subject"] == "Eine Barriere wurde gemeldet"


def test_what_has_become_needless_meanwhile_is_not_sent(ground: Ground) -> None:
    quiet, worker, employment = Quiet(ground, EVENING), new_id(), new_id()
    ground.run(ground.know(worker, "worker@awo.example"))
    ground.run(ground.employ(worker, employment, local_date(EVENING)))
    quiet.hire(worker, employment)
    quiet.barrier()
    assert not quiet.mails(15 * MINUTE)
    ground.run(ground.leave(employment, local_date(EVENING)))
    ground.run(ground.resign(quiet.me))
    quiet.at(MONDAY)
    assert not quiet.mails(MINUTE)
    assert ground.run(ground.is_settled())


def test_in_working_hours_and_without_quiet_hours_nothing_waits(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.barrier()
    assert len(quiet.mails(15 * MINUTE)) == 1
    ground.run(ground.empty())
    anytime = Quiet(ground, EVENING, holds=False)
    anytime.barrier()
    assert len(anytime.mails(15 * MINUTE)) == 1


def test_somebody_may_want_fewer_hours_and_gets_what_waits_when_they_want_more(
    ground: Ground,
) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants_hours(Window(frozenset(WORKING_WEEK), 14, 16))
    quiet.barrier()
    assert not quiet.mails(15 * MINUTE)
    quiet.wants_hours(Window(frozenset(WORKING_WEEK), 0, 24))
    assert len(quiet.mails()) == 1
    quiet.barrier()
    quiet.at(EVENING)
    assert not quiet.mails()


def test_what_cannot_be_written_yet_keeps_nothing_else_waiting(ground: Ground) -> None:
    quiet, employment = Quiet(ground, EVENING), new_id()
    quiet.hire(quiet.me, employment)
    quiet.barrier()
    assert not quiet.mails(15 * MINUTE)
    quiet.at(MONDAY)
    [mail] = quiet.mails(MINUTE)
    assert mail["Subject"] == "Eine Barriere wurde gemeldet"
    ground.run(ground.employ(quiet.me, employment, local_date(EVENING)))
    [welcome] = quiet.mails(timedelta(hours=1))
    assert "Willkommen" in welcome["Subject"]


def test_what_leads_the_others_may_be_forgotten_and_they_still_come(ground: Ground) -> None:
    quiet, worker, employment, school = Quiet(ground, EVENING), new_id(), new_id(), new_id()
    ground.run(ground.know(worker, "worker@awo.example"))
    ground.run(ground.employ(worker, employment, local_date(EVENING)))
    ground.run(ground.found(school, OrganizationKind.SCHOOL, {Role.HEAD: quiet.me}))
    quiet.cover(worker, employment, school)
    assert not quiet.mails()
    quiet.appointment()
    assert not quiet.mails(15 * MINUTE)
    ground.run(forget_covers(ground))
    quiet.barrier()
    assert not quiet.mails(15 * MINUTE)
    quiet.at(MONDAY)
    subjects = {mail["Subject"] for mail in quiet.mails(MINUTE)}
    assert subjects == {"Eine Barriere wurde gemeldet", "Neues zu Ihrer Beratung"}
    assert ground.run(ground.is_settled())


async def forget_covers(ground: Ground) -> None:
    async with ground.context.database.transaction() as uow:
        covers = select(messages.c.id).where(messages.c.kind == LetterKind.COVER)
        await deliveries.forget(uow, covers)


def test_what_waits_on_purpose_is_counted_and_alarms_nobody(ground: Ground) -> None:
    quiet = Quiet(ground, EVENING)
    quiet.barrier()
    assert not quiet.mails(timedelta(hours=5))
    ground.run(measure(ground.context))
    labels = {"service": "notifications", "kind": BARRIER}
    assert told("letters_waiting", **labels) == 1
    assert told("letters_oldest_seconds", **labels) == 0
