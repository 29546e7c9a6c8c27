"""What somebody wants gathered comes once for each day or week, and only if there is something."""

from datetime import datetime, timedelta

from sqlalchemy import select

from services.notifications.bundles.models import bundles
from services.notifications.mails.values import Topic
from services.notifications.models import deliveries
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN, local_date
from shared.contracts.directory import OrganizationKind, Role
from shared.ids import new_id
from tests.kept_periods import keep_periods
from tests.notifications.ground import Ground
from tests.notifications.held import FRIDAY, Quiet
from tests.notifications.test_smtp import part

MONDAY = datetime(2031, 3, 10, 7, 30, tzinfo=BERLIN)
BOTH = (Topic.BARRIERS, Topic.CONSULTATIONS)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_day_is_one_mail_and_a_day_without_anything_is_none(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, *BOTH)
    quiet.barrier()
    assert not quiet.mails(HOUR)
    quiet.appointment()
    quiet.barrier()
    assert not quiet.mails(HOUR)
    quiet.at(MONDAY - MINUTE)
    assert not quiet.mails()
    [mail] = quiet.mails(2 * MINUTE)
    assert mail["Subject"] == "Ihre Zusammenfassung: 2 Nachrichten"
    assert "2 Barrieren wurden gemeldet" in part(mail, "plain")
    assert "Termin" in part(mail, "plain")
    quiet.at(MONDAY + DAY)
    assert not quiet.mails(MINUTE)


def test_a_week_is_one_mail(ground: Ground) -> None:
    quiet = Quiet(ground, MONDAY + HOUR)
    quiet.wants(Mode.WEEKLY, Topic.BARRIERS)
    for _ in range(4):
        quiet.barrier()
        assert not quiet.mails(DAY)
    quiet.at(MONDAY + 7 * DAY)
    [mail] = quiet.mails(MINUTE)
    assert mail["Subject"] == "4 Barrieren wurden gemeldet"


def test_what_comes_after_the_digest_waits_for_the_next_whatever_somebody_waits_for(
    ground: Ground,
) -> None:
    """A welcome of before becomes writable only when the day's digest is out."""
    quiet, employment = Quiet(ground, FRIDAY), new_id()
    quiet.wants(Mode.DAILY, Topic.BARRIERS, Topic.ONBOARDING)
    quiet.hire(quiet.me, employment)
    quiet.barrier()
    assert not quiet.mails(HOUR)
    quiet.at(MONDAY)
    assert len(quiet.mails(MINUTE)) == 1
    ground.run(ground.employ(quiet.me, employment, local_date(MONDAY)))
    for hour in range(5):
        assert not quiet.mails(HOUR), hour
    quiet.at(MONDAY + DAY)
    assert len(quiet.mails(MINUTE)) == 1


def test_digests_missed_in_an_outage_are_caught_up_by_one_mail(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, *BOTH)
    ground.post.close()
    quiet.barrier()
    assert not quiet.mails(HOUR)
    quiet.at(MONDAY)
    assert not quiet.mails(HOUR)
    quiet.appointment()
    assert not quiet.mails(HOUR)
    quiet.at(MONDAY + DAY + HOUR)
    ground.post.open()
    [mail] = quiet.mails()
    assert mail["Subject"] == "Ihre Zusammenfassung: 2 Nachrichten"
    quiet.at(MONDAY + 2 * DAY)
    assert not quiet.mails(MINUTE)


def test_a_digest_that_was_killed_before_its_note_is_repeated_as_the_same_mail(
    ground: Ground,
) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, *BOTH)
    quiet.barrier()
    quiet.appointment()
    quiet.mails(HOUR)
    quiet.at(MONDAY)
    ground.run(ground.crash())
    first, again = quiet.mails(MINUTE)
    assert first["Message-ID"] == again["Message-ID"]
    assert ground.run(ground.is_settled())


def test_who_wants_it_at_once_after_all_does_not_wait_for_the_digest(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, *BOTH)
    quiet.barrier()
    quiet.appointment()
    assert not quiet.mails(HOUR)
    quiet.wants(Mode.NOW, Topic.BARRIERS)
    [mail] = quiet.mails()
    assert mail["Subject"] == "Eine Barriere wurde gemeldet"
    quiet.wants(Mode.OFF, Topic.CONSULTATIONS)
    quiet.at(MONDAY)
    assert not quiet.mails(MINUTE)
    assert ground.run(ground.is_settled())


def test_a_burst_is_one_mail_however_large_and_waits_in_the_table(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, Topic.CONSULTATIONS, Topic.COVER)
    worker, school = new_id(), new_id()
    jobs = [new_id() for _ in range(35)]
    ground.run(ground.know(worker, "worker@awo.example"))
    ground.run(ground.found(school, OrganizationKind.SCHOOL, {Role.HEAD: quiet.me}))
    for each in jobs:
        ground.run(ground.employ(worker, each, local_date(FRIDAY)))
        quiet.cover(worker, each, school)
    assert not quiet.mails(HOUR)

    async def held() -> int:
        async with ground.context.database.reading() as session:
            waiting = await session.execute(select(deliveries.c.group_key).distinct())
            return len(waiting.all())

    assert ground.run(held()) == 1
    quiet.at(MONDAY)
    [mail] = quiet.mails(MINUTE)
    assert mail["Subject"] == "Ihre Zusammenfassung: 35 Nachrichten"


def test_what_was_gathered_is_forgotten_after_a_month(ground: Ground) -> None:
    quiet = Quiet(ground, FRIDAY)
    quiet.wants(Mode.DAILY, Topic.BARRIERS)
    quiet.barrier()
    quiet.mails(HOUR)

    async def left() -> int:
        await keep_periods(ground.context.database)
        async with ground.context.database.reading() as session:
            return len((await session.execute(select(bundles))).all())

    assert ground.run(left()) == 1
    quiet.at(MONDAY + 31 * DAY)
    assert ground.run(left()) == 0
