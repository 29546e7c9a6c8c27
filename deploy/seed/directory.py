"""The directory's rows."""

from hashlib import sha256

from deploy.seed.ids import dice_for, id_at
from deploy.seed.people import grants
from deploy.seed.town import Organization, Person, Town
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.employments.models import employments
from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from services.directory.placements.models import placement_versions, placements
from services.directory.placements.values import Reason
from shared.contracts.directory import Funding
from shared.database.search import fold, spellings
from shared.database.tables import table_of
from shared.database.writes import Row, Write


def rows(municipality: Town) -> list[Write]:
    """Organizations, people and who acts for whom, employments, accounts."""
    of_town = {"tenant": municipality.key}
    acting = [
        {"organization_id": each.id, "role": role.value, "person_id": person.id}
        for each, role, person in municipality.acting
    ]
    return [
        Write(
            organizations,
            [{**of_town, **_organization(each)} for each in municipality.organizations],
        ),
        Write(people, [{**of_town, **_person(each)} for each in municipality.people]),
        Write(contacts, acting),
        Write(employments, [{**of_town, **each} for each in _employments(municipality)]),
        Write(placements, [{**of_town, **each} for each in _placements(municipality)]),
        Write(placement_versions, [{**of_town, **each} for each in _versions(municipality)]),
        Write(table_of(SignInAddress), _addresses(municipality)),
        Write(table_of(AccessGrant), _grants(municipality)),
    ]


def _addresses(municipality: Town) -> list[Row]:
    return [
        {"address": each.email, "person_id": each.id, "verified_at": municipality.began}
        for each in municipality.people
    ]


def _grants(municipality: Town) -> list[Row]:
    dice = dice_for(municipality.key)
    return [
        {
            "id": id_at(dice, municipality.began),
            "tenant": grant.municipality,
            "person_id": person_id,
            "role": grant.role,
            "organization_id": grant.organization_id,
            "valid_from": None,
            "valid_to": None,
        }
        for person_id, grant in grants(municipality)
    ]


def _organization(each: Organization) -> Row:
    searched = [spellings(text) for text in (each.name, each.school_number) if text]
    return {
        "id": each.id,
        "version": 1,
        "name": each.name,
        "name_key": fold(each.name),
        "search_text": "\n".join(searched),
        "kind": each.kind,
        "school_number": each.school_number,
        "school_type": each.school_type,
        "all_day_school": False,
    }


def _person(each: Person) -> Row:
    return {
        "id": each.id,
        "given_name": each.given_name,
        "family_name": each.family_name,
        "email": each.email,
        "version": 1,
        "name_key": fold(each.family_name),
        "search_text": "\n".join(map(spellings, (each.given_name, each.family_name))),
    }


def _employments(municipality: Town) -> list[Row]:
    return [
        {
            "id": each.employment_id,
            "worker_id": person.id,
            "carrier_id": each.carrier_id,
            "external_id": each.external_id,
            "ordinal": 1,
            "digest": sha256(each.external_id.encode()).hexdigest(),
            "correlation_id": each.story,
            "start_date": each.start,
            "fixed_term_until": None,
            "funding": Funding.LAND.value,
            "recorded_at": each.hired_at,
            "last_day": each.last_day,
            "cancelled_at": None,
        }
        for person, each in municipality.workers
    ]


def _placements(municipality: Town) -> list[Row]:
    return [
        {
            "id": fact.placement_id,
            "employment_id": each.employment_id,
            "school_id": fact.school_id,
            "weekly_hours": fact.weekly_hours,
            "funding": Funding.LAND.value,
            "valid_from": each.start,
            "recorded_at": each.hired_at,
            "superseded_at": None,
        }
        for _, each in municipality.workers
        for fact in each.placements
    ]


def _versions(municipality: Town) -> list[Row]:
    dice = dice_for(f"{municipality.key} versions")
    known = [
        {name: value for name, value in each.items() if name not in ("id", "superseded_at")}
        | {"placement_id": each["id"]}
        for each in _placements(municipality)
    ]
    said = {"recorded_by": "seed", "reason": Reason.CHANGE.value, "note": ""}
    return [{"id": id_at(dice, each["recorded_at"]), **each, **said} for each in known]
