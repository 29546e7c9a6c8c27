"""The directory's rows: organizations, people, and what they may do."""

from deploy.seed import network, shown, work
from deploy.seed.ids import dice_for, id_at
from deploy.seed.making import Organization, Person
from deploy.seed.people import grants
from deploy.seed.town import Town
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from shared.database.search import fold, spellings
from shared.database.tables import table_of
from shared.database.writes import Row, Write


def rows(municipality: Town) -> list[Write]:
    """Organizations, people and who acts for whom, accounts, work, and the network."""
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
        Write(table_of(SignInAddress), _addresses(municipality)),
        Write(table_of(AccessGrant), _grants(municipality)),
        *shown.rows(municipality),
        *work.rows(municipality),
        *network.rows(municipality),
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
    texts = (
        each.name,
        each.school_number,
        *map(each.details.get, ("district", "topics", "offers")),
    )
    searched = [spellings(text) for text in texts if text]
    return {
        "id": each.id,
        "version": 1,
        "name": each.name,
        "name_key": fold(each.name),
        "search_text": "\n".join(searched),
        "kind": each.kind,
        "school_number": each.school_number,
        "school_type": each.school_type,
        "all_day_school": each.all_day_school,
        "part_of": each.part_of,
        "district": each.details.get("district"),
        "topics": each.details.get("topics"),
        "offers": each.details.get("offers"),
        "phone": each.details.get("phone"),
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
