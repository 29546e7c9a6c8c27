"""Versions of a framework concept at each stage, so that each form of them is there to be sent."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from services.surveys.ballots.models import FrameworkBallot, FrameworkCount, FrameworkVoter
from services.surveys.feedback.models import Gathering as Known
from services.surveys.feedback.models import gatherings as known
from services.surveys.framework.models import FrameworkVersion
from services.surveys.framework.values import REVISED, WRITTEN, Indicator, Standard, VersionState
from services.surveys.models import Base
from services.trainings.models import Gathering
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.web.sessions.models import access
from tests.conceived import text_of
from tests.house import House
from tests.town import Town


async def concepts(house: House, town: Town) -> dict[str, list[str]]:
    """Where the office begins beside where it would; the others, who may vote; and who may read."""
    await house.quiet()
    await _know_gatherings(house)
    rows = _Rows(house, town)
    rows.version(VersionState.DRAFT)
    rows.version(VersionState.COMMENT, ended=True)
    rows.version(VersionState.COMMENT, ended=True, revised=True)
    people = [each[0] for each in await house.rows("surveys", select(access.c.person_id))]
    vote = rows.version(VersionState.VOTE, revised=True)
    rows.vote(people)
    async with house.context("surveys").database.transaction() as uow:
        for step in rows.steps:
            uow.session.add_all(step)
            await uow.session.flush()
    others = ("carrier", "head", "contact", "worker")
    public = [
        f"/surveys/oeffentlich/rahmenkonzept/{town.municipality}",
        f"/surveys/oeffentlich/berichte/{town.values['report_id']}",
    ]
    return {each: [vote] for each in others} | {"coordinator": rows.addresses, "nobody": public}


async def _know_gatherings(house: House) -> None:
    """The town's were stored without being announced; measures follow from their minutes."""
    offered = select(Gathering.tenant, Gathering.id, Gathering.title)
    rows = [
        row_of(Known)(tenant=each.tenant, gathering_id=each.id, title=each.title, version=1)
        for each in await house.rows("trainings", offered)
    ]
    async with house.context("surveys").database.transaction() as uow:
        await insert_rows(uow.session, known, rows, ignore_conflicts=True)


class _Rows:
    """In the order in which they need each other."""

    def __init__(self, house: House, town: Town) -> None:
        self.now, self.tenant = house.clock.now(), town.municipality
        self.steps: tuple[list[Base], list[Base]] = ([], [])
        self.addresses: list[str] = []
        self.last: tuple[UUID, UUID] = (uuid4(), uuid4())

    def version(self, state: VersionState, *, ended: bool = False, revised: bool = False) -> str:
        """Returns where its chapter is."""
        row = FrameworkVersion(
            tenant=self.tenant, id=uuid4(), number=2 + len(self.steps[0]), state=state
        )
        if ended:
            row.comments_until = self.now - timedelta(days=1)
        if revised:
            row.revised_at = self.now
        if state is VersionState.VOTE:
            row.votes_until = self.now + timedelta(days=7)
        key = uuid4()
        standard = Standard(uuid4(), "Es gibt ein Verfahren.", (Indicator(uuid4(), "Aushang"),))
        self.steps[0].append(row)
        self.steps[1].append(text_of(row, key, standard, WRITTEN))
        if revised:
            self.steps[1].append(text_of(row, key, standard, REVISED))
        home = f"{FRAMEWORK}/{row.id}"
        self.addresses += [home, f"{home}/{CHAPTERS}/{key}"]
        self.last = (row.id, key)
        return self.addresses[-1]

    def vote(self, people: list[UUID]) -> None:
        """On the last one; everybody is entitled."""
        version_id, key = self.last
        text = self.steps[1][-1]
        ballot = FrameworkBallot(
            tenant=self.tenant,
            version_id=version_id,
            chapter_key=key,
            sha256=getattr(text, "sha256", ""),
            unchanged=False,
            entitled=len(people),
        )
        count = FrameworkCount(
            tenant=self.tenant, version_id=version_id, closes_at=self.now + timedelta(days=7)
        )
        voters = [
            FrameworkVoter(tenant=self.tenant, version_id=version_id, person_id=each)
            for each in people
        ]
        self.steps[1].extend([ballot, count, *voters])
