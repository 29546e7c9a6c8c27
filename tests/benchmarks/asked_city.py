"""A city of which surveys knows 6,000 workers, and a survey that asks all of them."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from time import perf_counter
from urllib.parse import urlencode
from uuid import UUID

from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from services.surveys.openings.gateways import KeyFiles
from services.surveys.openings.use_cases import Opener
from services.surveys.paths.values import counted
from services.surveys.people.models import people
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires import use_cases as freezing
from services.surveys.questionnaires.models import Questionnaire
from services.surveys.questionnaires.values import Document, Section
from services.surveys.runner.rules import packed
from services.surveys.runner.values import CHECK, SEND
from services.surveys.sheets.queries import read
from services.surveys.survey_results import queries as results
from services.surveys.surveys import queries as surveys
from services.surveys.surveys import rules, use_cases
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import Breakdown, Secrecy, State
from services.surveys.urns import queries as urns
from services.surveys.urns import use_cases as collecting
from services.surveys.urns.values import KEY, Outcome, Seals
from services.surveys.workplaces.models import workplaces
from shared.clock import MovableClock, SystemClock, local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.surveys import QUESTIONNAIRE_PAGE
from shared.database.writes import Write, write_all
from shared.ids import new_id
from shared.keys import derive
from shared.messaging.database import Database
from shared.settings import Settings
from shared.web.sessions.models import access
from tests.benchmarks.load import Connection
from tests.benchmarks.posting import START_SECONDS, answers
from tests.benchmarks.site import Site
from tests.surveys.papers import EVERY

TOWN, WORKERS, CARRIERS = "05978004", 6000, 12
ASKED = Document(sections=(Section(key="s1", title={"de": "Alles"}, questions=EVERY),))
SENT = (
    "POST {} HTTP/1.1\r\nHost: knotenpunkt.test\r\nAccept: text/html\r\n"
    "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: {}\r\n\r\n{}"
)


@dataclass
class AskedCity:
    """The database of surveys, its keys, and where it is served."""

    settings: Settings
    database: Database
    clock: MovableClock
    port: int
    survey_id: UUID
    tokens: Iterator[str] = field(default_factory=lambda: iter(()))
    version: str = ""

    @property
    def seals(self) -> Seals:
        return Seals(derive(self.settings.secret_of("surveys"), KEY))

    @property
    def keys(self) -> KeyFiles:
        return KeyFiles.of(self.settings)

    async def invite(self) -> float:
        """Seconds until every invitation lies in the urn and every link is made."""
        began = perf_counter()
        async with self.database.transaction() as uow:
            await use_cases.open_due(uow, self.seals, self.survey_id)
        await Opener(self.database, self.seals, self.keys).tend()
        async with self.database.transaction() as uow:
            links = await use_cases.links_for_invitations(uow, self.seals, self.survey_id)
        took = perf_counter() - began
        self.tokens = iter([each.token for each in links])
        return took

    async def send(self, connection: Connection, given: Mapping[str, Sequence[str]]) -> bool:
        """The last page of somebody."""
        path = QUESTIONNAIRE_PAGE.path.replace("{token}", next(self.tokens))
        form = {"fassung": self.version, "seite": CHECK, "schritt": SEND, "bisher": packed(given)}
        body = urlencode(form)
        return await connection.send(SENT.format(path, len(body), body).encode()) == 200

    async def fill(self, given: Mapping[str, Sequence[str]]) -> None:
        """Everybody else, without pages."""
        found = counted(ASKED, read(ASKED.questions.values(), given).answers)
        for token in self.tokens:
            async with self.database.transaction() as uow:
                taken = await collecting.submit(uow, self.seals, token, found)
            assert taken is Outcome.TAKEN

    async def report(self) -> float:
        """Seconds until its results are made into a page."""
        began = perf_counter()
        async with self.database.reading() as session:
            row = await surveys.one(session, TOWN, self.survey_id)
            report = await results.report_of(session, row)
        assert report is not None
        assert results.drawn(report)
        return perf_counter() - began

    async def open(self) -> float:
        """Seconds from the end to the counts."""
        self.clock.forward(timedelta(days=15))
        began = perf_counter()
        await Opener(self.database, self.seals, self.keys).tend()
        took = perf_counter() - began
        async with self.database.reading() as session:
            [urn] = await urns.urns_of(session, TOWN, self.survey_id)
        assert urn.answered == WORKERS, urn
        return took


@asynccontextmanager
async def open_city(site: Site) -> AsyncGenerator[AskedCity]:
    """Everybody is there, and the survey begins today."""
    settings = (await site.installation()).settings["surveys"]
    clock = MovableClock()
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url, "surveys", clock)
        stack.push_async_callback(database.close)
        survey_id, version = await _planned(database, clock)
        process = ServiceProcess("surveys", settings, free_port())
        await asyncio.to_thread(process.start)
        stack.push_async_callback(asyncio.to_thread, process.stop)
        async with asyncio.timeout(START_SECONDS):
            while not await answers(process.port, "surveys/readiness"):
                await asyncio.sleep(0.1)
        found = AskedCity(settings, database, clock, process.port, survey_id)
        found.version = version
        yield found


async def _planned(database: Database, clock: MovableClock) -> tuple[UUID, str]:
    """Not started yet: the process that is served would begin by itself."""
    today = local_date(clock.now())
    async with database.transaction() as uow:
        await write_all(uow.session, _workers())
        paper = Questionnaire(
            id=new_id(),
            tenant=TOWN,
            title="Bedarf",
            document=ASKED.model_dump(mode="json"),
            changed_at=uow.now,
        )
        uow.session.add(paper)
        await uow.session.flush()
        version_id = await freezing.freeze(uow, TOWN, paper.id)
        row = PlannedSurvey(
            id=new_id(),
            tenant=TOWN,
            title="Bedarf",
            questionnaire_id=paper.id,
            version_id=version_id,
            secrecy=Secrecy.SEALED,
            state=State.PLANNED,
            roles=[AccessRole.WORKER.value],
            carriers=[],
            school_types=[],
            breakdowns=[Breakdown.CARRIER.value],
            opens_at=rules.opens_at(today + timedelta(days=1)),
            closes_at=rules.closes_at(today + timedelta(days=14)),
            created_at=uow.now,
        )
        uow.session.add(row)
        found = await questionnaires.version(uow.session, TOWN, version_id)
    return row.id, found.sha256


def _workers() -> list[Write]:
    ids, carriers = [new_id() for _ in range(WORKERS)], [new_id() for _ in range(CARRIERS)]
    grants = [Grant(role=AccessRole.WORKER, municipality=TOWN).model_dump(mode="json")]
    dice = Random(15)
    named = {"tenant": TOWN, "version": 1, "given_name": "Mara", "family_name": "Berg"}
    works = {"tenant": TOWN, "school_types": ["primary"], "last_day": None}
    since = local_date(SystemClock().now()) - timedelta(days=400)
    jobs = [
        {"employment_id": new_id(), "valid_from": since, "worker_id": each, **works}
        | {"carrier_id": dice.choice(carriers)}
        for each in ids
    ]
    return [
        Write(people, [{"person_id": each, **named} for each in ids]),
        Write(access, [{"person_id": each, "version": 1, "grants": grants} for each in ids]),
        Write(workplaces, jobs),
    ]
