"""One municipality with two schools, and what the other services would announce about it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from sqlalchemy import select, text

from services.notifications.letters.models import letters
from services.notifications.mailbox.models import kept_mails
from shared.contracts.directory import (
    Contact,
    DepartureReason,
    Funding,
    HireCancelled,
    OrganizationKind,
    OrganizationRecord,
    PersonRecord,
    PlacementFact,
    PlacementsChanged,
    Role,
    SchoolType,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.surveys import InvitationIssued, Occasion
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingStarted,
    TaskFact,
    TemplateRecord,
    TemplateTask,
)
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Body, Record
from shared.messaging.message import Message
from shared.settings import Settings
from tests.house import BERGKAMEN, House, _open

B = TypeVar("B", bound=Body)

START = date(2027, 2, 1)
TITLES = {
    "office": "Büro/Beratungsraum, abschließbar und vertraulich",
    "keys": "Schlüssel, Transponder, Alarmcode",
    "computer": "Dienst-PC mit Verschlüsselung, Drucker",
    "shadowing": "Hospitation bei erfahrener Fachkraft",
    "consultation": "Erstgespräch Fachberatung",
    "directory_entry": "Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft",
    "good_conduct": "Erweitertes Führungszeugnis eingesehen (nur Datum)",
}


@dataclass
class Town:
    """Ids of everybody and everything, and the bodies that tell of them."""

    worker: UUID = field(default_factory=new_id)
    head: UUID = field(default_factory=new_id)
    coordinator: UUID = field(default_factory=new_id)
    personnel: UUID = field(default_factory=new_id)
    technician: UUID = field(default_factory=new_id)
    school: UUID = field(default_factory=new_id)
    second_school: UUID = field(default_factory=new_id)
    carrier: UUID = field(default_factory=new_id)
    municipality: UUID = field(default_factory=new_id)
    template: UUID = field(default_factory=new_id)
    onboarding: UUID = field(default_factory=new_id)
    employment: UUID = field(default_factory=new_id)

    def people(self) -> list[PersonRecord]:
        return [
            person(self.worker, "Jörg-Uwe", "O'Neill-Müßig", "joerg.oneill@awo.example"),
            person(self.head, "Sabine", "Größchen", "sabine@overberg.schule.example"),
            person(self.coordinator, "Ayşe", "Yıldız", "koordination@bergkamen.example"),
            person(self.personnel, "Paul", "Personal", "personal@awo.example"),
            person(self.technician, "Ida", "Technik", "it@bergkamen.example"),
        ]

    def organizations(self) -> list[OrganizationRecord]:
        head = {Role.HEAD: self.head}
        office = {Role.COORDINATOR: self.coordinator, Role.IT: self.technician}
        return [
            organization(self.school, OrganizationKind.SCHOOL, "Overberger Schule", head),
            organization(
                self.second_school, OrganizationKind.SCHOOL, "Gerhart-Hauptmann-Schule", head
            ),
            organization(
                self.carrier,
                OrganizationKind.CARRIER,
                "AWO Bildung und Lernen gGmbH",
                {Role.CARRIER: self.personnel},
            ),
            organization(
                self.municipality, OrganizationKind.MUNICIPALITY, "Stadt Bergkamen", office
            ),
        ]

    def titles(self) -> TemplateRecord:
        tasks = tuple(TemplateTask(code=code, title=title) for code, title in TITLES.items())
        return TemplateRecord(version=1, template_id=self.template, tasks=tasks)

    def hired(self, start: date = START, until: date | None = None) -> WorkerHired:
        return WorkerHired(
            worker_id=self.worker,
            carrier_id=self.carrier,
            start_date=start,
            fixed_term_until=until,
            employment_id=self.employment,
            placements=(self._placement(self.school), self._placement(self.second_school)),
            funding=Funding.LAND,
        )

    def departed(self, last_day: date = START) -> WorkerDeparted:
        return WorkerDeparted(
            worker_id=self.worker,
            carrier_id=self.carrier,
            last_day=last_day,
            employment_id=self.employment,
            reason=DepartureReason.OTHER,
        )

    def changed(self, valid_from: date, *schools: UUID) -> PlacementsChanged:
        return PlacementsChanged(
            worker_id=self.worker,
            carrier_id=self.carrier,
            valid_from=valid_from,
            placements=tuple(map(self._placement, schools)),
            employment_id=self.employment,
        )

    def cancelled(self) -> HireCancelled:
        return HireCancelled(
            worker_id=self.worker, carrier_id=self.carrier, employment_id=self.employment
        )

    def started(self, *tasks: TaskFact) -> OnboardingStarted:
        return OnboardingStarted(
            onboarding_id=self.onboarding,
            worker_id=self.worker,
            carrier_id=self.carrier,
            template_id=self.template,
            known_on=START,
            start_date=START,
            tasks=tasks,
            employment_id=self.employment,
        )

    def closed(self, reason: ClosingReason) -> OnboardingClosed:
        return OnboardingClosed(
            onboarding_id=self.onboarding, worker_id=self.worker, reason=reason, open_tasks=0
        )

    def invited(self, closes_on: date) -> InvitationIssued:
        return InvitationIssued(
            invitation_id=new_id(),
            survey_id=new_id(),
            worker_id=self.worker,
            occasion=Occasion.DAY_30,
            closes_on=closes_on,
            employment_id=self.employment,
        )

    def everything(self) -> list[Record]:
        return [*self.people(), *self.organizations(), self.titles()]

    def _placement(self, school: UUID) -> PlacementFact:
        return PlacementFact(
            placement_id=new_id(),
            school_id=school,
            school_number="123456",
            school_type=SchoolType.PRIMARY,
            weekly_hours=Decimal("19.5"),
        )


def person(person_id: UUID, given: str, family: str, email: str, version: int = 1) -> PersonRecord:
    return PersonRecord(
        version=version, person_id=person_id, given_name=given, family_name=family, email=email
    )


def organization(
    organization_id: UUID,
    kind: OrganizationKind,
    name: str,
    contacts: dict[Role, UUID],
    version: int = 1,
) -> OrganizationRecord:
    return OrganizationRecord(
        version=version,
        organization_id=organization_id,
        kind=kind,
        name=name,
        contacts=tuple(Contact(role=role, person_id=one) for role, one in contacts.items()),
    )


def task(
    code: str,
    role: Role,
    place: UUID | None = None,
    due_on: date = START,
    mandatory: bool = True,
) -> TaskFact:
    return TaskFact(
        task_id=new_id(),
        code=code,
        role=role,
        organization_id=place,
        due_on=due_on,
        mandatory=mandatory,
    )


@pytest.fixture
def town() -> Town:
    return Town()


async def tell(house: House, *bodies: Body, tenant: str = BERGKAMEN) -> list[Message]:
    """Let the bus carry what other services announce."""
    messages = [
        Message(
            id=new_id(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=house.clock.now(),
            tenant=tenant,
            correlation_id=new_id(),
            causation_id=None,
            data=body.model_dump_json().encode(),
        )
        for body in bodies
    ]
    await house.bus.publish(messages)
    await house.quiet()
    return messages


async def states(house: House) -> list[Any]:
    """The delivery log, oldest first."""
    rows: list[Any] = await house.rows("notifications", select(letters).order_by(letters.c.id))
    return rows


async def settled(house: House, *wanted: str, seconds: float = 10.0) -> list[Any]:
    """Wait until the letters are in these states, in the order of their making."""
    async with asyncio.timeout(seconds):
        while [row.state for row in await states(house)] != list(wanted):
            await asyncio.sleep(0.01)
    await house.quiet()
    return await states(house)


async def announced(house: House, kind: type[B]) -> list[B]:
    """What notifications has put on the bus."""
    assert isinstance(house.bus, LocalBus)
    async with house.bus._engine.reading() as session:
        rows = await session.execute(
            text("SELECT value, headers FROM log WHERE topic = :topic ORDER BY position"),
            {"topic": kind.topic},
        )
        return [
            kind.model_validate_json(value) for value, headers in rows if kind.type_name in headers
        ]


async def kept(house: House) -> list[Any]:
    """The mails in the mailbox, oldest first."""
    rows: list[Any] = await house.rows(
        "notifications", select(kept_mails).order_by(kept_mails.c.id)
    )
    return rows


class Post:
    """A real mail server on loopback that remembers what it was given.

    With ``tls`` it offers STARTTLS; with ``sign_in`` it wants that user and password, and then
    takes nothing without.
    """

    def __init__(
        self,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        sign_in: tuple[str, str] | None = None,
    ) -> None:
        self.port = port
        self.refuse_sender = ""
        self.refuse_greeting = ""
        self.sign_ins: list[bool] = []
        self._tls = tls
        self._sign_in = sign_in
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.conversations = 0
        self.refuse: dict[str, str] = {}
        self.fail_data = ""
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def open(self) -> None:
        self.port = self.port or free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=self._tls,
            authenticator=self._authenticate if self._sign_in else None,
            auth_required=self._sign_in is not None,
            auth_require_tls=self._tls is not None,
        )
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return [self.refuse_greeting] if self.refuse_greeting else responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    def _authenticate(self, server: Any, session: Any, envelope: Any, how: str, who: Any) -> Any:
        self.sign_ins.append(session.ssl is not None)
        given = who.login.decode(), who.password.decode()
        return AuthResult(success=given == self._sign_in, handled=False)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refuse.get(address) or self.refuse.get("*"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if self.fail_data:
            return self.fail_data
        self.mails.append(message)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that is up."""
    post = Post()
    post.open()
    yield post
    post.close()


OpenWithPost = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_with_post(tmp_path: Path) -> AsyncGenerator[OpenWithPost]:
    """``house = await open_with_post(post.url)``: notifications, sending; with settings."""
    async with AsyncExitStack() as stack:

        async def open_it(smtp_url: str, **given: Any) -> House:
            return await stack.enter_async_context(
                house_with(tmp_path, sending(tmp_path, smtp_url, **given))
            )

        yield open_it


@asynccontextmanager
async def house_with(folder: Path, settings: Settings) -> AsyncGenerator[House]:
    """Notifications alone, with these settings, on a bus in a file."""
    async with _open(["notifications"], settings, LocalBus(folder / "bus.db")) as house:
        yield house


def sending(folder: Path, smtp_url: str, **given: Any) -> Settings:
    usual = {"smtp_tls": Tls.NONE, "mail_from": "Knotenpunkt <post@bergkamen.example>"}
    return Settings(
        data=folder,
        public_url="http://knotenpunkt.test",
        smtp_url=smtp_url,
        _env_file=None,
        **usual | given,
    )
