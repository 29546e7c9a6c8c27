"""What comes about only once people meet, answer or decide, so that each form is there to be sent.

The addresses of where it stands are by whom it is looked at.
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.surveys.feedback.models import Gathering as Asked
from services.surveys.feedback.values import AnswerKind
from services.surveys.feedback_questions.models import FeedbackQuestion
from services.trainings.actions.models import ActionItem
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import ItemKind, Outcome
from services.trainings.answers.models import AnswerSheet
from services.trainings.door_codes.models import DoorCode
from services.trainings.guests.models import Guest
from services.trainings.invitations.models import Invitation
from services.trainings.minutes.models import Minutes, MinutesRevision
from services.trainings.models import Base, Gathering, Registration
from services.trainings.questions.models import Question
from services.trainings.questions.values import QuestionKind
from services.trainings.speakers.models import Speaker
from services.trainings.statements.models import Statement, StatementEdition, StatementTally
from services.trainings.statements.values import Ballot, StatementState
from services.trainings.values import Audience
from services.trainings.workshops.models import Workshop, WorkshopSlot
from shared.clock import local_date
from shared.contracts.feedback import FEEDBACK
from shared.contracts.gatherings import (
    CATALOGUE,
    GATHERINGS,
    GUEST_PAGE,
    REGISTRATION_PAGE,
    Approval,
    GatheringKind,
    GatheringState,
    Place,
)
from shared.contracts.invitations import INVITATION_PAGE
from shared.contracts.meetings import ACTION_PAGE
from shared.contracts.projects import STATEMENTS
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from tests.held import training_at
from tests.house import URL, House
from tests.town import Town

CODE = "ABCDEFGHJKMNPQRS"
TITLE = "Arbeitskreis Übergänge"


class Year:
    """Of a working group: its meetings by days from now, all with a seat for the worker."""

    def __init__(self, house: House, town: Town) -> None:
        self.now, self.tenant, self.town = house.clock.now(), town.municipality, town
        self.worker = UUID(town.values["worker_id"])
        self.office = UUID(town.values["account_id"])
        self.series = new_id()
        self.dates: dict[UUID, UUID] = {}
        self.rows: list[list[Base]] = [[], [], [], []]
        """In the order in which they need each other."""

    def add(self, step: int, *rows: Base) -> None:
        self.rows[step] += rows

    def meeting(self, days: int, **more: object) -> Gathering:
        row, date = training_at(self.tenant, self.now + timedelta(days=days))
        row.title, row.kind, row.series_id = TITLE, GatheringKind.WORKING_GROUP, self.series
        for name, value in more.items():
            setattr(row, name, value)
        self.add(0, row)
        self.add(1, date)
        self.dates[row.id] = date.id
        return row

    def seat(self, row: Gathering, person_id: UUID, place: Place, approval: Approval) -> UUID:
        entry = Registration(
            tenant=self.tenant,
            id=new_id(),
            gathering_id=row.id,
            person_id=person_id,
            submitted_at=self.now,
            waiting_since=self.now,
            place=place,
            approval=approval,
        )
        if place is Place.OFFERED:
            entry.answer_until = self.now + timedelta(days=2)
        self.add(1, entry)
        return entry.id

    def invite(self, row: Gathering, person_id: UUID) -> UUID:
        asked = Invitation(
            tenant=self.tenant,
            id=new_id(),
            gathering_id=row.id,
            person_id=person_id,
            sent_at=self.now,
            asked_at=self.now,
        )
        self.add(1, asked)
        return asked.id

    def here(self, row: Gathering) -> UUID:
        """The worker's seat."""
        return self.seat(row, self.worker, Place.CONFIRMED, Approval.NOT_NEEDED)

    def item(self, row: Gathering, position: int, outcome: Outcome | None = None) -> None:
        item = AgendaItem(
            tenant=self.tenant,
            id=new_id(),
            gathering_id=row.id,
            position=position,
            title=f"Punkt {position}",
            minutes=10,
            kind=ItemKind.INFO,
            outcome=outcome,
        )
        self.add(1, item)

    def minutes(self, row: Gathering, revisions: int, published: datetime | None = None) -> None:
        written = Minutes(tenant=self.tenant, id=new_id(), gathering_id=row.id, revision=revisions)
        written.title, written.held_at, written.published_at = TITLE, row.starts_at, published
        self.add(1, written)
        for number in range(1, revisions + 1):
            revision = MinutesRevision(
                tenant=self.tenant,
                minutes_id=written.id,
                number=number,
                base=number - 1,
                author_id=self.office,
                at=self.now,
                text=f"Fassung {number}",
            )
            self.add(2, revision)

    def statement(self, state: StatementState, days: int = 0) -> UUID:
        row = Statement(
            tenant=self.tenant,
            id=new_id(),
            title=f"Ganztag: {state} {days}",
            edition=1,
            state=state,
        )
        if state is StatementState.VOTE:
            row.ballot, row.closes_at = Ballot.NAMED, self.now + timedelta(days=days)
            none: dict[str, Any] = dict.fromkeys(("in_favour", "against", "abstained"), 0)
            self.add(1, StatementTally(tenant=self.tenant, statement_id=row.id, **none))
        self.add(0, row)
        text = StatementEdition(
            tenant=self.tenant,
            statement_id=row.id,
            number=1,
            author_id=self.office,
            at=self.now,
            text="Wir fordern",
        )
        self.add(1, text)
        return row.id

    async def store(self, uow: UnitOfWork) -> None:
        for rows in self.rows:
            uow.session.add_all(rows)
            await uow.session.flush()


async def occasions(house: House, town: Town) -> dict[str, list[str]]:
    """Where each of the columns begins beside where it would."""
    year = Year(house, town)
    read, ready, unsettled = year.meeting(-40), year.meeting(-30), year.meeting(-10)
    coming, draft = year.meeting(20), year.meeting(50)
    certifiable = _held(year, read, ready, unsettled)
    seats = _coming(year, coming)
    draft.state = GatheringState.DRAFT
    begun = year.here(year.meeting(0))
    year.add(2, DoorCode(tenant=year.tenant, registration_id=begun, code=CODE))
    links, asked, invitation = _asked(house, year, seats[0])
    vote, closed = (year.statement(StatementState.VOTE, days) for days in (7, -1))
    drafted, discussed = (
        year.statement(each) for each in (StatementState.DRAFT, StatementState.DISCUSSED)
    )
    async with house.context("trainings").database.transaction() as uow:
        await year.store(uow)
    await _own_question(house, coming)
    at = [f"{GATHERINGS}/{each.id}" for each in (read, ready, unsettled, coming, draft)]
    office = [
        *(f"{each}/protokoll" for each in at[:3]),
        f"{at[2]}/protokoll/fassungen/1",
        f"{at[0]}/bescheinigungen/{certifiable}",
        f"{GATHERINGS}/{town.values['over_id']}/bescheinigungen",
        *(at[3] + each for each in ("", "/tagesordnung", "/sprecher", "/workshops", "/listen")),
        *(f"{at[3]}/teilnehmende{each}" for each in ("", *(f"/{seat}" for seat in seats))),
        *(at[4] + each for each in ("", "/tagesordnung")),
        *(f"{STATEMENTS}/{each}" for each in (drafted, discussed, closed)),
        f"{GATHERINGS}/{town.values['gathering_id']}/protokoll",
        f"/trainings/einchecken/{CODE}",
        f"{FEEDBACK}/{coming.id}/fragen",
        f"{GATHERINGS}/{asked[0].id}/einladungen/{invitation}",
    ]
    guest = [f"{CATALOGUE}/{each.id}" for each in (coming, read, *asked)]
    return {
        **dict.fromkeys(("carrier", "head", "contact"), guest[:1]),
        "nobody": links,
        "coordinator": [*office, guest[0]],
        "worker": [*guest, f"{guest[1]}/einlass", f"{STATEMENTS}/{vote}"],
    }


async def _own_question(house: House, row: Gathering) -> None:
    """The office asks it once the meeting is over."""
    named = Asked(tenant=row.tenant, gathering_id=row.id, title=row.title, version=1)
    asked: dict[str, Any] = {"kind": AnswerKind.TEXT, "text": "Was fehlte?", "options": []}
    question = FeedbackQuestion(tenant=row.tenant, id=new_id(), gathering_id=row.id, **asked)
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add_all([named, question])


def _held(year: Year, read: Gathering, ready: Gathering, unsettled: Gathering) -> UUID:
    """Minutes that are published, that are ready for it, and that are not; a seat at the first."""
    year.minutes(read, 1, year.now)
    year.minutes(ready, 1)
    year.minutes(unsettled, 2)
    year.item(read, 1, Outcome.KEPT)
    year.item(unsettled, 1)
    return year.here(read)


def _coming(year: Year, row: Gathering) -> list[UUID]:
    """Whoever comes, and is looked at once more; who is not to come."""
    row.needs_approval = True
    mine = year.here(row)
    for _ in range(2):
        year.seat(row, new_id(), Place.WAITING, Approval.PENDING)
    refused = year.seat(row, new_id(), Place.WITHDRAWN, Approval.REJECTED)
    year.item(row, 1)
    year.item(row, 2)
    _workshops(year, row)
    asked: dict[str, Any] = {"text": "Essen", "kind": QuestionKind.MEALS, "choices": ["vegan"]}
    question = Question(tenant=year.tenant, id=new_id(), gathering_id=row.id, **asked)
    sheet = AnswerSheet(tenant=year.tenant, registration_id=mine, answered_at=year.now)
    sheet.review_since = year.now
    speaker = Speaker(tenant=year.tenant, id=new_id(), gathering_id=row.id)
    speaker.series_id, speaker.person_id = year.series, year.worker
    speaker.since = local_date(year.now)
    speaker.until = speaker.since + timedelta(days=700)
    year.add(1, question, speaker)
    year.add(2, sheet)
    return [mine, refused]


def _workshops(year: Year, row: Gathering) -> None:
    """Two at one time; and a date that is called off."""
    _, off = training_at(year.tenant, year.now + timedelta(days=21))
    off.gathering_id, off.cancelled = row.id, True
    slot = WorkshopSlot(tenant=year.tenant, gathering_id=row.id, id=new_id())
    slot.date_id, slot.starts, slot.ends = year.dates[row.id], time(10), time(11)
    year.add(1, off)
    year.add(2, slot)
    common: dict[str, Any] = {"tenant": year.tenant, "slot_id": slot.id, "size": 12}
    for title in ("Recht", "Beratung"):
        year.add(3, Workshop(id=new_id(), title=title, speaker="", room="", **common))


def _asked(house: House, year: Year, seat: UUID) -> tuple[list[str], list[Gathering], UUID]:
    """Links of a guest, of who is invited, and of who took something upon themselves.

    The worker is invited to the one gathering, too, which is the last that is returned, and
    offered a seat in the other.
    """
    inviting, offering = (
        year.meeting(days, audience=Audience.PUBLIC, series_id=None) for days in (25, 27)
    )
    name: dict[str, Any] = {
        "given_name": "Gesa",
        "family_name": "Gast",
        "address": "gesa@example.org",
    }
    guest = Guest(tenant=year.tenant, id=new_id(), gathering_id=inviting.id, **name)
    guest.asked_at = year.now
    year.add(1, guest)
    ids = [year.invite(inviting, each) for each in (year.office, year.worker)]
    year.seat(offering, year.worker, Place.OFFERED, Approval.NOT_NEEDED)
    until = local_date(year.now) + timedelta(days=60)
    action = ActionItem(tenant=year.tenant, id=new_id(), gathering_id=inviting.id)
    action.title, action.owner_id, action.assignment_id = "Flyer", year.office, new_id()
    year.add(1, action)
    named = (
        (GUEST_PAGE, guest.id),
        (INVITATION_PAGE, ids[0]),
        (ACTION_PAGE, action.assignment_id),
        (REGISTRATION_PAGE, seat),
    )
    links = [house.link(*each, until).removeprefix(URL) for each in named]
    return links, [inviting, offering], ids[1]
