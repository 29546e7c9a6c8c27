"""Documents and their versions, as the office reads them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents.forms import DocumentSearch
from services.directory.documents.models import DocumentRow, LeftoverRow, VersionRow
from services.directory.documents.rules import is_held
from services.directory.documents.values import Document, Scan, Version
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.queries import names_of
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing

COLUMNS = (
    attribute("title", "Titel"),
    attribute("organization", "Organisation"),
    attribute("kind", "Art"),
    attribute("number", "Fassung"),
    attribute("at", "Hochgeladen"),
    attribute("scan", "Virenprüfung"),
)


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: DocumentSearch,
    wanted: KeysetRequest,
    *,
    scanned: bool,
) -> Page[Document]:
    """The municipality's documents by title."""
    query = select(DocumentRow).where(DocumentRow.tenant == tenant)
    if search.text:
        query = query.where(DocumentRow.matches(search.text))
    by = (DocumentRow.title, DocumentRow.id)
    found = await paginate(session, query, wanted, by=by, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[DocumentRow]) -> list[Document]:
        return await _described(later, tenant, rows, scanned=scanned)

    return await described(session, found, describe)


async def of_organization(
    session: AsyncSession, tenant: str, organization_id: UUID
) -> list[Document]:
    """Those of one organization by title; whether they are held back is not asked."""
    mine = (DocumentRow.tenant == tenant, DocumentRow.organization_id == organization_id)
    query = select(DocumentRow).where(*mine).order_by(DocumentRow.title_key, DocumentRow.id)
    rows = (await session.scalars(query)).all()
    return await _described(session, tenant, rows, scanned=False)


async def one(session: AsyncSession, tenant: str, document_id: UUID, *, scanned: bool) -> Document:
    """One of them; raises ``NoResultFound``."""
    mine = (DocumentRow.tenant == tenant, DocumentRow.id == document_id)
    row = (await session.scalars(select(DocumentRow).where(*mine))).one()
    return (await _described(session, tenant, [row], scanned=scanned))[0]


async def version(
    session: AsyncSession, tenant: str, document_id: UUID, number: int | None
) -> tuple[str, VersionRow]:
    """The document's title and one of its versions, else the newest; raises ``NoResultFound``."""
    query = (
        select(DocumentRow.title, VersionRow)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.tenant == tenant, DocumentRow.id == document_id)
        .where(VersionRow.number == (DocumentRow.current if number is None else number))
    )
    title, found = (await session.execute(query)).one()
    return title, found


async def title_taken(
    session: AsyncSession, tenant: str, organization_id: UUID, title: str
) -> bool:
    """Whether the organization has a document that is called so."""
    theirs = (DocumentRow.tenant == tenant, DocumentRow.organization_id == organization_id)
    query = select(func.count()).select_from(DocumentRow).where(*theirs)
    return bool((await session.execute(query.where(DocumentRow.title == title))).scalar_one())


async def unchecked(session: AsyncSession, now: datetime, limit: int) -> Sequence[VersionRow]:
    """Versions of any municipality that the scanner has yet to see now, the oldest first."""
    due = or_(VersionRow.scan_due_at.is_(None), VersionRow.scan_due_at <= now)
    query = select(VersionRow).where(VersionRow.scan == Scan.UNCHECKED, due)
    ordered = query.order_by(VersionRow.uploaded_at).limit(limit)
    return (await session.scalars(crossing(ordered))).all()


async def leftovers(session: AsyncSession, now: datetime, limit: int) -> Sequence[str]:
    """Keys of content that nobody needs."""
    query = select(LeftoverRow.key).where(LeftoverRow.due_at <= now).limit(limit)
    return (await session.scalars(query)).all()


async def _described(
    session: AsyncSession, tenant: str, rows: Sequence[DocumentRow], *, scanned: bool
) -> list[Document]:
    theirs = (VersionRow.tenant == tenant, VersionRow.document_id.in_([each.id for each in rows]))
    query = select(VersionRow).where(*theirs).order_by(VersionRow.number.desc())
    versions: defaultdict[UUID, list[VersionRow]] = defaultdict(list)
    for each in await session.scalars(query):
        versions[each.document_id].append(each)
    people = {each.uploaded_by for every in versions.values() for each in every}
    names = await names_of(session, people)
    places = await organizations_by_id(session, tenant, {each.organization_id for each in rows})
    return [
        Document(
            id=row.id,
            organization_id=row.organization_id,
            organization=places[row.organization_id].name,
            title=row.title,
            versions=tuple(
                Version(
                    number=each.number,
                    kind=each.kind,
                    sha256=each.sha256,
                    size=each.size,
                    scan=each.scan,
                    held=is_held(each.scan, scanned=scanned),
                    at=each.uploaded_at,
                    by=names.get(each.uploaded_by, ""),
                )
                for each in versions[row.id]
            ),
        )
        for row in rows
    ]
