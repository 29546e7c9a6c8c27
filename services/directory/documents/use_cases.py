"""Keeps documents, hands them out, and sees to what was left behind."""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, select, update

from services.directory.documents import queries, rules
from services.directory.documents.gateways import (
    ScanFailed,
    Scanner,
    ScannerAway,
    Store,
    StoreAway,
    StoreLost,
)
from services.directory.documents.models import DocumentRow, LeftoverRow, VersionRow
from services.directory.documents.values import Handed, Kept, Of, Scan
from shared.context import Context
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

CHANNEL = "documents"
UPLOAD_TIME = timedelta(hours=1)
"""After which content that has become no version is deleted."""
SOME = 20
"""Versions and leftovers that are seen to at once."""

MAX_TRIES = 5
"""Of the scanner at one version."""
BETWEEN_TRIES = timedelta(minutes=10)
"""After the first; then twice, three times as long."""

log = structlog.get_logger()


def has_scanner(here: Context) -> bool:
    """Whether versions are held back until they are clean."""
    return here.single(_scanner).is_there


async def keep(here: Context, content: bytes) -> Kept:
    """Put a file into the store, outside of any transaction; raises ``Problem``.

    Where nothing becomes of it, it is deleted after ``UPLOAD_TIME``.
    """
    kind, encrypted = await asyncio.to_thread(rules.recognised, content)
    key = await put_aside(here, content)
    scan = await _scanned(here, content, encrypted=encrypted)
    sha256 = await asyncio.to_thread(rules.digest, content)
    return Kept(key, kind, sha256, len(content), scan)


async def put_aside(here: Context, content: bytes) -> str:
    """Its key in the store; deleted after ``UPLOAD_TIME`` unless ``taken``; raises ``Problem``."""
    key = uuid4().hex
    async with here.database.transaction() as uow:
        uow.session.add(LeftoverRow(key=key, due_at=uow.now + UPLOAD_TIME))
    try:
        await here.single(_store).put(key, content)
    except StoreAway as fault:
        raise _away(fault) from None
    return key


async def taken(uow: UnitOfWork, key: str) -> None:
    """Something has come of what was put aside."""
    await uow.session.execute(delete(LeftoverRow).where(LeftoverRow.key == key))


async def let_go(uow: UnitOfWork, keys: Collection[str]) -> None:
    """Nothing names this content any more: it is deleted as soon as the transaction is done."""
    uow.session.add_all(LeftoverRow(key=key, due_at=uow.now) for key in keys)
    if keys:
        uow.notify(CHANNEL)


async def content_of(here: Context, key: str, sha256: str) -> bytes:
    """What lies in the store, if it is what was put there; raises ``Problem``."""
    try:
        content = await here.single(_store).get(key)
    except StoreAway as fault:
        raise _away(fault) from None
    if await asyncio.to_thread(rules.digest, content) != sha256:
        log.error("documents.damaged")
        raise Problem(503, "file-damaged", "The file is not what was stored")
    return content


async def add(uow: UnitOfWork, me: Me, of: Of, title: str, kept: Kept) -> DocumentRow:
    """A new document with its first version; raises ``Problem``."""
    await queries.owner_named(uow.session, me.tenant, of)
    if await queries.title_taken(uow.session, me.tenant, of, title):
        errors = [FieldError("title", "is what another document is called")]
        raise Problem(409, "title-taken", "There is such a document", errors=errors)
    row = DocumentRow(id=uuid4(), tenant=me.tenant, title=title, current=0)
    setattr(row, f"{of.kind}_id", of.id)
    uow.session.add(row)
    await uow.session.flush()
    await _append(uow, me, row, kept)
    return row


async def replace(uow: UnitOfWork, me: Me, document_id: UUID, replaces: int, kept: Kept) -> None:
    """The next version; raises ``NoResultFound``, and ``Problem`` if somebody was faster."""
    mine = (DocumentRow.tenant == me.tenant, DocumentRow.id == document_id)
    query = select(DocumentRow).where(*mine).with_for_update()
    row = (await uow.session.scalars(query)).one()
    rules.refuse_other_version(row.current, replaces)
    _, newest = await queries.version(uow.session, me.tenant, document_id, None)
    if newest.sha256 == kept.sha256:
        raise Problem(409, "version-unchanged", "This is the newest version already")
    await _append(uow, me, row, kept)


async def remove(uow: UnitOfWork, me: Me, document_id: UUID) -> None:
    """Delete all of it, and its content soon after; raises ``NoResultFound``."""
    mine = (DocumentRow.tenant == me.tenant, DocumentRow.id == document_id)
    row = (await uow.session.scalars(select(DocumentRow).where(*mine))).one()
    theirs = (VersionRow.tenant == me.tenant, VersionRow.document_id == document_id)
    gone = await uow.session.execute(delete(VersionRow).where(*theirs).returning(VersionRow.key))
    await let_go(uow, gone.scalars().all())
    await uow.session.delete(row)


async def remove_all(uow: UnitOfWork, me: Me, of: Of) -> None:
    """Delete what is kept with something that is deleted itself."""
    for each in await queries.kept_with(uow.session, me.tenant, of):
        await remove(uow, me, each.id)
    await uow.session.flush()


async def hand_out(here: Context, me: Me, document_id: UUID, number: int | None) -> Handed:
    """A version's content, else the newest's; raises ``NoResultFound``, ``Problem``."""
    async with here.database.reading() as session:
        title, found = await queries.version(session, me.tenant, document_id, number)
    if rules.is_held(found.scan, scanned=has_scanner(here)):
        code = _HELD.get(found.scan, "document-unchecked")
        raise Problem(409, code, "The version is held back")
    content = await content_of(here, found.key, found.sha256)
    return Handed(content, found.kind, rules.file_name(title, found.number, found.kind))


async def files_of(
    here: Context, tenant: str, employment_ids: Collection[UUID]
) -> AsyncIterator[tuple[str, bytes]]:
    """Names and contents of what is kept with these employments; what is held back is not."""
    async with here.database.reading() as session:
        found = await queries.files_of(session, tenant, employment_ids)
    for title, row in found:
        if not rules.is_held(row.scan, scanned=has_scanner(here)):
            name = rules.file_name(title, row.number, row.kind)
            yield name, await content_of(here, row.key, row.sha256)


async def tend(here: Context) -> bool:
    """Scan what nobody has scanned, and delete what nobody needs; returns whether there is more.

    Raises ``StoreAway``, ``ScannerAway``.
    """
    async with here.database.reading() as session:
        gone = await queries.leftovers(session, here.clock.now(), SOME)
        scans = has_scanner(here)
        waiting = await queries.unchecked(session, here.clock.now(), SOME) if scans else []
    for key in gone:
        await here.single(_store).delete(key)
    if gone:
        async with here.database.transaction() as uow:
            await uow.session.execute(delete(LeftoverRow).where(LeftoverRow.key.in_(gone)))
    for each in waiting:
        try:
            said, tries = await _looked_into(here, each.key), each.scan_tries
        except (ScanFailed, StoreLost, Problem) as fault:
            said, tries = _failed(each, fault)
        due = here.clock.now() + BETWEEN_TRIES * tries if said is Scan.UNCHECKED else None
        async with here.database.transaction() as uow:
            seen = update(VersionRow).where(VersionRow.key == each.key)
            found = seen.values(scan=said, scan_tries=tries, scan_due_at=due)
            await uow.session.execute(crossing(found))
    return max(len(gone), len(waiting)) == SOME


async def _looked_into(here: Context, key: str) -> Scan:
    """What the scanner says of content that lies in the store."""
    content = await here.single(_store).get(key)
    _, encrypted = await asyncio.to_thread(rules.recognised, content)
    return rules.judged(await here.single(_scanner).scan(content), encrypted=encrypted)


def _failed(row: VersionRow, fault: Exception) -> tuple[Scan, int]:
    """What is known of it then, and how often it was tried; in the end it is held back."""
    tries = row.scan_tries + 1
    log.warning("documents.scan-failed", reason=type(fault).__name__)
    return (Scan.FAILED if tries >= MAX_TRIES else Scan.UNCHECKED), tries


async def _append(uow: UnitOfWork, me: Me, row: DocumentRow, kept: Kept) -> None:
    row.current += 1
    uow.session.add(
        VersionRow(
            tenant=me.tenant,
            document_id=row.id,
            number=row.current,
            key=kept.key,
            kind=kept.kind,
            sha256=kept.sha256,
            size=kept.size,
            scan=kept.scan,
            uploaded_at=uow.now,
            uploaded_by=me.person_id,
        )
    )
    await taken(uow, kept.key)
    await uow.session.flush()
    if kept.scan is Scan.UNCHECKED:
        uow.notify(CHANNEL)


async def _scanned(here: Context, content: bytes, *, encrypted: bool) -> Scan:
    scanner = here.single(_scanner)
    if not scanner.is_there:
        return rules.judged(Scan.UNCHECKED, encrypted=encrypted)
    try:
        return rules.judged(await scanner.scan(content), encrypted=encrypted)
    except ScannerAway as fault:
        log.warning("documents.scanner-away", reason=str(fault))
        return Scan.UNCHECKED


def _away(fault: StoreAway) -> Problem:
    log.error("documents.store-away", reason=str(fault))
    return Problem(503, "files-away", "The store of files does not answer", headers=_LATER)


def _store(here: Context) -> Store:
    return Store(here.settings)


def _scanner(here: Context) -> Scanner:
    return Scanner(here.settings)


_HELD = {Scan.BLOCKED: "document-blocked", Scan.FAILED: "document-failed"}
_LATER = {"Retry-After": "30"}


async def remove_of(uow: UnitOfWork, tenant: str, employment_ids: Collection[UUID]) -> int:
    """What is kept with these employments goes, and its content soon after; returns how much."""
    theirs = (DocumentRow.tenant == tenant, DocumentRow.employment_id.in_(employment_ids))
    ids = (await uow.session.scalars(select(DocumentRow.id).where(*theirs))).all()
    versions = (VersionRow.tenant == tenant, VersionRow.document_id.in_(ids))
    gone = await uow.session.execute(delete(VersionRow).where(*versions).returning(VersionRow.key))
    await let_go(uow, gone.scalars().all())
    await uow.session.execute(delete(DocumentRow).where(*theirs))
    return len(ids)
