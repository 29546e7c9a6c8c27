"""What people do in a municipality, in the words in which it is shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries as accounts
from services.directory.bonds import queries as bonds
from services.directory.employments.values import Employment
from services.directory.entries.values import Function
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.values import Asker
from services.directory.placements.queries import in_force
from services.directory.placements.values import Rows, span_of, spans
from services.directory.relationships.queries import active_of
from services.directory.schemas import Span
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role
from shared.contracts.relationships import RelationshipType
from shared.contracts.words import word

_SAID_BY_EMPLOYMENT = (AccessRole.WORKER, AccessRole.OPERATOR)


async def functions_of(
    session: AsyncSession, asker: Asker, ids: Sequence[UUID], jobs: Sequence[Employment]
) -> Mapping[UUID, list[Function]]:
    """Acting or being there for organizations, working at schools, and what roles say more."""
    found: defaultdict[UUID, list[Function]] = defaultdict(list)
    for row in await bonds.acting_for(session, asker.tenant, ids, asker.today):
        function = Function(row.role, word(Role, row.role), row.name, row.id, row.school_number)
        found[row.person_id].append(function)
    for bond in await active_of(session, asker.tenant, ids, asker.today):
        if bond.from_person_id:
            named = (word(RelationshipType, bond.type), bond.target, bond.to_organization_id)
            found[bond.from_person_id].append(Function(bond.type, *named))
    for key, function in dict.fromkeys(await _at_work(session, asker, jobs)):
        found[key].append(function)
    for key, held in (await accounts.held_by(session, ids, asker.tenant)).items():
        known = {each.organization_id for each in found[key]}
        for each in held:
            over = each.valid_to is not None and each.valid_to < asker.today
            said = each.role in _SAID_BY_EMPLOYMENT or each.organization_id in known
            if not over and not said and word(AccessRole, each.role) not in _words(found[key]):
                place = each.organization or ""
                found[key].append(Function(each.role, word(AccessRole, each.role), place))
    return found


def _words(functions: Sequence[Function]) -> set[str]:
    return {each.word for each in functions}


async def _at_work(
    session: AsyncSession, asker: Asker, stand: Sequence[Employment]
) -> list[tuple[UUID, Function]]:
    spans = await latest(session, asker.tenant, stand, asker.today)
    found = []
    for each in stand:
        span = spans[each.id]
        schools = span.placements if span else []
        found += [
            (
                each.worker_id,
                _worker(at.school_name, at.school_number),
            )
            for at in schools
        ]
        if not schools:
            found.append((each.worker_id, _worker("", None)))
    return found


def _worker(school: str, school_number: str | None) -> Function:
    return Function(Role.WORKER, word(Role, Role.WORKER), school, school_number=school_number)


async def latest(
    session: AsyncSession, tenant: str, employments: Sequence[Employment], today: date
) -> dict[UUID, Span | None]:
    """What ``latest_begun`` finds in each timeline; of a long one nothing else is made."""
    ends = {each.id: each.end for each in employments if not each.cancelled}
    found = {
        key: _latest_of(spans(rows, ends[key]), today)
        for key, rows in (await in_force(session, tenant, ends)).items()
    }
    ids = {each.school_id for span in found.values() if span for each in span[2]}
    schools = await organizations_by_id(session, tenant, ids)
    named = {key: span and span_of(span, schools) for key, span in found.items()}
    return {each.id: named.get(each.id) for each in employments}


def _latest_of(rows: Sequence[Rows], today: date) -> Rows | None:
    """The same of what is not named yet."""
    begun = [each for each in rows if each[0] <= today]
    return begun[-1] if begun else next(iter(rows), None)
