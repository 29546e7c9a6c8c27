"""Whatever happens, and however time passes: one mail for each fact, in time, and none lost."""

from collections import defaultdict
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.notifications.bundles.values import Pace, next_digest
from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import WORKING_WEEK, Hours, Weekday, Window
from services.notifications.mails.kinds.barrier_reported import WATCH
from services.notifications.mails.values import BARRIER, CONSULTATION_ANSWERED, Topic
from services.notifications.messages.values import Draft, ToPerson
from services.notifications.preferences import use_cases as preferences
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN
from shared.contracts.directory import report_number
from shared.ids import new_id
from tests.house import BERGKAMEN
from tests.journeys.grounds import explore
from tests.notifications.ground import Ground
from tests.notifications.held import OFFICE
from tests.notifications.owing import received
from tests.notifications.test_smtp import part

MINUTES = st.sampled_from([1, 11, 70, 10 * 60, 24 * 60, 60 * 60])
TOWN = Window(frozenset(WORKING_WEEK), 7, 18, on_holidays=False)
WINDOWS = st.sampled_from(
    [
        Window(opens=9, closes=12),
        Window(frozenset({Weekday.TUESDAY, Weekday.FRIDAY}), 6, 20),
        Window(frozenset({Weekday.SUNDAY}), 20, 22),
    ]
)
PACES = {0: Pace.DAILY, 1: Pace.WEEKLY}
"""What the first two always want; the third changes their mind."""


class Waiting(RuleBasedStateMachine):
    """Three in the office of a municipality with quiet hours, and a mail server with its days."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        ground = self.ground
        ground.run(ground.empty())
        ground.post.open()
        ground.post.silent = False
        self.seen = len(ground.post.mails)
        self.people = [new_id() for _ in range(3)]
        self.owed: dict[tuple[str, str], UUID] = {}
        self.told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.digests: defaultdict[tuple[int, datetime], set[str]] = defaultdict(set)
        self.known: set[str] = set()
        self.own: dict[UUID, Window] = {}
        self.gone: set[UUID] = set()
        for number, each in enumerate(self.people):
            ground.run(ground.know(each, self._address(number), OFFICE))
        ground.run(self._begin())

    def teardown(self) -> None:
        """In the end nobody has been left out of anything."""
        self.ground.post.silent = False
        self.ground.post.open()
        for _ in range(30):
            self.ground.clock.forward(timedelta(hours=9))
            self.ground.run(self.ground.deliver())
            self._read()
        assert self.ground.run(self.ground.is_settled())
        left_out = [told for told, whom in self.owed.items() if whom not in self.gone]
        assert [told for told in left_out if not self.told[told]] == []
        self.ground.post.close()

    @rule(many=st.integers(1, 4))
    def barriers_are_reported(self, many: int) -> None:
        for report in (new_id() for _ in range(many)):
            self._owe(Draft(BARRIER, WATCH, report, subject_id=report))
            for number, each in enumerate(self.people):
                if each not in self.gone:
                    self.owed[self._address(number), report_number(report)] = each

    @rule(number=st.integers(0, 2))
    def an_appointment_is_named(self, number: int) -> None:
        consultation, whom = new_id(), self.people[number]
        if whom not in self.gone:
            to = ToPerson(whom)
            self._owe(Draft(CONSULTATION_ANSWERED, to, consultation, subject_id=consultation))
            self.owed[self._address(number), str(consultation)] = whom

    @rule(minutes=MINUTES)
    def mail_goes_out(self, minutes: int) -> None:
        self.ground.clock.forward(timedelta(minutes=minutes))
        self.ground.run(self.ground.deliver())

    @rule(minutes=MINUTES)
    def the_process_is_killed_before_its_note(self, minutes: int) -> None:
        self.ground.clock.forward(timedelta(minutes=minutes))
        self.ground.run(self.ground.crash())

    @rule(weather=st.sampled_from(["away", "silent", "well", "well"]))
    def the_mail_server_is(self, weather: str) -> None:
        post = self.ground.post
        (post.close if weather == "away" else post.open)()
        post.silent = weather == "silent"

    @rule(mode=st.sampled_from([Mode.NOW, Mode.DAILY, Mode.WEEKLY]))
    def somebody_changes_their_mind(self, mode: Mode) -> None:
        self.ground.run(self._choose(2, mode))

    @rule(window=WINDOWS)
    def somebody_wants_other_hours(self, window: Window) -> None:
        self.own[self.people[2]] = window
        self.ground.run(self._set_own(window))

    @rule(number=st.integers(0, 2))
    def somebody_is_erased(self, number: int) -> None:
        self.gone.add(self.people[number])
        self.ground.run(self.ground.erase(self.people[number]))

    @invariant()
    def nobody_is_told_in_vain_again_or_out_of_hours(self) -> None:
        self._read()

    def _read(self) -> None:
        mails = self.ground.post.mails
        for mail in mails[self.seen :]:
            to, text = mail["To"].addresses[0].addr_spec, part(mail, "plain")
            number = next(n for n in range(3) if self._address(n) == to)
            person, sent = self.people[number], parsedate_to_datetime(mail["Date"])
            assert person not in self.gone
            assert Hours(TOWN, self.own).of(person).opening(sent) is None
            told = [each for each in self.owed if each[0] == to and each[1] in text]
            assert told
            for each in told:
                self.told[each].add(mail["Message-ID"])
                assert len(self.told[each]) == 1
            if number in PACES and mail["Message-ID"] not in self.known:
                period = next_digest(PACES[number], sent, TOWN)
                self.digests[number, period].add(mail["Message-ID"])
                assert len(self.digests[number, period]) == 1
            self.known.add(mail["Message-ID"])
        self.seen = len(mails)

    def _address(self, number: int) -> str:
        return f"office{number}@bergkamen.example"

    def _owe(self, draft: Draft) -> None:
        event: Any = received(self.ground.clock.now())
        self.ground.run(self.ground.owe((draft, event)))

    async def _begin(self) -> None:
        async with self.ground.context.database.transaction() as uow:
            await hours.set_for_town(uow, BERGKAMEN, HoursForm())
        for number, pace in PACES.items():
            await self._choose(number, Mode(pace))

    async def _choose(self, number: int, mode: Mode) -> None:
        wanted = dict.fromkeys((Topic.BARRIERS, Topic.CONSULTATIONS), mode)
        async with self.ground.context.database.transaction() as uow:
            await preferences.choose(uow, self.people[number], wanted)

    async def _set_own(self, window: Window) -> None:
        async with self.ground.context.database.transaction() as uow:
            await hours.set_own(uow, self.people[2], window)


def test_one_mail_for_each_fact_never_out_of_hours_and_none_lost(ground: Ground) -> None:
    ground.clock.forward(datetime(2031, 3, 7, 12, tzinfo=BERLIN) - ground.clock.now())
    Waiting.ground = ground
    explore(Waiting, 12)
