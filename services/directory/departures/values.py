"""What whoever enters a last day reads of what it does not change, and of what ends with it."""

ENDS = (
    "Nach dem letzten Tag gehen keine Mails zu Einarbeitung, Veranstaltungen und Mitteilungen mehr"
    " an die Person, wenn sie dann für keinen Träger mehr arbeitet."
)
HAPPENED = (
    "Was schon geschehen ist, bleibt: verschickte Mails, erledigte Aufgaben und besuchte"
    " Veranstaltungen."
)


def kept(later: int | None) -> list[str]:
    """With how many registrations lie after it; None where nobody says."""
    return [HAPPENED, _registrations(later), ENDS]


def _registrations(number: int | None) -> str:
    match number:
        case None:
            return (
                "Ob es Anmeldungen für die Tage danach gibt, war gerade nicht zu erfahren. Sie"
                " gelten weiter, bis jemand absagt."
            )
        case 0:
            return "Anmeldungen zu Veranstaltungen für die Tage danach gibt es nicht."
        case 1:
            return (
                "Für die Tage danach gibt es eine Anmeldung zu einer Veranstaltung. Sie gilt"
                " weiter, bis jemand absagt."
            )
    return (
        f"Für die Tage danach gibt es {number} Anmeldungen zu Veranstaltungen. Sie gelten weiter,"
        " bis jemand absagt."
    )
