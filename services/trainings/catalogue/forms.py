"""What whoever registers, or leaves, says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from services.trainings.alike.values import REFUSED as ALIKE
from services.trainings.alike.values import SWAPS, Alike
from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.audiences.values import REFUSED as AUDIENCE
from services.trainings.forms import NamedForm
from services.trainings.overlaps.values import OVERLAPS, Overlap
from services.trainings.overlaps.values import REFUSED as OVERLAPPING
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form


class _Registering(Form):
    waits: Annotated[bool, Hidden] = False


class RegisterForm(_Registering):
    """That somebody wants to come; ``waits`` if they saw that they would have to wait.

    ``anyway`` although they are registered for something else at that time, and ``swaps`` for the
    seat that they have at a gathering which stands in for this one.
    """

    kept_in: ClassVar = ("registrations",)
    refusals: ClassVar = REFUSED | ANSWERS | AUDIENCE | OVERLAPPING | ALIKE

    anyway: Annotated[bool, Label("Ich melde mich trotz der Überschneidung an")] = False
    swaps: Annotated[bool, Label("Ich tausche meinen Platz beim Ersatztermin")] = False


class RegisterOtherForm(NamedForm, _Registering):
    """The same for somebody else; of what became of their registrations nothing is said."""

    kept_in: ClassVar = ("registrations",)
    refusals: ClassVar = {
        **REFUSED,
        **ANSWERS,
        **AUDIENCE,
        **NamedForm.refusals,
        "registration-rejected": "Diese Person lässt sich so nicht anmelden. Bei Fragen hilft die"
        " Koordinierungsstelle.",
        OVERLAPS: "Die Person ist zu dieser Zeit schon für etwas anderes angemeldet oder"
        " vorgemerkt. Mit dem Häkchen geht es trotzdem.",
        SWAPS: "Die Person hat schon einen Platz bei einem Ersatztermin. Tauschen kann sie nur"
        " selbst.",
    }

    anyway: Annotated[bool, Label("Trotz der Überschneidung anmelden")] = False


class AnswerForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


def asking(
    form: Entered[Any], crossed: Sequence[Overlap] = (), alike: Sequence[Alike] = ()
) -> Entered[Any]:
    """Only who would be at two places at once, or give up a seat, is asked whether they mean it."""
    agreed = agreeing(form)
    waits = bool(agreed.typed.get("waits"))
    asked = {
        "anyway": bool(crossed) or _told(form, OVERLAPS),
        "swaps": (any(each.seated for each in alike) and not waits) or _told(form, SWAPS),
    }
    left = [name for name, needed in asked.items() if not (needed or form.typed.get(name))]
    known = [name for name in left if name in form.form.model_fields]
    return replace(agreed, left_out=(*agreed.left_out, *known)) if known else agreed


def _told(form: Entered[Any], code: str) -> bool:
    return form.form.refusals.get(code) in form.errors.values()


def agreeing(form: Entered[Any]) -> Entered[Any]:
    """Whoever has read that they would have to wait, and sends it again, means that."""
    if REFUSED["full-meanwhile"] not in form.errors.values():
        return form
    return replace(form, typed={**form.typed, "waits": True})
