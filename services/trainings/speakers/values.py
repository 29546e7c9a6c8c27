"""Speakers as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

REFUSED: Mapping[str, str] = {
    "nobody-called": "So heißt im Verzeichnis niemand. Bitte prüfen Sie die Schreibweise.",
    "several-called": "So heißen mehrere. Bitte wenden Sie sich an den Betrieb.",
    "ends-before": "Die Amtszeit endet, bevor sie beginnt, oder dauert länger als fünf Jahre.",
    "elected": "Diese Person ist für diese Zeit schon eingetragen.",
    "over": "Die Amtszeit ist schon vorbei.",
}


@dataclass(frozen=True)
class Elected:
    """``decision`` is the number of the decision, if there is one by now."""

    id: UUID
    name: str
    since: date
    until: date
    decision: str
    acting: bool
    over: bool
