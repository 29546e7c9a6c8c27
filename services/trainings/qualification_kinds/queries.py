"""The qualifications that a municipality follows, with what counts for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering
from services.trainings.qualification_kinds.models import CountedGathering, QualificationKind
from services.trainings.qualification_kinds.values import Kind, Rule

FIELDS = (
    "name",
    "units",
    "months",
    "prolong_units",
    "reactivation_months",
    "gathering_kind",
    "asked",
    "version",
)


async def kinds(session: AsyncSession, tenant: str) -> list[Kind]:
    """By name."""
    mine = QualificationKind.tenant == tenant
    query = select(QualificationKind).where(mine).order_by(QualificationKind.name)
    rows = (await session.scalars(query)).all()
    counted: dict[UUID, set[UUID]] = defaultdict(set)
    chosen = select(CountedGathering).where(CountedGathering.tenant == tenant)
    for each in await session.scalars(chosen):
        counted[each.kind_id].add(each.gathering_id)
    return [_kind(each, frozenset(counted[each.id])) for each in rows]


async def offered(session: AsyncSession, tenant: str) -> Sequence[tuple[str, str]]:
    """Ids and names, for forms."""
    return [(str(each.id), each.name) for each in await kinds(session, tenant)]


def names_for(row: Gathering) -> ScalarSelect[str]:
    """What a gathering counts for, for who asks it together with others."""
    single = select(CountedGathering.kind_id).where(CountedGathering.gathering_id == row.id)
    counts = (QualificationKind.gathering_kind == row.kind) | QualificationKind.id.in_(single)
    mine = (QualificationKind.tenant == row.tenant, counts)
    names = select(QualificationKind.name).where(*mine).order_by(QualificationKind.name).subquery()
    return select(func.aggregate_strings(names.c.name, ", ")).scalar_subquery()


async def one(session: AsyncSession, tenant: str, kind_id: UUID) -> QualificationKind:
    """Raises ``NoResultFound``."""
    mine = (QualificationKind.tenant == tenant, QualificationKind.id == kind_id)
    return (await session.scalars(select(QualificationKind).where(*mine))).one()


async def known(session: AsyncSession, tenant: str, kind_id: UUID) -> Mapping[str, object]:
    """What its form shows; raises ``NoResultFound``."""
    row = await one(session, tenant, kind_id)
    return {name: getattr(row, name) for name in FIELDS}


def _kind(row: QualificationKind, gatherings: frozenset[UUID]) -> Kind:
    rule = Rule(row.months, row.units, row.prolong_units, row.reactivation_months)
    return Kind(row.id, row.name, rule, row.gathering_kind, gatherings, row.asked)
