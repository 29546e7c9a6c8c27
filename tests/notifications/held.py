"""A municipality with quiet hours, people in it, and what they are owed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import Window
from services.notifications.mails.kinds.barrier_reported import WATCH
from services.notifications.mails.values import (
    BARRIER,
    CONSULTATION_ANSWERED,
    CONSULTATION_RECEIVED,
    Topic,
)
from services.notifications.messages.values import About, Draft, ToPerson, ToRole
from services.notifications.preferences import use_cases as preferences
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.json import Json
from tests.house import BERGKAMEN
from tests.notifications.ground import Ground
from tests.notifications.owing import received

OFFICE = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
ADDRESS = "office@bergkamen.example"
FRIDAY = datetime(2031, 3, 7, 12, tzinfo=BERLIN)
"""Far ahead: a clock is never turned back."""


class Quiet:
    """Mails go out from Monday to Friday, 7 to 18, and it is Friday noon."""

    def __init__(self, ground: Ground, now: datetime = FRIDAY, *, holds: bool = True) -> None:
        self.ground = ground
        self.me = new_id()
        self._seen = len(ground.post.mails)
        self.at(now)
        ground.run(ground.know(self.me, ADDRESS, OFFICE))
        if holds:
            ground.run(self._in_town(HoursForm()))

    def at(self, moment: datetime) -> None:
        self.ground.clock.forward(moment - self.ground.clock.now())

    def barrier(self) -> UUID:
        """For the office; gathered for ten minutes."""
        report = new_id()
        self._owe(Draft(BARRIER, WATCH, report, subject_id=report))
        return report

    def appointment(self, whom: UUID | None = None) -> UUID:
        consultation = new_id()
        to = ToPerson(whom or self.me)
        self._owe(Draft(CONSULTATION_ANSWERED, to, consultation, subject_id=consultation))
        return consultation

    def confirmation(self) -> None:
        """Somebody has asked for a consultation by a link in a mail."""
        to, consultation = ToPerson(self.me), new_id()
        self._owe(Draft(CONSULTATION_RECEIVED, to, consultation, subject_id=consultation))

    def hire(self, whom: UUID, employment: UUID) -> None:
        """Nothing of it is gathered."""
        to = ToRole(Role.WORKER, About(whom, employment))
        self._owe(Draft(LetterKind.WELCOME, to, employment))

    def cover(
        self,
        worker: UUID,
        employment: UUID,
        school: UUID,
        leave: UUID | None = None,
        first: str | None = "2031-04-01",
    ) -> None:
        """For the head of a school, about somebody who is away."""
        to = ToRole(Role.HEAD, About(worker, employment), school)
        days: Json = {"first_day": first, "last_day": None, "cover": []}
        if leave is not None:
            days["leave_id"] = str(leave)
        self._owe(Draft(LetterKind.COVER, to, new_id(), payload=days))

    def mails(self, after: timedelta = timedelta()) -> Sequence[EmailMessage]:
        """What has gone out since the last look."""
        self.ground.clock.forward(after)
        self.ground.run(self.ground.deliver())
        new = self.ground.post.mails[self._seen :]
        self._seen = len(self.ground.post.mails)
        return new

    def wants(self, mode: Mode, *topics: Topic) -> None:
        async def choose() -> None:
            async with self.ground.context.database.transaction() as uow:
                await preferences.choose(uow, self.me, dict.fromkeys(topics, mode))

        self.ground.run(choose())

    def wants_hours(self, window: Window) -> None:
        async def choose() -> None:
            async with self.ground.context.database.transaction() as uow:
                await hours.set_own(uow, self.me, window)

        self.ground.run(choose())

    async def _in_town(self, form: HoursForm) -> None:
        async with self.ground.context.database.transaction() as uow:
            await hours.set_for_town(uow, BERGKAMEN, form)

    def _owe(self, draft: Draft) -> None:
        self.ground.run(self.ground.owe((draft, received(self.ground.clock.now()))))
