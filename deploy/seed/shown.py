"""The directory's rows about what people show of themselves, and what they were called."""

from deploy.seed.ids import NEW, dice_for, id_at
from deploy.seed.names import FAMILY
from deploy.seed.town import YEARS, Town
from services.directory.people.models import Address, Entry, FormerName
from services.directory.people.values import AddressKind, FormerKind, SeenBy
from shared.clock import local_date
from shared.database.search import spellings
from shared.database.tables import RowOf, row_of, table_of
from shared.database.writes import Write

SHOWN, REACHED, RENAMED = 0.4, 0.5, 0.02
"""Shares of the people: who chose what they show, named a telephone, and was called otherwise."""


def rows(municipality: Town) -> list[Write]:
    """Entries, telephones and former names."""
    return [
        Write(table_of(Entry), _entries(municipality), common=NEW),
        Write(table_of(Address), _phones(municipality)),
        Write(table_of(FormerName), _former(municipality)),
    ]


def _entries(municipality: Town) -> list[RowOf[Entry]]:
    dice = dice_for(f"{municipality.key} entries")
    return [
        row_of(Entry)(
            person_id=person.id,
            tenant=municipality.key,
            chosen=True,
            name_seen_by=dice.choice(list(SeenBy)),
            email_seen_by=dice.choice(list(SeenBy)),
            languages=dice.choice(("", "", "Türkisch", "Englisch, Polnisch", "Arabisch")),
            languages_seen_by=SeenBy.NETWORK,
            hours=dice.choice(("", "Mo bis Do 8 bis 15 Uhr", "nach Vereinbarung")),
            hours_seen_by=SeenBy.PUBLIC,
            note="",
        )
        for person in municipality.people
        if dice.random() < SHOWN
    ]


def _phones(municipality: Town) -> list[RowOf[Address]]:
    dice, began = dice_for(f"{municipality.key} phones"), municipality.began
    return [
        row_of(Address)(
            id=id_at(dice, began),
            tenant=municipality.key,
            person_id=person.id,
            kind=AddressKind.PHONE,
            value=f"02307 555-{dice.randrange(10_000):04}",
            seen_by=dice.choice(list(SeenBy)),
            valid_from=local_date(began),
            last_day=None,
            mistaken=False,
            recorded_at=began,
        )
        for person in municipality.people
        if dice.random() < REACHED
    ]


def _former(municipality: Town) -> list[RowOf[FormerName]]:
    dice = dice_for(f"{municipality.key} names")
    found = []
    for person in municipality.people:
        if dice.random() < RENAMED:
            before, at = dice.choice(FAMILY), municipality.began + YEARS * dice.random()
            found.append(
                row_of(FormerName)(
                    id=id_at(dice, at),
                    tenant=municipality.key,
                    person_id=person.id,
                    given_name=person.given_name,
                    family_name=before,
                    search_text="\n".join(map(spellings, (person.given_name, before))),
                    kind=FormerKind.FORMER,
                    last_day=local_date(at),
                    recorded_at=at,
                )
            )
    return found
