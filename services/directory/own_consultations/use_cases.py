"""Asks for a consultation by the form."""

from services.directory.consultations import use_cases as consultations
from services.directory.consultations.values import Request
from services.directory.own_consultations.forms import RequestForm
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.editing import Stored
from shared.web.sessions.person import Me


async def ask(uow: UnitOfWork, me: Me, form: RequestForm) -> Stored:
    """Store it, and tell the office; raises ``Problem``."""
    return await consultations.request(uow, me, Request(form.topic, form.note))
