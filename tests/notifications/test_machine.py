"""Whatever happens in whichever order, everybody is told of every fact once, and nobody in vain."""

from collections import defaultdict
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.notifications.mails.kinds.barrier_reported import WATCH
from services.notifications.mails.values import BARRIER, CONSULTATION_ANSWERED
from services.notifications.messages.values import About, Draft, ToPerson, ToRole
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import Role, report_number
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.journeys.grounds import explore
from tests.notifications.ground import Ground
from tests.notifications.owing import received
from tests.notifications.test_smtp import part

OFFICE = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
PEOPLE = st.integers(0, 2)
THEN = st.sampled_from(["", "", "", "leaves", "is erased"])
MINUTES = st.sampled_from([0, 1, 11, 11, 70, 24 * 60])
DAY = timedelta(days=1)
Told = tuple[str, str]
"""To whom, and the words by which a mail shows that it tells of a fact."""


class Notifications(RuleBasedStateMachine):
    """Three in the office, three workers, a mail server that has its days."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        ground = self.ground
        ground.run(ground.empty())
        ground.post.mails.clear()
        ground.post.silent = False
        ground.post.open()
        self.seen = 0
        self.office = [new_id() for _ in range(3)]
        self.workers = [(new_id(), new_id()) for _ in range(3)]
        self.address: dict[UUID, str] = {}
        self.gone: set[UUID] = set()
        self.owed: dict[Told, UUID] = {}
        self.told: defaultdict[Told, set[str]] = defaultdict(set)
        self.consultations: dict[UUID, UUID] = {}
        start = local_date(ground.clock.now()) - 30 * DAY
        for number, each in enumerate(self.office):
            self._meet(each, f"office{number}@bergkamen.example", OFFICE)
        for number, (each, employment) in enumerate(self.workers):
            self._meet(each, f"worker{number}@awo.example")
            ground.run(ground.employ(each, employment, start))

    def teardown(self) -> None:
        """In the end, with everything well again, nobody has been left out."""
        post, ground = self.ground.post, self.ground
        post.silent = False
        post.open()
        for _ in range(12):
            ground.clock.forward(timedelta(minutes=30))
            ground.run(ground.deliver())
            self._read()
        assert ground.run(ground.is_settled())
        left_out = [told for told, whom in self.owed.items() if whom not in self.gone]
        assert [told for told in left_out if not self.told[told]] == []
        post.close()

    @rule(many=st.integers(1, 3), number=PEOPLE, then=THEN)
    def barriers_are_reported(self, many: int, number: int, then: str) -> None:
        reports = [new_id() for _ in range(many)]
        drafts = [Draft(BARRIER, WATCH, each, subject_id=each) for each in reports]
        self.ground.run(self.ground.owe(*((each, self._received()) for each in drafts)))
        for report in reports:
            for each in set(self.office) - self.gone:
                self.owed[self.address[each], report_number(report)] = each
        if then:
            self._goes(number, then)

    @rule(number=PEOPLE, again=st.booleans(), then=THEN)
    def an_appointment_is_named(self, number: int, again: bool, then: str) -> None:
        """Twice for one fact is once; perhaps it is too late at once."""
        worker, _ = self.workers[number]
        if worker in self.gone:
            return
        consultation, event = new_id(), self._received()
        to = ToPerson(worker)
        draft = Draft(CONSULTATION_ANSWERED, to, event.message.id, subject_id=consultation)
        for _ in range(1 + again):
            self.ground.run(self.ground.owe((draft, event)))
        self.owed[self.address[worker], str(consultation)] = worker
        if then:
            self._goes(number, f"{then} at work")

    @rule(number=PEOPLE)
    def somebody_is_hired(self, number: int) -> None:
        worker, employment = self.workers[number]
        if worker in self.gone:
            return
        to = ToRole(Role.WORKER, About(worker, employment))
        draft = Draft(LetterKind.WELCOME, to, employment)
        self.ground.run(self.ground.owe((draft, self._received())))
        self.owed[self.address[worker], "AWO"] = worker

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

    @rule(number=PEOPLE)
    def somebody_goes_after_all(self, number: int) -> None:
        self._goes(number, "leaves")

    def _goes(self, number: int, how: str) -> None:
        worker, employment = self.workers[number]
        whom = worker if how.endswith("at work") else self.office[number]
        self.gone.add(whom)
        if how == "leaves at work":
            yesterday = local_date(self.ground.clock.now()) - DAY
            self.ground.run(self.ground.leave(employment, yesterday))
        elif how == "leaves":
            self.ground.run(self.ground.resign(whom))
        else:
            self.ground.run(self.ground.erase(whom))

    @invariant()
    def nobody_is_told_in_vain_or_again(self) -> None:
        self._read()

    def _read(self) -> None:
        """A repeat bears the same id; a mail program drops it."""
        mails = self.ground.post.mails
        gone = {self.address[each] for each in self.gone}
        for mail in mails[self.seen :]:
            to, text = mail["To"].addresses[0].addr_spec, part(mail, "plain")
            assert to not in gone
            told = [each for each in self.owed if each[0] == to and each[1] in text]
            assert told
            for each in told:
                self.told[each].add(mail["Message-ID"])
                assert len(self.told[each]) == 1
        self.seen = len(mails)

    def _meet(self, person: UUID, email: str, *grants: Grant) -> None:
        self.address[person] = email
        self.ground.run(self.ground.know(person, email, *grants))

    def _received(self) -> Received[Any]:
        return received(self.ground.clock.now())


def test_everybody_is_told_once_and_nobody_in_vain(ground: Ground) -> None:
    Notifications.ground = ground
    explore(Notifications, 8)
