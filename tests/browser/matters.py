"""What lies on the desks of an office, so that each form of it is there to be sent."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.directory.accounts.models import SignInAddress
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from services.directory.duplicates.models import Duplicate
from services.directory.duplicates.values import Reason, Standing
from services.directory.factors.models import SecondFactor
from services.directory.identities.models import UnmatchedSignIn
from services.directory.merges.models import Merge
from services.directory.organizations.models import Organization
from services.directory.sandbox.models import Sandbox
from services.directory.scim.models import ScimQuestion, ScimUser
from services.directory.scim.values import QuestionKind
from services.notifications.announcements.models import Announcement, Edition, Recipient
from services.notifications.dispatches.models import Dispatch
from services.notifications.dispatches.values import DELIVERY_LOG, Outcome
from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import EventType, Vault
from services.notifications.endpoints.values import State as HookState
from services.notifications.texts.values import TEXTS
from services.notifications.undeliverable.models import GivenUp
from services.notifications.undeliverable.values import FailureCause
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.notifications import (
    ANNOUNCEMENTS,
    OWN_ANNOUNCEMENTS,
    AnnouncedTo,
    LetterKind,
)
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from tests.hooked import NOWHERE
from tests.house import House, new_key
from tests.pairs import pair_up
from tests.town import Town


async def matters(house: House, town: Town) -> dict[str, list[str]]:
    """Where each of the columns begins beside where it would."""
    people = await _directory(house, town)
    told, hook = await _notifications(house, town)
    employment = await _moved(house, town)
    hooks = [f"/notifications/webhooks/{each}" for each in (hook, town.values["endpoint_id"])]
    office = [
        *people,
        f"/directory/fachkraefte/{employment}",
        *hooks,
        f"{ANNOUNCEMENTS}/{told}",
        f"{DELIVERY_LOG}/{town.values['worker_id']}",
        f"{TEXTS}/{LetterKind.WELCOME}",
        f"/surveys/frageboegen/{town.values['questionnaire_id']}/fragen/q6",
    ]
    return {"coordinator": office, "carrier": hooks, "worker": [f"{OWN_ANNOUNCEMENTS}/{told}"]}


async def _directory(house: House, town: Town) -> list[str]:
    tenant, worker = town.municipality, _worker(town)
    one, other, third = sorted([await _account(house, each) for each in ("Gesa", "Eva", "Lia")])
    same_id = await pair_up(house, tenant, one, third)
    async with house.context("directory").database.transaction() as uow:
        pair = _pair(tenant, (one, other), Standing.DIFFERENT, uow.now)
        over = _over(tenant, worker, uow.now)
        factor = SecondFactor(person_id=other, sealed_key=b"", last_step=0, since=uow.now)
        gone = select(Merge.merged_id).where(Merge.id == UUID(town.values["merge_id"]))
        merged_id = (await uow.session.scalars(gone)).one()
        sign_in = SignInAddress(address="ida@example.com", person_id=merged_id, verified_at=None)
        schools = [_closed(tenant, number, uow.now) for number in ("100098", "100099")]
        uow.session.add_all([pair, over, factor, sign_in, *schools])
        await uow.session.execute(update(Sandbox).values(owner_id=other))
        await _returned(uow)
        questions = await uow.session.scalars(select(ScimQuestion.id))
        stranger = (await uow.session.scalars(select(UnmatchedSignIn.id))).first()
    below = (
        f"beratungen/{over.id}",
        *(f"doppelte/{each}" for each in (pair.id, town.values["pair_id"])),
        f"doppelte/{same_id}/verschieden",
        *(
            f"zusammenfuehrungen/{each}"
            for each in (f"paar/{town.values['pair_id']}", town.values["merge_id"])
        ),
        f"konten/{other}",
        *(f"meldungen-der-it/{each}" for each in questions),
        f"offene-anmeldungen/{stranger}/zuordnen/{worker}",
        *(f"schliessungen/{each}" for each in (schools[0].id, town.school_id)),
        f"schliessungen/{schools[1].id}/schulnummer",
    )
    return [f"/directory/{each}" for each in below]


def _pair(tenant: str, ids: tuple[UUID, UUID], standing: Standing, at: datetime) -> Duplicate:
    return Duplicate(
        tenant=tenant,
        first_id=ids[0],
        second_id=ids[1],
        score=90,
        reasons=[Reason.NAME.value],
        standing=standing,
        found_at=at,
    )


def _over(tenant: str, worker: UUID, now: datetime) -> ConsultationRow:
    return ConsultationRow(
        tenant=tenant,
        asker_id=worker,
        asked_as=AccessRole.WORKER,
        asked_at=now - timedelta(days=9),
        topic=Topic.START,
        state=State.SCHEDULED,
        starts_at=now - timedelta(days=1),
        minutes=45,
        place="Telefon",
        note="",
    )


async def _returned(uow: UnitOfWork) -> None:
    """Whoever is locked by their carrier is not any more; both questions are open."""
    locked = (await uow.session.scalars(select(ScimUser))).first()
    assert locked is not None
    assert locked.person_id is not None
    question = ScimQuestion(
        tenant=locked.tenant,
        id=new_id(),
        user_id=locked.id,
        carrier_id=locked.carrier_id,
        person_id=locked.person_id,
        kind=QuestionKind.RETURNS,
        asked_at=uow.now,
    )
    uow.session.add(question)
    await uow.session.flush()


async def _account(house: House, name: str) -> UUID:
    given = {"given_name": name, "family_name": "Fenske", "address": f"{name}@example.org"}
    made = await house.http.post("/directory/konten/neu", data=given | {"role": "coordinator"})
    assert made.status_code == 303, made.text
    return UUID(made.headers["location"].rpartition("/")[2])


def _closed(tenant: str, number: str, now: datetime) -> Organization:
    school = Organization(
        tenant=tenant, id=new_id(), name=f"Hauptschule {number}", kind=OrganizationKind.SCHOOL
    )
    school.school_number, school.school_type = number, SchoolType.MAIN
    school.valid_to = local_date(now) - timedelta(days=90)
    return school


async def _notifications(house: House, town: Town) -> tuple[UUID, UUID]:
    """An announcement to a group, and a webhook that is on; mails did not arrive."""
    here, tenant = house.context("notifications"), town.municipality
    said: dict[str, Any] = {"subject": "Umzug", "text": "Wir ziehen um."}
    ids: dict[str, Any] = {"tenant": tenant, "id": new_id()}
    news = Announcement(**ids, author_id=new_id(), **said)
    news.audience, news.group_id = AnnouncedTo.GROUP, UUID(town.values["group_id"])
    edition = Edition(tenant=tenant, announcement_id=news.id, number=1, **said)
    edition.correlation_id = edition.causation_id = news.id
    ids |= {"id": new_id(), "announcement_id": news.id, "person_id": _worker(town)}
    reader = Recipient(**ids, owed_edition=1, reminders=0, confirmed_edition=0)
    hook = Endpoint(
        tenant=tenant,
        carrier_id=town.carrier_id,
        name="Personalsystem",
        url=NOWHERE,
        types=[EventType.HIRED.value],
        state=HookState.ACTIVE.value,
        secret=Vault.of(here).encrypt("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        secret_since=house.clock.now(),
        created_at=house.clock.now(),
    )
    async with here.database.transaction() as uow:
        edition.published_at = news.published_at = uow.now
        news.edition, news.to_confirm = 1, True
        uow.session.add_all([news, hook, *_lost(tenant, _worker(town), uow.now)])
        await uow.session.flush()
        uow.session.add_all([edition, reader])
    return news.id, hook.id


def _worker(town: Town) -> UUID:
    return UUID(town.values["worker_id"])


def _lost(tenant: str, worker: UUID, now: datetime) -> tuple[Dispatch, GivenUp]:
    """Refused for two reasons."""
    dispatch = Dispatch(
        tenant=tenant,
        mail_id=new_id(),
        person_id=worker,
        address="mara@example.org",
        kind=LetterKind.WELCOME.value,
        introduces=False,
        outcome=Outcome.REFUSED.value,
        reply="550 5.1.1",
        message_ids=[str(new_id())],
        sent_at=now,
    )
    given_up = GivenUp(
        letter_id=new_id(),
        tenant=tenant,
        correlation_id=new_id(),
        kind=LetterKind.WELCOME.value,
        role="worker",
        cause=FailureCause.CONTENT.value,
        reply="554",
        attempts=3,
        given_up_at=now,
    )
    return dispatch, given_up


async def _moved(house: House, town: Town) -> str:
    """Somebody who will work at other schools; the employment."""
    day = local_date(house.clock.now()) + timedelta(days=30)
    placements = [{"school_number": "100001", "weekly_hours": 20}]
    body = {"external_id": "P-4712", "valid_from": str(day), "placements": placements}
    answer = await house.http.post(
        "/directory/api/v1/changes", json=body, headers=town.program | new_key()
    )
    assert answer.status_code == 201, answer.text
    return town.values["away_id"]
