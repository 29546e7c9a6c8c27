"""How somebody who is signed in proves anew who they are."""

from enum import StrEnum

from services.directory.codes.values import WRONG as WRONG_CODE
from services.directory.codes.values import Verdict as OfCode
from services.directory.factors.values import Verdict as OfSecondStep


class Way(StrEnum):
    """The one that is asked for: it follows from how they signed in, and what they have."""

    CLICK = "click"
    """The sample's people have no address and no device."""
    PROVIDER = "provider"
    SECOND_STEP = "second_step"
    MAIL = "mail"
    NONE = "none"
    """Nothing is known that only they could know: they sign in anew."""


_LATE = "Bitte melden Sie sich ab und neu an."
WRONG = {
    OfSecondStep.WRONG: "Dieser Code passt nicht. Codes der App gelten eine halbe Minute, und jeder"
    " nur einmal: Bitte nehmen Sie den nächsten.",
    OfSecondStep.COPIED: "Dieser Passkey wird nicht mehr angenommen: Es scheint eine Kopie von ihm"
    " zu geben. Bitte nehmen Sie einen anderen Weg, und entfernen Sie ihn danach.",
    OfSecondStep.USED_UP: _LATE,
    OfSecondStep.EXPIRED: _LATE,
}
WRONG_PASSKEY = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder mit einem Code."


def why_not(verdict: OfCode | OfSecondStep) -> str:
    """What is said of an attempt that proved nothing."""
    return WRONG_CODE[verdict] if isinstance(verdict, OfCode) else WRONG[verdict]
