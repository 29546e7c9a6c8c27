"""A webhook of the sample's carrier, which was tried out and then switched off."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.organizations.models import Organization
from services.notifications.attempts.models import WebhookAttempt, WebhookDelivery
from services.notifications.attempts.values import DeliveryState
from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import TEST, EventType, State, Vault, new_secret
from services.notifications.posting.values import Outcome
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork

URL = "https://personal.awo.example/knotenpunkt/ereignisse"
AGO = timedelta(days=3)


async def connect_webhooks(directory: Context, here: Context) -> None:
    """The sample's carrier has one, in the database of notifications, once it is known."""
    query = select(Organization.tenant, Organization.id).where(Organization.name == CARRIER)
    async with directory.database.reading() as session:
        found = (await session.execute(query)).first()
    if found is not None:
        await _connect(here, found.tenant, found.id)


async def _connect(here: Context, tenant: str, carrier_id: UUID) -> None:
    """Doing it again changes nothing.

    It is switched off by hand, since no such host exists: nothing is to fail for ever.
    """
    key = uuid5(carrier_id, "webhook")
    async with here.database.transaction() as uow:
        if await uow.session.get(Endpoint, key) is not None:
            return
        begun = uow.now - AGO
        uow.session.add(
            Endpoint(
                id=key,
                tenant=tenant,
                carrier_id=carrier_id,
                name="Personalsystem",
                url=URL,
                types=sorted(each.value for each in EventType),
                state=State.SWITCHED_OFF.value,
                secret=Vault.of(here).encrypt(new_secret()),
                secret_since=begun,
                created_at=begun,
                reached_at=begun + timedelta(minutes=30),
            )
        )
        _told(uow, tenant, key, begun, (Outcome.TIMED_OUT, None), (Outcome.ACCEPTED, 204))
        _told(uow, tenant, key, begun + timedelta(minutes=30), (Outcome.ACCEPTED, 204))


Try = tuple[Outcome, int | None]


def _told(uow: UnitOfWork, tenant: str, endpoint_id: UUID, at: datetime, *tried: Try) -> None:
    """A test event, and how each attempt ended: the second five minutes after the first."""
    key = uuid5(endpoint_id, at.isoformat())
    times = [at + number * timedelta(minutes=5) for number in range(len(tried))]
    uow.session.add(
        WebhookDelivery(
            id=key,
            tenant=tenant,
            endpoint_id=endpoint_id,
            type=TEST,
            subject_id=endpoint_id,
            sequence=int(at.timestamp() * 1000),
            carrier_id=None,
            worker_id=None,
            employment_id=None,
            happened_at=at,
            created_at=at,
            state=DeliveryState.ACCEPTED.value,
            attempts=len(tried),
            not_before=times[-1],
            settled_at=times[-1],
        )
    )
    uow.session.add_all(
        WebhookAttempt(
            id=uuid5(key, moment.isoformat()),
            tenant=tenant,
            delivery_id=key,
            at=moment,
            outcome=outcome.value,
            status=status,
            milliseconds=184 if status else 15000,
        )
        for moment, (outcome, status) in zip(times, tried, strict=True)
    )
