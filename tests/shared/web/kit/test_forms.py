"""A form says in German what is wrong, whatever refused it, and shows what was typed."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

import pytest
from pydantic import Field, field_validator, model_validator

from shared.contracts.words import word, words
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form, read_form, read_search
from shared.web.kit.reasons import CHECK
from shared.web.kit.words import shown
from shared.web.text import FreeText, MailAddress, PersonName, PlainText


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark_blue"


words(Colour, red="Rot", dark_blue="Dunkelblau")


class Everything(Form):
    """One field of every kind."""

    name: Annotated[PersonName, Label("Name")]
    mail: Annotated[MailAddress, Label("E-Mail", autocomplete="email")]
    note: Annotated[str, FreeText(200, min=0), Label("Notiz")] = ""
    line: Annotated[str | None, PlainText(5), Label("Zeile")] = None
    hours: Annotated[Decimal, Field(gt=0, le=41, decimal_places=2), Label("Stunden")]
    number: Annotated[int | None, Field(ge=1), Label("Anzahl")] = None
    day: Annotated[date, Label("Tag")]
    colour: Annotated[Colour, Label("Farbe", widget="radios")]
    colours: Annotated[list[Colour], Field(max_length=1), Label("Farben")] = []  # noqa: RUF012
    size: Annotated[Literal["s", "m"], Label("Größe", choices=(("s", "klein"), ("m", "mittel")))]
    sure: Annotated[bool, Label("Sicher")] = True
    secret: Annotated[int, Hidden] = 0

    @field_validator("note")
    @classmethod
    def _polite(cls, note: str) -> str:
        if "Mist" in note:
            raise ValueError("must be polite")
        return note

    @model_validator(mode="after")
    def _weekend(self) -> Self:
        if self.day.isoweekday() > 5:
            raise refuse("Am Wochenende ist geschlossen.", "day")
        if self.hours == 13:
            raise refuse("So geht das nicht.")
        return self


GOOD = {
    "name": ["Anna"],
    "mail": ["anna@example.org"],
    "hours": ["19,5"],
    "day": ["1.2.2027"],
    "colour": ["red"],
    "size": ["s"],
}


def entered(**given: list[Any]) -> Entered[Everything]:
    return read_form(Everything, {**GOOD, **given})


def test_german_ways_to_write_are_understood() -> None:
    value = entered(number=["7"], colours=["red"], sure=["ja"]).value
    assert value is not None
    assert (value.hours, value.day) == (Decimal("19.5"), date(2027, 2, 1))
    assert (value.number, value.colours, value.sure) == (7, [Colour.RED], True)
    assert entered(hours=["1.019,50"]).errors == {"hours": "Bitte geben Sie höchstens 41 ein."}


class Planned(Form):
    """A form that suggests something."""

    hours: Annotated[int | None, Label("Stunden")] = 19
    note: Annotated[str, Label("Notiz")] = "wie immer"
    day: Annotated[date | None, Label("Tag")] = None


def test_what_somebody_has_emptied_stays_empty() -> None:
    emptied = read_form(Planned, {"hours": [""], "note": [" "], "day": [""]}).value
    assert emptied == Planned(hours=None, note="", day=None)
    assert read_form(Planned, {}).value == Planned()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("31.12.1899", "Bitte geben Sie ein Jahr zwischen 1900 und 2200 an."),
        ("0001-01-01", "Bitte geben Sie ein Jahr zwischen 1900 und 2200 an."),
        ("9999-12-31", "Bitte geben Sie ein Jahr zwischen 1900 und 2200 an."),
        ("-62135596800", "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027."),
        ("1.1.1900", None),
        ("31.12.2200", None),
    ],
)
def test_a_day_nobody_can_mean_is_refused_at_its_field(day: str, said: str | None) -> None:
    found = read_form(Planned, {"day": [day]})
    assert found.errors == ({"day": said} if said else {})
    assert found.typed["day"] == day
    both = entered(day=[day], hours=[""]).errors
    assert both.get("day") == said


def test_a_box_that_is_not_ticked_is_no() -> None:
    value = entered().value
    assert value is not None
    assert value.sure is False


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("name", [], "Bitte füllen Sie dieses Feld aus."),
        ("name", ["  "], "Bitte füllen Sie dieses Feld aus."),
        ("name", ["R2D2"], "Bitte verwenden Sie hier keine Ziffern."),
        ("name", ["a\0b"], "Bitte entfernen Sie unsichtbare Steuerzeichen."),
        ("name", ["x" * 81], "Bitte geben Sie höchstens 80 Zeichen ein."),
        ("mail", ["anna"], "Bitte geben Sie eine vollständige E-Mail-Adresse an."),
        ("line", ["123456"], "Bitte geben Sie höchstens 5 Zeichen ein."),
        ("hours", ["viele"], "Bitte geben Sie eine Zahl ein."),
        ("hours", ["NaN"], "Bitte geben Sie eine Zahl ein."),
        ("hours", ["0"], "Bitte geben Sie mehr als 0 ein."),
        ("hours", ["1,234"], "Bitte geben Sie höchstens 2 Nachkommastellen ein."),
        ("number", ["1,5"], "Bitte geben Sie eine ganze Zahl ein."),
        ("number", ["0"], "Bitte geben Sie mindestens 1 ein."),
        ("day", ["31.02.2027"], "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027."),
        ("day", ["morgen"], "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027."),
        ("day", ["06.02.2027"], "Am Wochenende ist geschlossen."),
        ("colour", ["green"], "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
        ("colour", [], "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
        ("colours", ["red", "dark_blue"], "Bitte wählen Sie höchstens 1 aus."),
        ("size", ["xl"], "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
        ("note", ["So ein Mist"], CHECK),
    ],
)
def test_what_is_wrong_is_said_in_german_at_its_field(
    field: str, sent: list[str], said: str
) -> None:
    form = entered(**{field: sent})
    assert form.value is None
    assert form.errors == {field: said}
    [shown_field] = [each for each in form.fields if each.name == field]
    assert (shown_field.error, shown_field.focus) == (said, True)


def test_an_error_of_the_form_as_a_whole_leads_to_the_form() -> None:
    assert entered(hours=["13"]).summary == [("formular", "So geht das nicht.")]


def test_errors_come_in_the_order_of_the_fields() -> None:
    form = entered(size=["xl"], name=[""], hours=["x"])
    assert list(form.errors) == ["name", "hours", "size"]
    assert [each.name for each in form.fields if each.focus] == ["name"]
    assert form.summary[1] == ("hours", "Stunden: Bitte geben Sie eine Zahl ein.")


def test_what_was_typed_is_kept_as_it_was() -> None:
    sent = {"name": [" <b> "], "hours": ["viele"], "day": ["1.2.27"], "colours": ["red", "x"]}
    typed = entered(**sent, sure=["ja"]).typed
    assert (typed["name"], typed["hours"], typed["day"]) == (" <b> ", "viele", "1.2.27")
    assert (typed["colours"], typed["sure"]) == (["red", "x"], True)


def test_a_filled_form_reads_back_as_the_same() -> None:
    value = entered(note=["a\r\nb"], colours=["red"], sure=["ja"]).value
    assert value is not None
    again = Everything.filled(value)
    assert again.typed["hours"] == "19,5"
    sent = {each.name: each.sent for each in again.fields}
    assert read_form(Everything, sent).value == value


def test_the_use_case_may_refuse_what_only_it_can_see() -> None:
    form = entered().refused("mail", "Diese Adresse gibt es schon.")
    assert form.value is None
    assert form.summary == [("mail", "E-Mail: Diese Adresse gibt es schon.")]


def test_every_kind_of_field_has_its_widget() -> None:
    widgets = {
        each.name: each.widget for each in Everything.empty().fields if each.label != "secret"
    }
    assert widgets == {
        "name": "text",
        "mail": "email",
        "note": "textarea",
        "line": "text",
        "hours": "text",
        "number": "text",
        "day": "date",
        "colour": "radios",
        "colours": "checkboxes",
        "size": "select",
        "sure": "checkbox",
    }
    kinds = {each.name: each.kind for each in Everything.empty().fields}
    assert kinds["colour"].choices == [("red", "Rot"), ("dark_blue", "Dunkelblau")]
    assert (kinds["line"].max_length, kinds["hours"].inputmode) == (5, "decimal")
    assert kinds["secret"].hidden


def test_a_field_without_label_is_a_mistake() -> None:
    with pytest.raises(TypeError, match=r"Forgotten\.name has neither a Label nor Hidden"):

        class Forgotten(Form):
            name: str


def test_a_code_without_word_is_a_mistake_and_an_unknown_code_is_shown() -> None:
    with pytest.raises(ValueError, match="dark_blue"):
        words(Colour, red="Rot")
    with pytest.raises(ValueError, match="said twice"):
        words(Colour, red="Blutrot", dark_blue="Dunkelblau")
    assert word(Colour, "dark_blue") == "Dunkelblau"
    assert word(Colour, "green") == "green"
    assert [shown(each) for each in (Colour.RED, None, True, Decimal("1.5"), date(2027, 2, 1))] == [
        "Rot",
        "–",
        "ja",
        "1,5",
        "01.02.2027",
    ]


class Asked(Form):
    """Only optional fields, as in every search."""

    text: Annotated[str, PlainText(5, min=0), Label("Suche")] = ""
    colour: Annotated[Colour | None, Label("Farbe")] = None


def test_a_search_uses_what_it_can() -> None:
    search = read_search(Asked, {"text": ["abc"], "colour": ["green"], "other": ["x"]})
    assert (search.text, search.colour) == ("abc", None)
    assert list(search.entered.errors) == ["colour"]
    assert read_search(Asked, {"colour": [""]}).entered.errors == {}


class Begun(Form):
    """A search that begins with something."""

    text: Annotated[str, PlainText(5, min=0), Label("Suche")] = ""
    colour: Annotated[Colour, Label("Farbe")] = Colour.RED


def test_a_search_shows_what_holds_where_nothing_was_sent() -> None:
    shown = [each.value for each in read_search(Begun, {"text": ["abc"]}).entered.fields]
    assert shown == ["abc", "red"]


class Filled(Form):
    """Fields that come with a value."""

    parts: ClassVar = {"Was": ("reason", "colour"), "Mehr": ("note",)}
    folded: ClassVar = ("Mehr",)

    note: Annotated[str, PlainText(50, min=0), Label("Notiz")] = "wie immer"
    colour: Annotated[Colour, Label("Farbe")] = Colour.RED
    other: Annotated[Colour | None, Label("Andere")] = Colour.RED
    reason: Annotated[str, PlainText(5), Label("Grund")] = "usual"


def test_what_comes_filled_and_cannot_be_emptied_is_not_optional() -> None:
    fields = {each.name: each for each in Filled.empty().fields}
    assert {name for name, each in fields.items() if each.kind.prefilled} == {"colour", "reason"}
    assert fields["colour"].choices[0] == ("red", "Rot")
    assert fields["other"].choices[0] == ("", "–")


def test_a_long_form_has_parts_of_which_one_with_an_error_is_not_folded() -> None:
    parts = [
        (name, folded, [each.name for each in part]) for name, folded, part in Filled.empty().parted
    ]
    assert parts == [
        ("Was", False, ["reason", "colour"]),
        ("Mehr", True, ["note"]),
        ("", False, ["other"]),
    ]
    wrong = read_form(Filled, {"note": ["x" * 51]})
    assert [folded for _, folded, _ in wrong.parted] == [False, False, False]
