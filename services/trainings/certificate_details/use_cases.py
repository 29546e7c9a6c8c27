"""Writes down what the certificates of a gathering are to say."""

from dataclasses import asdict
from uuid import UUID

from services.trainings.certificate_details import queries
from services.trainings.certificate_details.forms import DetailsForm
from services.trainings.certificate_details.models import CertificateDetails
from services.trainings.certificate_details.values import Details
from services.trainings.seats import use_cases as seats
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def write(uow: UnitOfWork, me: Me, gathering_id: UUID, given: DetailsForm) -> None:
    """Certificates that are issued stay as they are; raises ``Overtaken``."""
    await seats.hold(uow, me.tenant, gathering_id)
    row = await queries.row_of(uow.session, me.tenant, gathering_id)
    if row is not None:
        row.update(given)
        return
    if given.version != 0:
        raise Overtaken(given, asdict(Details()))
    said = given.model_dump(exclude={"version"})
    uow.session.add(CertificateDetails(tenant=me.tenant, gathering_id=gathering_id, **said))
