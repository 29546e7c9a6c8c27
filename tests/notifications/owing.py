"""Messages that are owed without a bus that brings the fact."""

from datetime import UTC, datetime
from typing import Any

from services.notifications.messages.values import About, Draft, ToRole
from shared.contracts.directory import HireCancelled, Role
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.messaging.message import Message
from shared.messaging.router import Received
from tests.house import BERGKAMEN


def received(at: datetime | None = None, tenant: str = BERGKAMEN) -> Received[Any]:
    """An event of which only the envelope matters."""
    body = HireCancelled(worker_id=new_id(), employment_id=new_id(), carrier_id=new_id())
    message = Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=at or datetime.now(UTC),
        tenant=tenant,
        correlation_id=new_id(),
        causation_id=None,
        data=None,
    )
    return Received(body, message)


def owed(kind: LetterKind, about: About, role: Role = Role.WORKER) -> tuple[Draft, Received[Any]]:
    """A letter to a role."""
    fact = about.onboarding_id or about.employment_id
    return Draft(kind, ToRole(role, about), fact, payload={"tasks": []}), received()
