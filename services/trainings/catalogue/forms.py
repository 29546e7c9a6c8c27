"""What whoever registers, or leaves, says."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.audiences.values import REFUSED as AUDIENCE
from services.trainings.forms import NamedForm
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Entered, Form


class RegisterForm(Form):
    """That somebody wants to come; ``waits`` if they saw that they would have to wait."""

    refusals: ClassVar = REFUSED | ANSWERS | AUDIENCE

    waits: Annotated[bool, Hidden] = False


class RegisterOtherForm(NamedForm, RegisterForm):
    """The same for somebody else."""

    refusals: ClassVar = {**RegisterForm.refusals, **NamedForm.refusals}


class AnswerForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


def agreeing(form: Entered[Any]) -> Entered[Any]:
    """Whoever has read that they would have to wait, and sends it again, means that."""
    if REFUSED["full-meanwhile"] not in form.errors.values():
        return form
    return replace(form, typed={**form.typed, "waits": True})
