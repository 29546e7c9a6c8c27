"""Who has registered somebody else has it in writing; the personal link is not theirs."""

from collections.abc import Iterable

from services.notifications.gatherings.values import RECEIPT
from services.notifications.mails.rules import gathering_links, joined
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.gatherings import CATALOGUE, RegisteredForOther
from shared.messaging.router import Received


def tell_registrar_of_receipt(event: Received[RegisteredForOther]) -> Iterable[Draft]:
    """Each time; several within minutes are one mail."""
    body = event.body
    yield Draft(RECEIPT, ToPerson(body.person_id), event.message.id, body.registration_id)


def write(context: NoticeContext) -> MailText:
    count = len(context.subjects)
    titles = dict.fromkeys(context.seats[each].title for each in context.subjects)
    who = "eine Person" if count == 1 else f"{count} Personen"
    links = gathering_links(context, CATALOGUE)
    said = [
        f"Sie haben {who} angemeldet: {joined(list(titles))}.",
        "Wer angemeldet ist, hat eine eigene Mail bekommen. Darin steht, ob es einen Platz gibt,"
        " und der persönliche Link zum Abmelden. Diese Mail enthält ihn nicht.",
    ]
    return MailText(
        subject="Sie haben jemanden angemeldet",
        reason="Sie erhalten diese Nachricht, weil Sie jemanden angemeldet haben.",
        values={"said": said, "links": links},
        links=[each.url for each in links],
    )


MAIL = MailKind(
    "Bestätigung für eine Anmeldung anderer",
    Topic.GATHERINGS,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(RegisteredForOther, tell_registrar_of_receipt),),
)
