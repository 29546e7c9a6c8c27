"""What an office says in its own words, twice by now, and a draft of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from services.notifications.mails.values import every_kind
from services.notifications.texts.models import MailText, MailTextEdition
from shared.contracts.notifications import LetterKind

if TYPE_CHECKING:
    from tests.house import House
    from tests.town import Town

KIND = LetterKind.WELCOME


async def put_in_words(house: House, town: Town) -> None:
    """The usual text of the welcome with a line more."""
    wording = every_kind()[KIND].wording
    assert wording is not None
    lines = [f"{word} aus {town.municipality}" for word in ("Grüße", "Viele Grüße", "Entwurf")]
    texts = [f"{wording.text}\n\n{line}" for line in lines]
    async with house.context("notifications").database.transaction() as uow:
        uow.session.add(
            MailText(tenant=town.municipality, kind=KIND.value, text=texts[2], edition=2)
        )
        await uow.session.flush()
        for number, text in enumerate(texts[:2], start=1):
            edition = MailTextEdition(
                tenant=town.municipality,
                kind=KIND.value,
                number=number,
                is_usual=False,
                subject="",
                text=text,
                published_at=house.clock.now(),
                author_id=uuid4(),
            )
            uow.session.add(edition)
    town.values |= {"mail_kind": KIND.value, "number": "1"}
    town.traces |= set(lines)
