"""Documents and their versions, as the office reads them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents.forms import DocumentSearch
from services.directory.documents.models import DocumentRow, LeftoverRow, VersionRow
from services.directory.documents.rules import is_held
from services.directory.documents.values import Document, Of, OwnerKind, Scan, Version
from services.directory.employments.queries import by_ids
from services.directory.groups.queries import names_of_groups
from services.directory.organizations.queries import names_of_organizations
from services.directory.people.queries import names_of
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing
from shared.german import short_date
from shared.web.problem import Problem

COLUMNS = (
    attribute("title", "Titel"),
    attribute("owner", "Gehört zu"),
    attribute("of_kind", "Was das ist"),
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


async def kept_with(session: AsyncSession, tenant: str, of: Of) -> list[Document]:
    """By title; whether they are held back is not asked."""
    query = select(DocumentRow).where(DocumentRow.tenant == tenant, is_of(of))
    query = query.order_by(DocumentRow.title_key, DocumentRow.id)
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


def is_of(of: Of) -> ColumnElement[bool]:
    """Whether a document is kept with it."""
    columns = {
        OwnerKind.ORGANIZATION: DocumentRow.organization_id,
        OwnerKind.GROUP: DocumentRow.group_id,
        OwnerKind.EMPLOYMENT: DocumentRow.employment_id,
    }
    return columns[of.kind] == of.id


async def owner_named(session: AsyncSession, tenant: str, of: Of) -> str:
    """What it is called; raises ``Problem`` where the municipality has no such thing."""
    named = await _owners(session, tenant, [of])
    if of not in named:
        raise Problem(404, f"{of.kind}-not-found", "There is nothing to keep it with")
    return named[of]


async def _owners(session: AsyncSession, tenant: str, owners: Sequence[Of]) -> Mapping[Of, str]:
    ids = {kind: {each.id for each in owners if each.kind is kind} for kind in OwnerKind}
    called = await names_of_organizations(session, ids[OwnerKind.ORGANIZATION], [tenant])
    called |= await names_of_groups(session, tenant, ids[OwnerKind.GROUP])
    placed = await by_ids(session, tenant, ids[OwnerKind.EMPLOYMENT])
    people = await names_of(session, {each.worker_id for each in placed.values()})
    called |= {
        key: f"{people.get(each.worker_id, '')}, ab {short_date(each.start_date)}"
        for key, each in placed.items()
    }
    return {each: called[each.id] for each in owners if each.id in called}


async def title_taken(session: AsyncSession, tenant: str, of: Of, title: str) -> bool:
    """Whether a document that is called so is kept with it already."""
    theirs = (DocumentRow.tenant == tenant, is_of(of))
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
    owners = await _owners(session, tenant, [each.of for each in rows])
    return [
        Document(
            id=row.id,
            of=row.of,
            owner=owners.get(row.of, ""),
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


async def files_of(
    session: AsyncSession, tenant: str, employment_ids: Collection[UUID]
) -> Sequence[tuple[str, VersionRow]]:
    """Titles and newest versions of what is kept with these employments."""
    query = (
        select(DocumentRow.title, VersionRow)
        .join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.tenant == tenant, VersionRow.number == DocumentRow.current)
        .where(DocumentRow.employment_id.in_(employment_ids))
        .order_by(DocumentRow.id)
    )
    return [(title, row) for title, row in await session.execute(query)]
