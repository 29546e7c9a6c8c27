"""The directory's rows about who is there for whom, and who asked for advice."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random
from uuid import UUID

from deploy.seed.ids import NEW, dice_for, id_at
from deploy.seed.making import Organization, Person
from deploy.seed.town import YEARS, Town
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import State, Topic
from services.directory.relationships.models import Relationship, relationships
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.relationships import RelationshipType
from shared.database.tables import RowOf, row_of, table_of
from shared.database.writes import Write

MISSING = 0.1
"""Share of what has ended, and nobody came after."""
ASKED = 2
"""Consultations for each worker."""
LONG_AGO = timedelta(days=45)
ROOM = "Rathaus, Raum 2.14"


def rows(municipality: Town) -> list[Write]:
    """Relationships of people and organizations, and consultations of five years."""
    dice = dice_for(f"{municipality.key} network")
    related = [*_of_people(municipality, dice), *_of_organizations(municipality, dice)]
    return [
        Write(relationships, related, common=NEW),
        Write(table_of(ConsultationRow), list(_consultations(municipality)), common=NEW),
    ]


def _of_people(municipality: Town, dice: Random) -> Iterator[RowOf[Relationship]]:
    """Every second one came after the one before, and is the first to be asked."""
    kinds = (OrganizationKind.SCHOOL, OrganizationKind.KITA)
    targets = [each for kind in kinds for each in municipality.of_kind(kind)]
    until: dict[tuple[UUID, RelationshipType], date | None] = {}
    for person, target in zip(municipality.related, cycle(targets), strict=False):
        leads = target.all_day_school and dice.random() < 0.3
        type_ = RelationshipType.ALL_DAY_LEAD if leads else RelationshipType.ASD_CONTACT
        key = target.id, type_
        order, last = 2, None
        if key not in until:
            order, last = 1, _some_day(municipality, dice) if dice.random() < MISSING else None
        elif until[key] is not None:
            last = until[key]
        first = _some_day(municipality, dice, last)
        until[key] = None if until.get(key) else first
        yield _row(municipality, dice, type_, person, target, (first, last), order)


def _of_organizations(municipality: Town, dice: Random) -> Iterator[RowOf[Relationship]]:
    """What lies near each other, and who has signed something."""
    schools = municipality.of_kind(OrganizationKind.SCHOOL)
    kitas = municipality.of_kind(OrganizationKind.KITA)
    youth = [each for each in municipality.of_kind(OrganizationKind.YOUTH_WELFARE) if each.details]
    partners = municipality.of_kind(OrganizationKind.PARTNER)
    for number, school in enumerate(schools):
        near: list[tuple[RelationshipType, Organization]] = []
        if school.all_day_school:
            wanted = dice.randint(0, min(3, len(kitas)))
            near += [(RelationshipType.FEEDER_KITA, each) for each in dice.sample(kitas, wanted)]
        if dice.random() < 0.5:
            near.append((RelationshipType.ASD_CONTACT, youth[number % len(youth)]))
        if dice.random() < 0.4:
            near.append((RelationshipType.COOPERATION, dice.choice(partners)))
        for type_, each in near:
            days = _some_day(municipality, dice), None
            yield _row(municipality, dice, type_, each, school, days, 3)


def _some_day(municipality: Town, dice: Random, before: date | None = None) -> date:
    last = before or local_date(municipality.now)
    first = local_date(municipality.began) - timedelta(days=365)
    return last - timedelta(days=dice.randrange(1, max((last - first).days, 2)))


def _row(
    municipality: Town,
    dice: Random,
    type_: RelationshipType,
    source: Person | Organization,
    target: Organization,
    days: tuple[date, date | None],
    order: int,
) -> RowOf[Relationship]:
    is_person = isinstance(source, Person)
    signed = type_ is RelationshipType.COOPERATION
    return row_of(Relationship)(
        id=id_at(dice, municipality.began),
        tenant=municipality.key,
        type=type_,
        from_organization_id=None if is_person else source.id,
        from_person_id=source.id if is_person else None,
        to_organization_id=target.id,
        valid_from=days[0],
        valid_to=days[1],
        contact_order=order,
        agreed_on=days[0] - timedelta(days=20) if signed else None,
        reference=f"51.2/{days[0]:%Y-%m}" if signed else None,
    )


def _consultations(municipality: Town) -> Iterator[RowOf[ConsultationRow]]:
    dice = dice_for(f"{municipality.key} consultations")
    askers = _askers(municipality)
    for _ in range(ASKED * len(municipality.workers)):
        role = dice.choice([each for each, people in askers.items() if people])
        asker_id, organization_id = dice.choice(askers[role])
        asked_at = municipality.now - YEARS * dice.random()
        state = _state(dice, asked_at, municipality.now)
        settled = state in (State.CLOSED, State.WITHDRAWN)
        agreed = state is not State.REQUESTED
        yield row_of(ConsultationRow)(
            id=id_at(dice, asked_at),
            tenant=municipality.key,
            asker_id=asker_id,
            asked_as=role,
            organization_id=organization_id,
            asked_at=asked_at,
            topic=dice.choice(list(Topic)),
            note="",
            state=state,
            starts_at=asked_at + timedelta(days=14) if agreed else None,
            minutes=45 if agreed else None,
            place=ROOM if agreed else "",
            revision=0,
            settled_at=asked_at + timedelta(days=15) if settled else None,
        )


def _askers(municipality: Town) -> Mapping[AccessRole, Sequence[tuple[UUID, UUID | None]]]:
    acting = municipality.acting_as
    found: dict[AccessRole, list[tuple[UUID, UUID | None]]] = {
        AccessRole.WORKER: [(person.id, None) for person, _ in municipality.workers]
    }
    for role in (Role.HEAD, Role.CARRIER):
        found[AccessRole(role.value)] = [(person.id, each.id) for each, person in acting[role]]
    return found


def _state(dice: Random, asked_at: datetime, now: datetime) -> State:
    if asked_at < now - LONG_AGO:
        return dice.choice((State.CLOSED, State.CLOSED, State.CLOSED, State.WITHDRAWN))
    if asked_at < now - timedelta(days=15):
        return State.HELD
    return dice.choice((State.REQUESTED, State.SCHEDULED))
