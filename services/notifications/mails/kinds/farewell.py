"""The last mail to somebody who was erased. Their name is gone by then, so it greets without."""

from services.notifications.codes.values import FarewellContext
from services.notifications.mails.values import AT_ONCE, MailKind, MailText, Topic, Urgency

_WHY = "weil Sie es verlangt haben, oder weil die Frist nach Ihrem letzten Arbeitstag vorbei ist"
_DONE = (
    f"Ihre Daten in Knotenpunkt sind gelöscht: {_WHY}. Was aus Gründen des Nachweises bleibt,"
    " nennt Ihren Namen und Ihre Adresse nicht mehr.",
    "Eine Bescheinigung ohne Namen bekommen Sie auf Wunsch von Ihrer Koordinierungsstelle. Kennen"
    " Sie die Nummer des Vorgangs, nennen Sie sie: Unter Ihrem Namen ist er nicht mehr zu finden.",
)
_UNDERWAY = (
    f"Ihre Daten in Knotenpunkt werden gelöscht: {_WHY}. Das meiste ist schon weg; ein Teil der"
    " Anwendung läuft gerade nicht und holt es nach, sobald er wieder läuft.",
    "Ihre Koordinierungsstelle sieht, wann alles fertig ist. Schreiben können wir Ihnen dann nicht"
    " mehr.",
)
_LAST = (
    "Diese Adresse haben wir nur für diese Nachricht verschlüsselt aufgehoben. Mit ihr ist auch die"
    " Adresse gelöscht: Es ist die letzte Nachricht an Sie."
)


def write(context: FarewellContext) -> MailText:
    said = _DONE if context.complete else _UNDERWAY
    return MailText(
        subject="Ihre Daten sind gelöscht" if context.complete else "Ihre Daten werden gelöscht",
        reason=f"Sie erhalten diese Nachricht, weil Ihre Daten auf {context.site} gelöscht wurden.",
        values={"said": [*said, _LAST], "links": []},
    )


MAIL = MailKind(
    "Daten gelöscht",
    Topic.PRIVACY,
    priority=0,
    height=700,
    write=write,
    urgency=Urgency.CRITICAL,
    gathered=AT_ONCE,
)
