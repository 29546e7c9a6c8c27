"""Whatever happens, and however time passes: one mail for each fact, in time, and none lost."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.notifications.bundles.values import Pace
from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import Weekday, Window
from services.notifications.mails.kinds.barrier_reported import WATCH
from services.notifications.mails.values import BARRIER, CONSULTATION_ANSWERED, Topic
from services.notifications.messages.values import Draft, ToPerson
from services.notifications.preferences import use_cases as preferences
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN
from shared.contracts.directory import report_number
from shared.ids import new_id
from shared.working_days import is_public_holiday, is_working_day
from tests.house import BERGKAMEN
from tests.journeys.grounds import explore
from tests.notifications.ground import Ground
from tests.notifications.held import OFFICE
from tests.notifications.owing import received
from tests.notifications.test_smtp import part

MINUTES = st.lists(st.sampled_from([1, 11, 11, 70, 5 * 60, 10 * 60, 24 * 60, 60 * 60]), min_size=1)
FULL = "452 4.2.2 mailbox full"
DEAD = "550 5.1.1 no such user"
WINDOWS = st.sampled_from(
    [
        Window(opens=9, closes=12),
        Window(frozenset({Weekday.TUESDAY, Weekday.FRIDAY}), 6, 20),
        Window(frozenset({Weekday.SUNDAY}), 20, 22),
    ]
)
PACES = {0: Pace.DAILY, 1: Pace.WEEKLY}
"""What the first two always want; the third changes their mind."""
DAY = timedelta(days=1)
Told = tuple[str, str]
"""To whom, and the words by which a mail shows that it tells of a fact."""


class Waiting(RuleBasedStateMachine):
    """Three in the office of a municipality with quiet hours, and a mail server with its days."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        ground = self.ground
        ground.run(ground.empty())
        self._weather("well")
        ground.post.refuse.clear()
        self.seen = len(ground.post.mails)
        self.people = [new_id() for _ in range(3)]
        self.owed: dict[Told, UUID] = {}
        self.told: defaultdict[Told, set[str]] = defaultdict(set)
        self.spared: set[Told] = set()
        self.read: set[Told] = set()
        self.digests: defaultdict[tuple[int, date], set[str]] = defaultdict(set)
        self.known: set[str] = set()
        self.own: dict[UUID, Window] = {}
        self.gone: set[UUID] = set()
        self.off = self.repeats = False
        for number, each in enumerate(self.people):
            ground.run(ground.know(each, address(number), OFFICE))
        ground.run(self._begin())

    def teardown(self) -> None:
        """In the end nobody has been left out of anything, once what was given up is put back."""
        self._weather("well")
        self.ground.post.refuse.clear()
        self._days_pass()
        self.repeats = True
        self.ground.run(self.ground.put_all_back())
        self._days_pass()
        assert self.ground.run(self.ground.is_settled())
        left_out = [told for told in self._untold() if told not in self.spared]
        assert [told for told in left_out if self.owed[told] not in self.gone] == []
        self.ground.post.close()

    @rule(many=st.integers(1, 4))
    def barriers_are_reported(self, many: int) -> None:
        for report in (new_id() for _ in range(many)):
            self._owe(Draft(BARRIER, WATCH, report, subject_id=report))
            for number, each in enumerate(self.people):
                self._is_owed(number, each, report_number(report))

    @rule(number=st.integers(0, 2))
    def an_appointment_is_named(self, number: int) -> None:
        consultation, whom = new_id(), self.people[number]
        if whom in self.gone:
            return
        to = ToPerson(whom)
        self._owe(Draft(CONSULTATION_ANSWERED, to, consultation, subject_id=consultation))
        self._is_owed(number, whom, str(consultation))

    @rule(minutes=MINUTES)
    def mail_goes_out(self, minutes: list[int]) -> None:
        for each in minutes:
            self.ground.clock.forward(timedelta(minutes=each))
            self._deliver()
            self._read()

    @rule(minutes=MINUTES)
    def the_process_is_killed_before_its_note(self, minutes: list[int]) -> None:
        self.ground.clock.forward(timedelta(minutes=minutes[0]))
        self.ground.run(self.ground.crash())

    @rule(weather=st.sampled_from(["away", "silent", "loses", "full", "well", "well", "well"]))
    def the_mail_server_is(self, weather: str) -> None:
        self._weather(weather)

    @rule(number=st.integers(0, 2), dead=st.booleans())
    def an_address(self, number: int, dead: bool) -> None:
        """Dies or comes to life again, of which nobody tells us."""
        self.ground.post.refuse.pop(address(number), None)
        if dead:
            self.ground.post.refuse[address(number)] = DEAD

    @rule(mode=st.sampled_from(list(Mode)))
    def somebody_changes_their_mind(self, mode: Mode) -> None:
        self.off = mode is Mode.OFF
        if self.off:
            self.spared |= {each for each in self._untold() if each[0] == address(2)}
        self.ground.run(self._choose(2, mode))

    @rule(window=WINDOWS)
    def somebody_wants_other_hours(self, window: Window) -> None:
        self.own[self.people[2]] = window
        self.ground.run(self._set_own(window))

    @rule(number=st.integers(0, 2))
    def somebody_reads_everything(self, number: int) -> None:
        """On the page, and then wants no mail of it."""
        untold = {each for each in self._untold() if each[0] == address(number)}
        self.read |= untold
        self.spared |= untold
        self.ground.run(self.ground.read_all(self.people[number]))

    @precondition(lambda self: not self.gone)
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
            told = [each for each in self.owed if each[0] == to and each[1] in text]
            assert told
            self._judge(next(n for n in range(3) if address(n) == to), mail, told)
            for each in told:
                self.told[each].add(mail["Message-ID"])
                assert self.repeats or len(self.told[each]) == 1
            self.known.add(mail["Message-ID"])
        self.seen = len(mails)

    def _judge(self, number: int, mail: EmailMessage, told: list[Told]) -> None:
        person, key = self.people[number], mail["Message-ID"]
        sent = parsedate_to_datetime(mail["Date"]).astimezone(BERLIN)
        assert person not in self.gone
        assert may_go_out(sent, self.own.get(person))
        if key not in self.known and not self.repeats:
            assert not (self.off and number == 2)
            assert self.read.isdisjoint(told)
            if number in PACES:
                period = period_of(PACES[number], sent)
                self.digests[number, period].add(key)
                assert len(self.digests[number, period]) == 1

    def _days_pass(self) -> None:
        for _ in range(18):
            self.ground.clock.forward(timedelta(hours=9))
            self._deliver()
            self._read()

    def _untold(self) -> list[Told]:
        return [told for told in self.owed if not self.told[told]]

    def _is_owed(self, number: int, whom: UUID, words: str) -> None:
        if whom not in self.gone:
            self.owed[address(number), words] = whom
            if self.off and number == 2:
                self.spared.add((address(number), words))

    def _weather(self, weather: str) -> None:
        post = self.ground.post
        (post.close if weather == "away" else post.open)()
        post.silent, post.loses = weather == "silent", weather == "loses"
        post.refuse.pop("*", None)
        if weather == "full":
            post.refuse["*"] = FULL

    def _deliver(self) -> None:
        """Nothing is offered to who is held to be dead."""
        dead = self.ground.run(self.ground.dead())
        before = len(self.ground.post.offered)
        self.ground.run(self.ground.deliver())
        assert dead.isdisjoint(self.ground.post.offered[before:])

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


def address(number: int) -> str:
    return f"office{number}@bergkamen.example"


def may_go_out(sent: datetime, own: Window | None) -> bool:
    """From Monday to Friday, 7 to 18, in what somebody's own hours have in common with that."""
    days, opens, closes = {*range(5)}, 7, 18
    if own is not None:
        days = days & {list(Weekday).index(each) for each in own.days} or days
        if max(opens, own.opens) < min(closes, own.closes):
            opens, closes = max(opens, own.opens), min(closes, own.closes)
    is_open = sent.weekday() in days and not is_public_holiday(sent.date())
    return is_open and opens <= sent.hour < closes


def period_of(pace: Pace, sent: datetime) -> date:
    """The day since half past seven of which, as it is on the wall, a digest may have gone out."""
    day = sent.date() if (sent.hour, sent.minute) >= (7, 30) else sent.date() - DAY
    while not is_working_day(day):
        day -= DAY
    if pace is Pace.DAILY:
        return day
    monday = day - day.weekday() * DAY
    return next(each for n in range(5) if is_working_day(each := monday + n * DAY))


def test_one_mail_for_each_fact_never_out_of_hours_and_none_lost(ground: Ground) -> None:
    ground.clock.forward(datetime(2031, 3, 7, 12, tzinfo=BERLIN) - ground.clock.now())
    Waiting.ground = ground
    explore(Waiting, 8)
