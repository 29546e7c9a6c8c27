"""The sample in a house that a browser reaches, with one of each thing that a page may show."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from playwright.async_api import Browser, Playwright
from sqlalchemy import select

from deploy.sample.dead_addresses import let_addresses_die
from deploy.sample.sandbox import try_out
from deploy.seed.ids import dice_for
from deploy.seed.urns import opened
from deploy.services import NAMES
from services.directory.barriers import use_cases as barriers
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from services.directory.findings import use_cases as findings
from services.directory.findings.models import FundingFinding
from services.directory.groups.models import picks
from services.directory.identities.models import Identity, UnmatchedSignIn
from services.directory.identities.values import LinkedBy
from services.directory.organizations.models import contacts
from services.directory.people.use_cases import add_address
from services.directory.people.values import AddressKind, SeenBy
from services.directory.scim.models import ScimQuestion, ScimUser
from services.directory.scim.values import QuestionKind
from services.notifications.mailbox.models import KeptMail
from services.surveys.answers.rules import Answer
from services.surveys.answers.values import ITEMS
from services.surveys.invitations.models import Survey
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.database.writes import write_all
from shared.messaging.bus.local import LocalBus
from shared.private_files import private_folder
from shared.settings import Settings
from tests.browser.asked import asked
from tests.browser.concepts import concepts
from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.browser.matters import matters
from tests.browser.occasions import occasions
from tests.browser.privacy import erasures
from tests.browser.stumbling import stumbling
from tests.dashboard.conftest import connect
from tests.dashboard.stories import hired
from tests.house import PLENTY, URL, House, _open
from tests.journeys.carrier import a_hire
from tests.measured import measured
from tests.prepared import with_sample
from tests.serving import served
from tests.town import Town
from tests.towns import BERGKAMEN, KAMEN, found

HOST = "knotenpunkt.test"
ISSUER = "https://anmeldung.bergkamen.example"


@dataclass
class TownHall:
    """Everything is served at the usual address, which the browser looks for at this port."""

    house: House
    town: Town
    port: int
    begins: Sequence[Mapping[str, Sequence[str]]]
    """Where each column of people begins beside where it would."""

    async def mails(self) -> list[str]:
        """Where a mail of each kind is."""
        rows = await self.house.rows("notifications", select(KeptMail.kind, KeptMail.id))
        return [f"/notifications/postfach/{key}" for key in dict(map(tuple, rows)).values()]

    async def launch(self, playwright: Playwright) -> Browser:
        rule = f"MAP {HOST} 127.0.0.1:{self.port}"
        return await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *SWITCHES,
                f"--host-resolver-rules={rule}",
                f"--unsafely-treat-insecure-origin-as-secure={URL}",
            ],
        )


@asynccontextmanager
async def open_town_hall(folder: Path) -> AsyncGenerator[TownHall]:
    settings = Settings(
        data=folder,
        public_url=URL,
        _env_file=None,
        municipalities=frozenset({BERGKAMEN, KAMEN}),
        **PLENTY,
    )
    bus = LocalBus(private_folder(folder) / "bus.db")
    async with _open(NAMES, settings, bus, with_sample) as house:
        connect(house)
        stumbling(house.app.state.mounted["directory"])
        town = await found(house, BERGKAMEN, "")
        await furnish(house, town)
        begins = [await each(house, town) for each in BEGINNINGS]
        begins.append(measured(town))
        async with served(house.app) as port:
            yield TownHall(house, town, port, begins)


async def unsettled(house: House, town: Town) -> dict[str, list[str]]:
    """An open finding, of which the list shows others first; what an IT asks; a group."""
    still_open = select(FundingFinding.id).where(
        FundingFinding.tenant == town.municipality,
        FundingFinding.settled_at.is_(None),
        FundingFinding.accepted_at.is_(None),
    )
    [[finding], *_] = await house.rows("directory", still_open.limit(1))
    [[question], *_] = await house.rows("directory", select(ScimQuestion.id))
    [[group], *_] = await house.rows("directory", select(picks.c.group_id))
    return {
        "coordinator": [
            f"/directory/pruefhinweise/{finding}",
            f"/directory/meldungen-der-it/{question}",
            f"/directory/gruppen/{group}/von-hand",
        ]
    }


BEGINNINGS = (occasions, matters, concepts, asked, erasures, unsettled)


async def furnish(house: House, town: Town) -> None:
    """What takes days, another program or a fault to come about."""
    employment = town.values["employment_id"]
    answer = await house.http.post(f"/directory/fachkraefte/{employment}/anmeldung")
    assert answer.status_code == 303, answer.text
    await _accounts(house, town)
    await _consultation(house, town)
    await _phone(house, town)
    await _locked(house, town)
    await _at_three_schools(house, town)
    await _answers(house, town)
    await _parked(house)
    await let_addresses_die(house.context("notifications").database)
    await house.quiet()
    async with house.context("directory").database.transaction() as uow:
        await findings.review_due(uow)
        await try_out(uow, BERGKAMEN, town.carrier_id)


async def _consultation(house: House, town: Town) -> None:
    """Of the worker; heads and clerks have those of the sample."""
    async with house.context("directory").database.transaction() as uow:
        uow.session.add(
            ConsultationRow(
                tenant=BERGKAMEN,
                asker_id=UUID(town.values["worker_id"]),
                asked_as=AccessRole.WORKER,
                asked_at=uow.now,
                topic=Topic.START,
                note="Gern telefonisch.",
                state=State.SCHEDULED,
                starts_at=uow.now + timedelta(days=3),
                minutes=45,
                place="Telefon",
            )
        )


async def _accounts(house: House, town: Town) -> None:
    """A report, an account of the provider that is somebody's, and one that is nobody's."""
    context = house.context("directory")
    head_of = select(contacts.c.person_id).where(contacts.c.organization_id == town.school_id)
    async with context.database.transaction() as uow:
        head = (await uow.session.scalars(head_of)).one()
        await barriers.report(
            uow,
            BERGKAMEN,
            page="/directory/organisationen",
            text="Mit der Tastatur komme ich nicht an das Menü.",
            contact="lea@example.org",
        )
        uow.session.add(
            Identity(
                issuer=ISSUER,
                sub="s",
                subject="one",
                person_id=head,
                linked_by=LinkedBy.CODE,
                roles=["lehrkraft"],
                address="anders@bergkamen.example",
            )
        )
    await unmatched(house, "Aylin Demir", "Jan-Philipp von Schwarzenberg-Hohenlohe")


async def unmatched(house: House, *names: str) -> None:
    """Accounts of the provider that are nobody's yet."""
    async with house.context("directory").database.transaction() as uow:
        uow.session.add_all(
            UnmatchedSignIn(
                issuer=ISSUER,
                sub="s",
                subject=name,
                shown_name=name,
                first_seen=uow.now,
                municipality=BERGKAMEN,
            )
            for name in names
        )


async def _phone(house: House, town: Town) -> None:
    """Of the worker, for whoever may change it."""
    async with house.context("directory").database.transaction() as uow:
        owner = (town.municipality, UUID(town.values["worker_id"]))
        reached = (AddressKind.PHONE, "+49 221 4710199")
        add_address(uow, owner, reached, SeenBy.NETWORK, None)


async def _locked(house: House, town: Town) -> None:
    """The worker, by the carrier's identity system."""
    async with house.context("directory").database.transaction() as uow:
        worker, user, now = UUID(town.values["worker_id"]), uuid4(), uow.now
        uow.session.add(
            ScimUser(
                tenant=BERGKAMEN,
                id=user,
                carrier_id=town.carrier_id,
                person_id=worker,
                user_name_key="m.sander",
                external_id="p-1",
                attributes={},
                active=False,
                version=1,
                created_at=now,
                changed_at=now,
            )
        )
        await uow.session.flush()
        uow.session.add(
            ScimQuestion(
                tenant=BERGKAMEN,
                id=uuid4(),
                user_id=user,
                carrier_id=town.carrier_id,
                person_id=worker,
                kind=QuestionKind.LEAVES,
                asked_at=now,
            )
        )


async def _at_three_schools(house: House, town: Town) -> None:
    """Somebody who will be away, with placements that the funding does not pay."""
    placements = [{"school_number": f"10000{n}", "weekly_hours": 13} for n in (1, 2, 3)]
    person = {"given_name": "Ilka", "family_name": "Thiele", "email": "ilka@example.org"}
    today = local_date(house.clock.now())
    body = a_hire("P-4712", start_date=str(today), person=person, placements=placements)
    leave = {"external_id": "P-4712", "first_day": str(today + timedelta(days=60))}
    hired, away = [
        await house.http.post(
            f"/directory/api/v1/{what}", json=each, headers=town.program | {"idempotency-key": what}
        )
        for what, each in (("hires", body), ("leaves", leave))
    ]
    assert (hired.status_code, away.status_code) == (201, 201), hired.text + away.text
    town.values["away_id"] = hired.json()["employment_id"]


async def _answers(house: House, town: Town) -> None:
    """Enough of them to be shown."""
    survey, now = uuid4(), house.clock.now()
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add(Survey(id=survey, tenant=BERGKAMEN, occasion="day_100", school_year=2026))
        await uow.session.flush()
        given = [_answer(number) for number in range(10)]
        await write_all(uow.session, opened(dice_for("urn"), BERGKAMEN, survey, given, now))
    town.values["answered_survey_id"] = str(survey)


def _answer(number: int) -> Answer:
    ratings = {item.code: 1 + (number * 7 + place * 3) % 5 for place, item in enumerate(ITEMS)}
    remark = "Die Begrüßung im Kollegium war herzlich. Ein Schlüssel fehlt noch."
    return Answer(ratings, remark if number < 3 else None)


async def _parked(house: House) -> None:
    """Two hires of a municipality that is not served, and an event that waits behind the first."""
    foreign = [replace(hired(), tenant="09999999") for _ in range(2)]
    await house.bus.publish([*foreign, replace(hired(), key=foreign[0].key)])
