"""What is said to respondents before they answer, and what is not promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.german import long_date


@dataclass(frozen=True)
class Promise:
    """A paragraph that respondents read before they answer."""

    title: str
    text: str


def promises(opened_after: date | None) -> Sequence[Promise]:
    """What an urn keeps and what it cannot, on every first page; None for a rolling one."""
    when = f"nach dem {long_date(opened_after)}" if opened_after else _ROLLING
    return (
        Promise("Ohne Ihren Namen, und nur einmal.", _ONCE_AND_UNNAMED.format(when=when)),
        Promise("Erinnerung.", _REMINDED),
        Promise("Was wir nicht versprechen können.", _NOT_PROMISED),
    )


_ROLLING = "sobald ein Vierteljahr vorbei ist und mindestens fünf geantwortet haben"
_ONCE_AND_UNNAMED = (
    "Ihr Link gilt für eine Teilnahme. Ihre Antworten werden verschlossen gespeichert, ohne Namen,"
    " Adresse und Uhrzeit. Geöffnet wird erst {when}: alle zusammen und gemischt. Übrig bleiben nur"
    " Zählungen und freie Texte; die einzelnen Bögen und der Schlüssel werden gelöscht. Danach"
    " lässt sich nicht mehr feststellen, wer was geantwortet hat, auch nicht von uns."
    " Ergebnisse gibt es ab fünf Antworten; bei weniger wird alles ungelesen gelöscht. Nach dem"
    " Absenden können Sie Ihre Antwort nicht mehr ändern oder zurückholen."
)
_REMINDED = (
    "Bis zum Ende merkt sich das Programm, ob Ihr Link benutzt wurde, damit nur erinnert wird, wer"
    " noch nicht geantwortet hat. Das wird niemandem angezeigt und am Ende gelöscht."
)
_NOT_PROMISED = (
    "Wer den Server betreibt, könnte Antworten mitlesen, wenn er während der Befragung heimlich"
    " das Programm verändert oder den Schlüssel kopiert. Wer Ihr Postfach oder den Mailserver"
    " verwaltet, sieht, dass Sie eingeladen oder erinnert wurden. Sprechen sich vier von fünf"
    " Personen ab, können sie die fünfte Antwort ausrechnen. Freie Texte können Sie verraten:"
    " bitte keine Namen, keine Fälle, nichts, was nur Sie wissen."
)
