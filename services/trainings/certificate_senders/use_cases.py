"""Notes how the office is named on its certificates."""

from dataclasses import asdict

from services.trainings.certificate_senders import queries
from services.trainings.certificate_senders.forms import SenderForm
from services.trainings.certificate_senders.models import CertificateSender
from services.trainings.certificate_senders.values import Sender
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def write(uow: UnitOfWork, me: Me, given: SenderForm) -> None:
    """Certificates that are issued stay as they are; raises ``Overtaken``."""
    row = await queries.row_of(uow.session, me.tenant)
    if row is not None:
        row.update(given)
        return
    if given.version != 0:
        raise Overtaken(given, asdict(Sender()))
    said = given.model_dump(exclude={"version"})
    uow.session.add(CertificateSender(tenant=me.tenant, **said))
    await uow.session.flush()
