"""Which school year is proved, and that it was."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from services.directory.proof_of_use.models import ProofSubmission
from shared.contracts.directory import Funding
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form

KNOWN = Label("Stand vom", hint="Leer: mit allem, was heute bekannt ist.")


class ProofSearch(Form):
    """A school year, by the year in which it begins; the last that is over unless one is named."""

    year: Annotated[int | None, Field(ge=2000, le=2100), Label("Schuljahr")] = None
    funding: Annotated[Funding | None, Label("Finanzierung")] = None
    known_on: Annotated[date | None, KNOWN] = None


class SubmissionForm(Form):
    """That the proof was handed in on a day, with the figures as they were known then."""

    model: ClassVar = ProofSubmission

    submitted_on: date
    known_on: Annotated[date | None, KNOWN] = None
