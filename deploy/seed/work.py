"""The directory's rows about work: employments, placements with their versions, and posts."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from deploy.seed.history import Known, history, reason_of, schools_of, told
from deploy.seed.ids import NEW, dice_for, id_at
from deploy.seed.making import Person
from deploy.seed.town import Town
from deploy.seed.worker import Worker
from services.directory.departures.models import Departure, departures
from services.directory.employments.models import Employment, employments
from services.directory.placements.models import (
    Placement,
    PlacementVersion,
    placement_versions,
    placements,
)
from services.directory.placements.values import Reason
from services.directory.posts.models import Post
from shared.contracts.directory import Funding, OrganizationKind
from shared.database.tables import RowOf, row_of, table_of
from shared.database.writes import Write

RECORDER = "seed"
Fact = tuple[Person, Worker, Sequence[Known]]


def rows(municipality: Town) -> list[Write]:
    """As it had been before anybody could tell."""
    facts = list(_facts(municipality))
    stored = [_employment(municipality, person, each) for person, each, _ in facts]
    known = [(each, one) for _, each, every in facts for one in every]
    left = [each for _, each, _ in facts if each.last_day]
    return [
        Write(employments, stored),
        Write(placements, [_placement(municipality, *each) for each in known]),
        Write(placement_versions, list(_versions(municipality, known))),
        Write(departures, list(_departures(municipality, left))),
        Write(table_of(Post), list(_posts(municipality, facts)), common=NEW),
    ]


def _facts(municipality: Town) -> Iterator[Fact]:
    schools = municipality.of_kind(OrganizationKind.SCHOOL)
    places = [(each.id, each.school_number or "") for each in schools]
    for person, each in municipality.workers:
        known = history(each, schools_of(places, each.placements[0]), municipality.now)
        yield person, each, known


def _employment(municipality: Town, person: Person, each: Worker) -> RowOf[Employment]:
    return row_of(Employment)(
        id=each.employment_id,
        tenant=municipality.key,
        worker_id=person.id,
        carrier_id=each.carrier_id,
        external_id=each.external_id,
        ordinal=1,
        digest=sha256(each.external_id.encode()).hexdigest(),
        correlation_id=each.story,
        start_date=each.start,
        fixed_term_until=None,
        funding=Funding.LAND.value,
        recorded_at=each.hired_at,
        last_day=each.last_day,
        cancelled_at=None,
    )


def _placement(municipality: Town, each: Worker, known: Known) -> RowOf[Placement]:
    return row_of(Placement)(
        id=known.fact.placement_id,
        tenant=municipality.key,
        employment_id=each.employment_id,
        school_id=known.fact.school_id,
        weekly_hours=known.fact.weekly_hours,
        funding=Funding.LAND.value,
        valid_from=known.valid_from,
        recorded_at=known.recorded_at,
        superseded_at=None,
    )


def _versions(
    municipality: Town, facts: Sequence[tuple[Worker, Known]]
) -> Iterator[RowOf[PlacementVersion]]:
    dice = dice_for(f"{municipality.key} versions")
    for each, known in facts:
        told_first = (known.first_told, known.recorded_at, Reason.CHANGE, "")
        versions = [told_first]
        if known.corrected_at is not None:
            right = (known.fact.weekly_hours, known.corrected_at, Reason.CORRECTION)
            versions.append((*right, "Stundenzahl war halbiert."))
        for hours, recorded_at, reason, note in versions:
            yield row_of(PlacementVersion)(
                id=id_at(dice, recorded_at),
                tenant=municipality.key,
                placement_id=known.fact.placement_id,
                employment_id=each.employment_id,
                school_id=known.fact.school_id,
                weekly_hours=hours,
                funding=Funding.LAND.value,
                valid_from=known.valid_from,
                recorded_by=RECORDER,
                recorded_at=recorded_at,
                reason=reason.value,
                note=note,
            )


def _departures(municipality: Town, left: Sequence[Worker]) -> Iterator[RowOf[Departure]]:
    dice = dice_for(f"{municipality.key} departures")
    for each in left:
        if each.last_day is not None:
            told_at = min(max(told(each.last_day), each.hired_at), municipality.now)
            yield row_of(Departure)(
                id=id_at(dice, told_at),
                tenant=municipality.key,
                employment_id=each.employment_id,
                last_day=each.last_day,
                reason=reason_of(each).value,
                recorded_at=told_at,
            )


def _posts(municipality: Town, facts: Sequence[Fact]) -> Iterator[RowOf[Post]]:
    """Where somebody has ever worked there is one, from the first school year on."""
    dice = dice_for(f"{municipality.key} posts")
    first: dict[tuple[UUID, UUID], date] = {}
    for _, each, every in facts:
        for known in every:
            pair = known.fact.school_id, each.carrier_id
            first[pair] = min(first.get(pair, known.valid_from), known.valid_from)
    for (school_id, carrier_id), day in first.items():
        begins = date(day.year - (day.month < 8), 8, 1)
        yield row_of(Post)(
            id=id_at(dice, municipality.began),
            tenant=municipality.key,
            school_id=school_id,
            carrier_id=carrier_id,
            fte=Decimal(dice.choice(("0.50", "0.50", "1.00"))),
            valid_from=begins,
            valid_to=None,
            vacant_since=None,
        )
