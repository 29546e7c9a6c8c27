"""What each endpoint is told, and how each attempt ended: ids, codes and moments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.attempts.values import DeliveryState, message_id
from services.notifications.endpoints.values import title_of
from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_TOLD = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about="worker_id",
    purpose="ein Ereignis an das System des Trägers oder der Kommune übergeben: Kennungen",
    deletion=Deletion.NINETY_DAYS,
)
_TRIED = personal(
    Kind.TECHNICAL,
    about="delivery_id -> webhook_deliveries(id).worker_id",
    purpose="nachsehen, ob und wann ein Ereignis angenommen wurde",
    deletion=Deletion.NINETY_DAYS,
)


class WebhookDelivery(OfTenant, Base):
    """One fact for one endpoint; the id is the ``webhook-id`` of every attempt.

    ``sequence`` grows with each fact about a subject. A test is about the endpoint, and nobody.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("webhook_deliveries_due", "state", "not_before"),
        Index("webhook_deliveries_endpoint", "endpoint_id", "created_at", "id"),
        Index("webhook_deliveries_subject", "subject_id"),
        Index("webhook_deliveries_worker", "worker_id"),
        {"info": _TOLD},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    endpoint_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    type: Mapped[str] = mapped_column(String(40), info={"label": "Ereignis"})
    subject_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(BigInteger)
    carrier_id: Mapped[UUID | None] = mapped_column(info=NOT_PERSONAL)
    worker_id: Mapped[UUID | None] = mapped_column(info=identifying(_TOLD))
    employment_id: Mapped[UUID | None] = mapped_column(info=identifying(_TOLD, "employment"))
    happened_at: Mapped[datetime] = mapped_column(info={"label": "Geschehen"})
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), info={"label": "Stand"})
    attempts: Mapped[int] = mapped_column(info={"label": "Versuche"})
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def title(self) -> str:
        return title_of(self.type)

    @property
    def standing(self) -> DeliveryState:
        return DeliveryState(self.state)

    @property
    def message_id(self) -> str:
        """As the header says it."""
        return message_id(self.id)


class WebhookAttempt(OfTenant, Base):
    """Of an answer its status, and nothing of its body."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index("webhook_attempts_delivery", "delivery_id", "id"), {"info": _TRIED})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(info={"label": "Wann"})
    outcome: Mapped[str] = mapped_column(String(20), info={"label": "Ergebnis"})
    status: Mapped[int | None] = mapped_column(info={"label": "Antwort"})
    milliseconds: Mapped[int] = mapped_column(info={"label": "Dauer in ms"})


deliveries = table_of(WebhookDelivery)
attempts = table_of(WebhookAttempt)
