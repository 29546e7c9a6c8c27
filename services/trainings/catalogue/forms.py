"""What whoever registers, or leaves, says."""

from dataclasses import replace
from typing import Annotated, Any, ClassVar

from services.trainings.forms import InviteForm, NamedForm
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Entered, Form


class RegisterForm(Form):
    """That somebody wants to come; ``waits`` if they saw that they would have to wait."""

    refusals: ClassVar = REFUSED

    waits: Annotated[bool, Hidden] = False


class RegisterOtherForm(NamedForm, RegisterForm):
    """The same for somebody else."""

    refusals: ClassVar = {**REFUSED, **NamedForm.refusals}


class RegisterGuestForm(InviteForm):
    """Somebody who is in no directory."""

    refusals: ClassVar = REFUSED


class AnswerForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


def agreeing(form: Entered[Any]) -> Entered[Any]:
    """Whoever has read that they would have to wait, and sends it again, means that."""
    if REFUSED["full-meanwhile"] not in form.errors.values():
        return form
    return replace(form, typed={**form.typed, "waits": True})
