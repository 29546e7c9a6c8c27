"""What is asked of whoever keeps accounts."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.directory.accounts.models import AccessGrant
from services.directory.forms import NewPersonFields
from services.directory.people.values import Names
from shared.contracts.accounts import AccessRole
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import MailAddress, PersonName, PlainText

_ADDRESS_REFUSED = {
    "address-shared": "Diese Adresse gehört schon zu jemand anderem. Ein gemeinsames Postfach taugt"
    " nicht zum Anmelden: Wer dort einen Code liest, wäre immer dieselbe Person. Bitte nehmen Sie"
    " eine persönliche Adresse; angeschrieben werden darf das Postfach weiter.",
    "address-elsewhere": "Diese Adresse gehört schon zu einem Konto außerhalb Ihrer Kommune. Wenn"
    " es dieselbe Person ist, kann der Betrieb ihr dort auch Rollen in Ihrer Kommune geben.",
    "account-known": "Diese Person hat schon ein Konto. Bitte öffnen Sie es in der Liste und geben"
    " Sie ihr dort die Rolle.",
    "unreachable-address": "An diese Adresse kann keine Mail zugestellt werden.",
}


class AccountSearch(Form):
    """Who is looked for."""

    model: ClassVar = AccessGrant

    text: Annotated[
        str, PlainText(160, min=0), Label("Suche", hint="Name oder Adresse zum Anmelden")
    ] = ""
    role: AccessRole | None = None


class RoleForm(Form):
    """A role to be given; the last day is part of it."""

    model: ClassVar = AccessGrant
    refusals: ClassVar = {"role-known": "Diese Rolle hat die Person schon."}

    role: AccessRole
    organization_id: Annotated[
        UUID | None,
        Label("Organisation", needed="bei Schulleitung, Träger und Ansprechperson nötig"),
    ] = None
    valid_from: Annotated[date | None, Label(needed="leer: ab sofort")] = None
    valid_to: Annotated[date | None, Label(needed="leer: ohne Ende")] = None


class _Invited(Form):
    given_name: Annotated[PersonName, Label("Vorname", autocomplete="off")]
    family_name: Annotated[PersonName, Label("Nachname", autocomplete="off")]
    address: Annotated[
        MailAddress,
        Label("Adresse zum Anmelden", hint="nur diese Person liest dort", autocomplete="off"),
    ]


class Invitation(RoleForm, NewPersonFields, _Invited):
    """Somebody who is to sign in from now on."""

    kept_in: ClassVar = ("people",)
    refusals: ClassVar = _ADDRESS_REFUSED

    @property
    def names(self) -> Names:
        return Names(given_name=self.given_name, family_name=self.family_name, email=self.address)


class AddressChange(Form):
    """Where codes are sent to from now on."""

    kept_in: ClassVar = ("sign_in_addresses",)
    refusals: ClassVar = _ADDRESS_REFUSED

    address: Annotated[
        MailAddress,
        Label("Neue Adresse", hint="nur diese Person liest dort", autocomplete="off"),
    ]
