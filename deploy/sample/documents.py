"""Documents of the sample's organizations, with what stands in them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import exists, select

from deploy.sample.groups import WORKING_GROUP
from services.directory.documents.gateways import Store
from services.directory.documents.models import DocumentRow, VersionRow
from services.directory.documents.rules import digest
from services.directory.documents.values import FileKind, OwnerKind, Scan
from services.directory.employments.models import employments
from services.directory.groups.models import Group
from services.directory.organizations.models import contacts, organizations
from shared.contracts.directory import OrganizationKind, Role
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings

_AGREEMENT = """Kooperationsvereinbarung Schulsozialarbeit (Beispiel)

1. Die Fachkraft ist in der Schule zu festen Zeiten erreichbar.
2. Sie nimmt an Konferenzen teil, soweit es ihre Aufgaben betrifft.
3. Der Träger stellt Fachaufsicht und Supervision sicher.
"""
_DOCUMENTS: Sequence[tuple[str, str, Sequence[str]]] = (
    (
        OrganizationKind.CARRIER,
        "Kooperationsvereinbarung",
        (_AGREEMENT, f"{_AGREEMENT}4. Die Schule stellt einen verschließbaren Raum.\n"),
    ),
    (
        OrganizationKind.CARRIER,
        "Schutzkonzept",
        ("Schutzkonzept (Beispiel)\n\nVerfahren, Ansprechpersonen, Fortbildung.\n",),
    ),
    (
        OrganizationKind.SCHOOL,
        "Konzept der Schulsozialarbeit",
        ("Konzept (Beispiel)\n\nAngebote, Zeiten, Zusammenarbeit mit dem Ganztag.\n",),
    ),
)


_OTHERS: Sequence[tuple[OwnerKind, str, Sequence[str]]] = (
    (
        OwnerKind.GROUP,
        "Absprachen des Arbeitskreises",
        (
            "Absprachen (Beispiel)\n\nEin Termin im Quartal, reihum an einer Schule.\n",
            "Absprachen (Beispiel)\n\nEin Termin im Quartal, reihum an einer Schule."
            " Das Protokoll schreibt, wer einlädt.\n",
        ),
    ),
    (
        OwnerKind.EMPLOYMENT,
        "Zusatzvereinbarung zum Einsatz",
        ("Zusatzvereinbarung (Beispiel)\n\nZwei Schulen, Fahrzeiten zählen zur Arbeitszeit.\n",),
    ),
)


async def keep_documents(uow: UnitOfWork, settings: Settings, municipality: str) -> None:
    """As if the office had uploaded them; doing it again changes nothing."""
    there = exists().where(DocumentRow.tenant == municipality)
    office = await uow.session.scalar(
        select(contacts.c.person_id)
        .join(organizations, organizations.c.id == contacts.c.organization_id)
        .where(organizations.c.tenant == municipality, contacts.c.role == Role.COORDINATOR)
        .limit(1)
    )
    if office is None or (await uow.session.execute(select(there))).scalar():
        return
    for kind, title, texts in _DOCUMENTS:
        query = select(organizations.c.id).where(
            organizations.c.tenant == municipality, organizations.c.kind == kind
        )
        owner = await uow.session.scalar(query.order_by(organizations.c.name_key).limit(1))
        if owner is not None:
            row = DocumentRow(
                id=uuid5(NAMESPACE_URL, f"knotenpunkt:sample:{municipality}:{title}"),
                tenant=municipality,
                organization_id=owner,
                title=title,
                current=len(texts),
            )
            await _keep(uow, Store(settings), row, texts, office)

    await _keep_others(uow, settings, municipality, office)


async def _keep_others(
    uow: UnitOfWork, settings: Settings, municipality: str, office: UUID
) -> None:
    """With a group, and where somebody is placed, if there are any."""
    worked = employments.c.cancelled_at.is_(None)
    queries = {
        OwnerKind.GROUP: select(Group.id).where(
            Group.tenant == municipality, Group.name == WORKING_GROUP
        ),
        OwnerKind.EMPLOYMENT: select(employments.c.id)
        .where(employments.c.tenant == municipality, worked, employments.c.last_day.is_(None))
        .order_by(employments.c.start_date, employments.c.id),
    }
    for kind, title, texts in _OTHERS:
        if owner := await uow.session.scalar(queries[kind].limit(1)):
            row = DocumentRow(
                id=uuid5(NAMESPACE_URL, f"knotenpunkt:sample:{municipality}:{title}"),
                tenant=municipality,
                title=title,
                current=len(texts),
            )
            setattr(row, f"{kind}_id", owner)
            await _keep(uow, Store(settings), row, texts, office)


async def _keep(
    uow: UnitOfWork, store: Store, row: DocumentRow, texts: Sequence[str], office: UUID
) -> None:
    uow.session.add(row)
    await uow.session.flush()
    for number, text in enumerate(texts, start=1):
        content = text.encode()
        key = uuid5(row.id, str(number)).hex
        await store.put(key, content)
        uow.session.add(
            VersionRow(
                tenant=row.tenant,
                document_id=row.id,
                number=number,
                key=key,
                kind=FileKind.TXT,
                sha256=digest(content),
                size=len(content),
                scan=Scan.UNCHECKED,
                uploaded_at=uow.now - timedelta(days=90 - 60 * (number - 1)),
                uploaded_by=office,
            )
        )
