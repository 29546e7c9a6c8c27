"""Issues certificates, issues them anew, revokes them, and forgets those whose time is over."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import segno
from sqlalchemy import delete, select

from services.trainings.attendance import queries as attendance
from services.trainings.attendance.values import Attended
from services.trainings.certificate_details import queries as details
from services.trainings.certificate_senders import queries as senders
from services.trainings.certificates import queries, rules
from services.trainings.certificates.models import Certificate, certificates
from services.trainings.certificates.queries import Candidate
from services.trainings.certificates.rules import Said
from services.trainings.certificates.values import (
    Snapshot,
    Validity,
    in_groups,
    new_certificate_code,
)
from services.trainings.gatherings import queries as gatherings
from services.trainings.gatherings.values import Whole
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.seats import use_cases as seats
from shared.clock import local_date
from shared.contracts.certificates import CHECK, CertificateIssued
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.pdf import typeset
from shared.web.problem import Problem
from shared.web.sessions.person import Me

FORM = Path(__file__).parent / "templates" / "certificate.typ"


async def issue_all(uow: UnitOfWork, me: Me, site: str, gathering_id: UUID, share: int) -> int:
    """To everybody who was there for more than ``share`` percent and has none; how many.

    Raises ``Problem`` before the end.
    """
    row = await _ended(uow, me, gathering_id)
    found = await queries.candidates(uow.session, row)
    new = [
        each
        for each in found
        if each.newest is None and rules.has_earned(each.units, each.planned, share)
    ]
    alike = await _alike(uow, me, row)
    for each in new:
        await _issue(uow, me, site, row, each, alike)
    return len(new)


async def issue_one(
    uow: UnitOfWork, me: Me, site: str, gathering_id: UUID, registration_id: UUID, reason: str
) -> None:
    """The first one, or a new revision with a reason; raises ``Problem``.

    Whoever was never there gets none.
    """
    row = await _ended(uow, me, gathering_id)
    found = await queries.candidates(uow.session, row)
    one = next((each for each in found if registration_id in each.entry.registrations), None)
    if one is None or one.units <= 0:
        raise Problem(409, "never-there", "They were not there")
    if one.newest is not None and not reason:
        raise Problem(409, "has-one", "They have one")
    if one.newest is not None and one.newest.validity is Validity.VALID:
        old = await _held(uow, me, one.newest.registration_id, one.newest.id)
        old.superseded_at = uow.now
    await _issue(uow, me, site, row, one, await _alike(uow, me, row), reason)


async def revoke(
    uow: UnitOfWork, me: Me, gathering_id: UUID, registration_id: UUID, reason: str
) -> None:
    """It holds no more, for good, and its code says so; raises ``Problem``."""
    await seats.hold(uow, me.tenant, gathering_id)
    known = await queries.of_registration(uow.session, me.tenant, registration_id)
    standing = [each for each in known if each.validity is Validity.VALID]
    if not standing:
        raise Problem(409, "none-holds", "There is none that holds")
    row = await _held(uow, me, registration_id, standing[-1].id)
    row.revoked_at, row.reason = uow.now, reason


async def forget(uow: UnitOfWork) -> None:
    """Certificates of people who are known no more, and of what was over three years ago."""
    over = attendance.whose_time_is_over(uow.now)
    gone = delete(certificates).where(certificates.c.registration_id.in_(over))
    await uow.session.execute(crossing(gone))


async def _ended(uow: UnitOfWork, me: Me, gathering_id: UUID) -> Whole:
    held = await seats.hold(uow, me.tenant, gathering_id)
    row = await gatherings.whole(uow.session, me.tenant, held)
    rules.refuse_running(row, over=row.is_over(uow.now))
    return row


async def _held(uow: UnitOfWork, me: Me, registration_id: UUID, key: UUID) -> Certificate:
    query = select(Certificate).where(
        Certificate.tenant == me.tenant,
        Certificate.registration_id == registration_id,
        Certificate.id == key,
    )
    return (await uow.session.scalars(query)).one()


async def _alike(uow: UnitOfWork, me: Me, row: Whole) -> Said:
    return Said(
        organiser=await queries.organiser(uow.session, me.tenant),
        sender=await senders.of_office(uow.session, me.tenant),
        details=await details.of_gathering(uow.session, me.tenant, row.id),
        kinds=await kinds.kinds(uow.session, me.tenant),
        today=local_date(uow.now),
    )


async def _issue(
    uow: UnitOfWork,
    me: Me,
    site: str,
    row: Whole,
    to: Candidate,
    alike: Said,
    reason: str = "",
) -> None:
    revision = to.newest.revision + 1 if to.newest else 1
    said = rules.snapshot(row, to.entry, to.name, alike, revision)
    code = new_certificate_code()
    issued_at = uow.now.replace(microsecond=0)
    pdf = await typeset(FORM, _content(said, code, site), ("a-2a", "ua-1"), issued_at)
    made = Certificate(
        tenant=me.tenant,
        id=new_id(),
        gathering_id=row.id,
        registration_id=to.entry.registration_id,
        code=code,
        revision=revision,
        issued_at=issued_at,
        by_id=me.person_id,
        snapshot=said.model_dump(mode="json"),
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        reason=reason,
    )
    uow.session.add(made)
    _announce(uow, me, to.entry, made)


def _announce(uow: UnitOfWork, me: Me, entry: Attended, made: Certificate) -> None:
    issued = CertificateIssued(
        gathering_id=made.gathering_id,
        registration_id=entry.registration_id,
        person_id=entry.person_id,
        certificate_id=made.id,
        revision=made.revision,
    )
    uow.announce(issued, me.cause)


def _content(said: Snapshot, code: str, site: str) -> dict[str, object]:
    address = f"{site.rstrip('/')}{CHECK}/{in_groups(code)}"
    file = BytesIO()
    segno.make(address, error="m").save(file, kind="svg", scale=4, light="#fff")
    return {
        "facts": said.facts,
        "name": said.name,
        "title": said.title,
        "kind": said.kind,
        "dates": [(each.in_words) for each in said.dates],
        "content": list(said.content),
        "organiser": said.organiser,
        "post": list(said.address),
        "issued": said.issued,
        "code": in_groups(code),
        "address": address,
        "qr": file.getvalue().decode(),
    }
