"""What the tables that have a rule hold, in words."""

WHAT = {
    "holds": "abgelaufene Löschsperren",
    "inbox": "welche Nachrichten behandelt sind",
    "parked_history.value": "Inhalte früher angehaltener Nachrichten",
    "employments": "ausgeschiedene Fachkräfte, mit allem, was von ihnen gespeichert ist",
    "onboardings": "Aufgaben abgeschlossener Einarbeitungen",
    "seen": "Ereignisse: Kennungen und Inhalte entfernt",
    "bundles": "was für Sammelmails vorgemerkt war",
    "dispatches": "Zustellungen von Mails",
    "address_health": "wie Mail-Adressen zu erreichen waren",
}
"""By the key of a rule; a test finds the one that has no words."""


def what_of(rule: str) -> str:
    """For people."""
    return WHAT.get(rule, rule)
