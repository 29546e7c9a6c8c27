"""On which terms a questionnaire is let to others."""

from shared.codes import OpenCode
from shared.contracts.words import words


class Licence(OpenCode):
    """What others may do with it."""

    CC_BY = "cc_by"
    CC_BY_SA = "cc_by_sa"
    CC0 = "cc0"


words(
    Licence,
    cc_by="CC BY 4.0: frei, mit Nennung der Herkunft",
    cc_by_sa="CC BY-SA 4.0: frei, mit Nennung und unter gleichen Bedingungen",
    cc0="CC0 1.0: frei, auch ohne Nennung",
)
