"""A webhook takes nothing: for those who look after it, while there is still time."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.notifications.endpoints.values import PAGES
from services.notifications.mails.values import (
    ENDPOINT,
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToActing
from services.notifications.texts.values import TO_ANYBODY, Wording, part
from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import EndpointFailing, EndpointStage
from shared.messaging.router import Received

KEEPERS = ToActing((AccessRole.CARRIER, AccessRole.COORDINATOR))
OFFICE = ToActing((AccessRole.COORDINATOR,))
_OVER = (EndpointStage.SWITCHED_OFF, EndpointStage.GONE)
_SAID = {
    EndpointStage.HOUR: "Seit einer Stunde nimmt der Empfänger nichts an. Wir versuchen es weiter.",
    EndpointStage.DAY: "Seit einem Tag nimmt der Empfänger nichts an. Wir versuchen es weiter.",
    EndpointStage.FOUR_DAYS: "Seit vier Tagen nimmt der Empfänger nichts an. Nimmt er auch morgen"
    " nichts an, schalten wir den Webhook ab.",
    EndpointStage.SWITCHED_OFF: "Fünf Tage lang hat der Empfänger nichts angenommen. Der Webhook"
    " ist jetzt abgeschaltet.",
    EndpointStage.GONE: "Der Empfänger hat geantwortet, dass er nichts mehr will („410 Gone“). Der"
    " Webhook ist jetzt abgeschaltet.",
}
_UNKNOWN = "Der Empfänger nimmt nichts an."


@dataclass(frozen=True, slots=True)
class ShownEndpoint:
    """What became of it, and its page."""

    said: str
    url: str


def tell_who_keeps_endpoint(event: Received[EndpointFailing]) -> Iterable[Draft]:
    """A carrier's clerks; the office for its own, and when a carrier's is switched off."""
    body = event.body
    carrier = ToActing((AccessRole.CARRIER,), body.carrier_id) if body.carrier_id else None
    told = [each for each in (carrier, OFFICE) if each]
    if carrier and body.stage not in _OVER:
        told = [carrier]
    for each in told:
        payload = {"stage": body.stage.value}
        yield Draft(ENDPOINT, each, event.message.id, body.endpoint_id, payload)


def write(context: NoticeContext) -> MailText:
    newest = {each.subject_id: EndpointStage(each.payload["stage"]) for each in context.told}
    endpoints = [
        ShownEndpoint(_SAID.get(stage, _UNKNOWN), context.links.page(f"{PAGES}/{key}"))
        for key, stage in newest.items()
    ]
    over = any(stage in _OVER for stage in newest.values())
    return MailText(
        subject="Ein Webhook ist abgeschaltet" if over else "Ein Webhook nimmt nichts an",
        reason="Sie erhalten diese Nachricht, weil Sie sich um Webhooks kümmern: beim"
        " Anstellungsträger oder in der Koordinierungsstelle.",
        values={"endpoints": endpoints, "over": over},
        links=[each.url for each in endpoints],
    )


WORDING = Wording(
    "Guten Tag {name},\n\nein System, dem Knotenpunkt von selbst sagt, was geschieht, nimmt nichts"
    " an.\n\n{webhooks}\n\n{rat}\n\nEs geht nichts verloren: Was geschieht, liegt 90 Tage lang"
    " bereit.",
    (
        *TO_ANYBODY,
        part(
            "webhooks",
            "was mit welchem Webhook ist, mit seinem Link",
            "Seit einer Stunde nimmt der Empfänger nichts an.",
            required=True,
        ),
        part("rat", "was jetzt zu tun ist", "Bitte sehen Sie nach, ob der Empfänger läuft."),
    ),
)


MAIL = MailKind(
    "Webhook nimmt nichts an",
    Topic.WEBHOOKS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    audience=KEEPERS,
    facts=(Fact(EndpointFailing, tell_who_keeps_endpoint),),
    wording=WORDING,
)
