"""What is asked where a name or an address is no longer right, or never was."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.people.values import AddressKind, SeenBy
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailAddress, PersonName, PlainText

_UNREACHABLE = {"unreachable-address": "An diese Adresse kann keine Mail zugestellt werden."}
_SEEN_BY = Label("Wer sieht das?")
_VALUE = Label(
    "Adresse",
    hint="E-Mail-Adresse, Telefonnummer mit Vorwahl oder Straße, Postleitzahl und Ort",
    autocomplete="off",
)


class _Dated(Form):
    """Right from a day on, or by the other button: what stood there never was."""

    mistaken: Annotated[bool, Hidden] = False


class NameForm(_Dated):
    """What somebody is called."""

    kept_in: ClassVar = ("people",)

    given_name: Annotated[PersonName, Label("Vorname", autocomplete="off")]
    family_name: Annotated[PersonName, Label("Nachname", autocomplete="off")]
    valid_from: Annotated[date | None, Label("Heißt so ab", needed="leer: ab heute")] = None
    version: Annotated[int, Hidden] = 0


class MailForm(_Dated):
    """Where mails go to."""

    kept_in: ClassVar = ("people",)
    refusals: ClassVar = _UNREACHABLE

    email: Annotated[MailAddress, Label("E-Mail", autocomplete="off")]
    valid_from: Annotated[date | None, Label("Gilt ab", needed="leer: ab heute")] = None
    version: Annotated[int, Hidden] = 0


class AddressForm(_Dated):
    """One of the other addresses; its kind stays what it is."""

    kept_in: ClassVar = ("addresses",)
    refusals: ClassVar = _UNREACHABLE

    value: Annotated[str, PlainText(200), _VALUE]
    seen_by: Annotated[SeenBy, _SEEN_BY]
    valid_from: Annotated[date | None, Label("Gilt ab", needed="leer: ab heute")] = None


class NewAddressForm(Form):
    """One more."""

    kept_in: ClassVar = ("addresses",)
    refusals: ClassVar = _UNREACHABLE

    kind: Annotated[AddressKind, Label("Art")]
    value: Annotated[str, PlainText(200), _VALUE]
    seen_by: Annotated[SeenBy, _SEEN_BY] = SeenBy.OFFICE
    valid_from: Annotated[date | None, Label("Gilt ab", needed="leer: ab heute")] = None


class DetailsForm(Form):
    """What is known besides."""

    kept_in: ClassVar = ("entries", "former_names")

    birth_name: Annotated[PersonName | None, Label("Geburtsname")] = None
    languages: Annotated[
        str, PlainText(160, min=0), Label("Sprachen", hint="zum Beispiel Deutsch, Türkisch")
    ] = ""
    hours: Annotated[
        str, PlainText(200, min=0), Label("Sprechzeiten", hint="zum Beispiel montags 9 bis 12 Uhr")
    ] = ""
    note: Annotated[
        str,
        FreeText(1000, min=0),
        Label(
            "Notiz",
            hint="Nur die Koordinierungsstelle liest das. Bitte nichts über Kinder, Familien oder"
            " Beratungen: Fallinhalte gehören hier nicht hinein.",
            widget="textarea",
        ),
    ] = ""
    version: Annotated[int, Hidden] = 0
