"""Notes what becomes of messages that were not sent in a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.bounces import use_cases as bounces
from services.notifications.bundles import use_cases as bundles
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import Hold, Hopeless, Needless, Verdict
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.sending.use_cases import in_the_end
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, Owed, OwedMail, Person, Waiting
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Messages of one mail that is not offered any more; the ``mail``, if it came to one."""

    owed: Sequence[Owed]
    cause: FailureCause
    reply: str = ""
    mail: OwedMail | None = None

    @property
    def tried(self) -> bool:
        return self.mail is not None


class Fates:
    """What is to be noted of those that were not sent."""

    def __init__(self, context: Context) -> None:
        self.waiting: list[Waiting] = []
        self.needless: list[Owed] = []
        self.held: list[tuple[Candidate, datetime]] = []
        self.given_up: list[GivenUp] = []
        self.later: list[Owed] = []
        self.put_off: list[Owed] = []
        self.untouched: list[Owed] = []
        self.unsent: list[tuple[Owed, Person]] = []
        self.doubted: list[OwedMail] = []
        self._context = context
        self._hopeless: list[Owed] = []

    def put(self, about: Candidate, verdict: Verdict, to: Person | None) -> None:
        """As a check has said of what would go to this person."""
        match verdict:
            case Needless():
                self.needless.append(about.owed)
            case Hold(until):
                self.held.append((about, until))
            case Hopeless(cause):
                self.given_up.append(GivenUp([about.owed], cause))
                if cause is FailureCause.SUPPRESSED and to is not None:
                    self.unsent.append((about.owed, to))

    async def note(self) -> list[Owed]:
        """Write it down; returns those that were given up."""
        if any(value for name, value in vars(self).items() if not name.startswith("_")):
            await in_the_end(self._context, self._write)
        return [*(each for one in self.given_up for each in one.owed), *self._hopeless]

    async def _write(self, uow: UnitOfWork) -> None:
        await deliveries.withdraw_leased(uow, self.needless)
        given_up: set[UUID] = set()
        for each in self.given_up:
            lost = await undeliverable.give_up(
                uow, each.owed, each.cause, tried=each.tried, reply=each.reply
            )
            if lost:
                await _note_given_up(uow, each)
            given_up |= lost
        unsent = [(owed, to) for owed, to in self.unsent if owed.id in given_up]
        await dispatches.note_unsent(uow, unsent)
        self._hopeless = await deliveries.await_copies(uow, self.waiting)
        await undeliverable.give_up(uow, self._hopeless, FailureCause.UNKNOWN, tried=False)
        await bundles.hold(uow, self.held)
        await deliveries.retry_later(uow, self.later)
        await deliveries.put_off(uow, self.put_off)
        for mail in self.doubted:
            await deliveries.doubt(uow, mail.owed, mail.id)
        await deliveries.hand_back(uow, self.untouched)


async def _note_given_up(uow: UnitOfWork, each: GivenUp) -> None:
    """In the log of what was sent; what is about the recipient, at the address, too.

    Only of what was still owed: nothing is written down of who was erased meanwhile.
    """
    if each.mail is None:
        return
    if each.cause is FailureCause.RECIPIENT:
        await bounces.refused(uow, each.mail, each.reply)
    else:
        unanswered = each.cause is FailureCause.UNANSWERED
        outcome = Outcome.UNANSWERED if unanswered else Outcome.REFUSED
        await dispatches.note(uow, [each.mail], outcome, each.reply)
