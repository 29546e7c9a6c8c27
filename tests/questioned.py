"""A questionnaire with one of each thing that its pages show, and what was frozen of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from services.surveys.library.models import LibraryItem
from services.surveys.library.values import Licence
from services.surveys.questionnaires.models import Questionnaire, QuestionnaireVersion
from shared.ids import new_id
from tests.house import House

if TYPE_CHECKING:
    from tests.town import Town

VALUES = {
    "occasion": "exit",
    "section": "s1",
    "question": "q6",
    "which": "antworten",
    "part": "a9",
    "asked": "q2",
    "condition": "q2.is.a3.",
    "moving": "s5",
    "direction": "runter",
}
DOCUMENT = {
    "languages": ["de", "de-x-leicht"],
    "sections": [
        {
            "key": "s1",
            "title": {"de": "Ihre Schule", "de-x-leicht": "Ihre Schule"},
            "questions": [
                {
                    "key": "q2",
                    "kind": "single",
                    "text": {"de": "Wo arbeiten Sie?", "de-x-leicht": "Wo arbeiten Sie?"},
                    "options": [
                        {"key": "a3", "text": {"de": "hier", "de-x-leicht": "hier"}},
                        {"key": "a4", "text": {"de": "dort", "de-x-leicht": "dort"}},
                    ],
                }
            ],
        },
        {
            "key": "s5",
            "title": {"de": "Bedingungen", "de-x-leicht": "So ist es"},
            "questions": [
                {
                    "key": "q6",
                    "kind": "matrix",
                    "text": {"de": "Was stimmt?", "de-x-leicht": "Was stimmt?"},
                    "rows": [
                        {"key": "z7", "text": {"de": "Raum", "de-x-leicht": "Raum"}},
                        {"key": "z8", "text": {"de": "Zeit", "de-x-leicht": "Zeit"}},
                    ],
                    "options": [
                        {"key": "a9", "text": {"de": "ja", "de-x-leicht": "ja"}},
                        {"key": "a10", "text": {"de": "nein", "de-x-leicht": "nein"}},
                    ],
                    "show_if": [[{"question": "q2", "relation": "is", "option": "a3"}]],
                }
            ],
        },
    ],
}


async def ask(house: House, town: "Town") -> None:
    """The first version is in the library, the second is not."""
    tenant, now = town.municipality, house.clock.now()
    row = Questionnaire(
        id=new_id(),
        tenant=tenant,
        title="Arbeitsbedingungen",
        document=DOCUMENT,
        next_key=11,
        changed_at=now,
    )
    first, second = (
        QuestionnaireVersion(
            id=new_id(),
            tenant=tenant,
            questionnaire_id=row.id,
            number=number,
            document=DOCUMENT,
            sha256=str(number) * 64,
            frozen_at=now,
        )
        for number in (1, 2)
    )
    item = _item(row, now)
    town.values |= VALUES | {
        "questionnaire_id": str(row.id),
        "questionnaire_version_id": str(second.id),
        "library_item_id": str(item.id),
    }
    town.traces |= {str(row.id), str(first.id), str(second.id)}
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([first, second, item])


def _item(row: Questionnaire, now: datetime) -> LibraryItem:
    return LibraryItem(
        id=new_id(),
        tenant=row.tenant,
        line=row.id,
        number=1,
        title=row.title,
        about="Für alle an Schulen.",
        publisher="Kommune",
        licence=Licence.CC_BY,
        document=DOCUMENT,
        published_at=now,
    )
