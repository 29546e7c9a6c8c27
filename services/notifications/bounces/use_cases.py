"""What follows when a mail did not arrive, whether the server says so at once or reports it."""

from asyncio import to_thread

import structlog
from prometheus_client import Counter

from services.notifications.addresses import use_cases as addresses
from services.notifications.bounces.rules import (
    Failure,
    Grade,
    grade_of,
    read_answer,
    read_report,
)
from services.notifications.bounces.values import Reported, ReturnPath
from services.notifications.dispatches import queries as sent
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.gatherings import use_cases as gatherings
from services.notifications.gatherings.values import Answered
from services.notifications.invites.values import uid_of
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.values import OwedMail
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

RETURNED = Counter(
    "knotenpunkt_mails_returned_total",
    "Mails that were refused or came back, by whom it is about",
    ["service", "cause"],
)


ANSWERS = Counter(
    "knotenpunkt_calendar_answers_total",
    "What came to the organisers of dates, by what was made of it",
    ["service", "cause"],
)
_MADE_OF = {
    Answered.PROPOSED: Reported.PROPOSED,
    Answered.KNOWN: Reported.KNOWN,
    Answered.COMES: Reported.IGNORED,
    Answered.FOREIGN: Reported.FOREIGN,
    Answered.BROKEN: Reported.BROKEN,
}


class Forged(Exception):
    """Nothing was ever sent from this address."""


class Unread(Exception):
    """Somebody has written to where only calendars are read."""


async def report(uow: UnitOfWork, paths: ReturnPath, recipient: str, raw: bytes) -> Reported:
    """A mail that came to one of our return addresses; raises ``Forged``.

    What it says about whom is taken from what we sent, never from the mail.
    """
    mail_id = paths.opened(recipient)
    if mail_id is None:
        raise Forged
    failure = await to_thread(read_report, raw)
    if failure is None:
        return Reported.IGNORED
    mail = await sent.find(uow.session, mail_id)
    if mail is None:
        return Reported.FORGOTTEN
    policy = failure.grade is Grade.POLICY
    outcome = Outcome.POLICY if policy else Outcome.RETURNED
    if not await dispatches.returned(uow, mail_id, outcome, failure.reply):
        return Reported.KNOWN
    await undeliverable.give_up_returned(uow, mail.message_ids, failure.reply)
    await _follow(uow, mail.address, failure)
    return Reported.NOTED


async def answer(
    uow: UnitOfWork, paths: ReturnPath, recipient: str, raw: bytes, host: str
) -> Reported:
    """A mail that came to the organiser of a date; raises ``Forged``, ``Unread``.

    Nothing of it is kept but that a calendar does not come.
    """
    date_id = paths.opened(recipient)
    if date_id is None:
        raise Forged
    came = await to_thread(read_answer, raw)
    if came is not None and came.calendar is None and not came.automatic:
        ANSWERS.labels("notifications", "unread").inc()
        raise Unread
    outcome = Reported.IGNORED
    if came is None:
        outcome = Reported.BROKEN
    elif came.calendar is not None:
        uid = uid_of(date_id, host)
        said = await gatherings.take_answer(uow, date_id, uid, came.calendar, came.senders)
        outcome = _MADE_OF[said]
    ANSWERS.labels("notifications", outcome.value).inc()
    return outcome


async def refused(uow: UnitOfWork, mail: OwedMail, reply: str) -> None:
    """The server refused the recipient for good."""
    failure = Failure(grade_of(reply), reply)
    outcome = Outcome.POLICY if failure.grade is Grade.POLICY else Outcome.REFUSED
    await dispatches.note(uow, [mail], outcome, reply)
    await _follow(uow, mail.to.email, failure)


async def refused_code(uow: UnitOfWork, address: str, reply: str) -> None:
    """The same for a code, of which nobody remembers that it was asked for."""
    await _follow(uow, address, Failure(grade_of(reply), reply))


async def _follow(uow: UnitOfWork, address: str, failure: Failure) -> None:
    RETURNED.labels("notifications", failure.grade).inc()
    match failure.grade:
        case Grade.HARD:
            await addresses.failed_for_good(uow, address, failure.reply)
        case Grade.SOFT:
            await addresses.failed_for_now(uow, address)
        case Grade.POLICY:
            log.warning("mail.against-policy", reason=failure.reply)
