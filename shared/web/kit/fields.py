"""The fields of a form: which widget one gets, and how typed text becomes a value and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import inspect

from shared.contracts.words import options
from shared.web.kit.errors import german
from shared.web.kit.reasons import CHOOSE, in_german
from shared.web.kit.uploads import KINDS, Accepts, Upload
from shared.web.kit.words import shown
from shared.web.text import FreeText, PlainText

Widget = Literal[
    "text", "textarea", "select", "radios", "checkbox", "checkboxes", "date", "email", "file"
]
YES = "ja"
_MANY = (list, tuple, set, frozenset)
_DAY = re.compile(r"(\d{4})-\d\d-\d\d")
YEARS = range(1900, 2201)
NO_DAY = in_german("must be a day such as 2027-02-01")
FAR_AWAY = f"Bitte geben Sie ein Jahr zwischen {YEARS[0]} und {YEARS[-1]} an."
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class Label:
    """An annotation: what a field is called, a hint beside it, and where the usual is not right.

    Without ``text`` it is called what the form's ``model`` calls the column. ``choices`` are values
    and words where the type does not name them; ``missing`` is said where nothing was given.
    ``needed`` says when an optional field is not; ``rows`` is the height of one with many lines.
    """

    text: str = ""
    hint: str = ""
    missing: str = ""
    widget: Widget | None = None
    autocomplete: str | None = None
    choices: Sequence[tuple[str, str]] = ()
    inputmode: str | None = None
    needed: str = ""
    rows: int = 5


class Hidden:
    """An annotation: the field travels with the page, and nobody sees it."""


@dataclass(frozen=True)
class Kind:
    """What the declaration says about a field."""

    label: Label
    widget: Widget
    type: Any
    required: bool
    hidden: bool = False
    max_length: int | None = None
    accept: tuple[str, ...] = ()
    choices: Sequence[tuple[str, str]] = ()
    empty: Any = ...
    """The value of a field that is left empty; ``...`` where the type has none."""
    prefilled: bool = False
    """Whether it comes with a value that may be another one, but not nothing."""

    @property
    def missing(self) -> str:
        """What is said where nothing was given."""
        if self.widget == "file":
            return "Bitte wählen Sie eine Datei aus."
        usual = CHOOSE if self.choices else german({"type": "missing"})
        return self.label.missing or usual

    @property
    def inputmode(self) -> str | None:
        """Which keyboard a phone shows."""
        usual = {int: "numeric", Decimal: "decimal", float: "decimal"}
        return self.label.inputmode or usual.get(self.type)

    def offering(self, choices: Sequence[tuple[str, str]]) -> "Kind":
        """The same as a choice among these values and words."""
        widget: Widget = "checkboxes" if self.widget == "checkboxes" else "select"
        return replace(self, widget=widget, choices=choices)

    def read(self, sent: Sequence[Any]) -> Any:
        """What is validated; an empty text counts as nothing."""
        if self.widget == "checkboxes":
            return [each for each in sent if each != ""]
        if self.type is bool:
            return YES in sent
        last = sent[-1] if sent else ""
        if isinstance(last, Upload) != (self.widget == "file"):
            return ""
        return last if isinstance(last, Upload) else self._normal(last.strip())

    def _normal(self, text: str) -> str:
        if self.type in (Decimal, float) and "," in text:
            return text.replace(".", "").replace(",", ".")
        if self.type is date and (found := _GERMAN_DATE.fullmatch(text)):
            day, month, year = found.groups()
            return f"{year}-{month:0>2}-{day:0>2}"
        return text

    def fault(self, value: Any) -> str:
        """What no day can be, in German, before anything is reckoned with it; else empty."""
        if self.type is not date or value == "":
            return ""
        day = _DAY.fullmatch(value)
        return NO_DAY if day is None else "" if int(day[1]) in YEARS else FAR_AWAY

    def written(self, value: Any) -> Any:
        """A value as the field shows it: text, texts, or whether it is ticked."""
        if isinstance(value, bool):
            return value
        if isinstance(value, _MANY):
            return [self.written(each) for each in value]
        if isinstance(value, Enum):
            return str(value.value)
        if isinstance(value, (Decimal, float)):
            return f"{value:f}".replace(".", ",")
        return "" if value is None or isinstance(value, Upload) else str(value)


@dataclass(frozen=True)
class Field:
    """A field on a page: its declaration, what stands in it, and what is wrong with that."""

    name: str
    kind: Kind
    value: Any
    error: str | None
    focus: bool = False

    @property
    def label(self) -> str:
        return self.kind.label.text

    @property
    def widget(self) -> Widget:
        return self.kind.widget

    @property
    def anchor(self) -> str:
        """The id of what gets the focus."""
        return f"{self.name}-1" if self.widget in ("radios", "checkboxes") else self.name

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Values and words; an empty one leads where nothing has to be chosen, or has been yet."""
        if self.widget != "select":
            return list(self.kind.choices)
        if self.kind.prefilled and self.value in {value for value, _ in self.kind.choices}:
            return list(self.kind.choices)
        must = self.kind.required or self.kind.prefilled
        return [("", "Bitte auswählen" if must else "–"), *self.kind.choices]

    @property
    def sent(self) -> list[str]:
        """The values a browser would send."""
        if isinstance(self.value, bool):
            return [YES] if self.value else []
        return list(self.value) if isinstance(self.value, list) else [str(self.value)]

    @property
    def shown(self) -> str:
        """What stands in the field, in words."""
        if isinstance(self.value, bool):
            return shown(self.value)
        named: dict[str, str] = dict(self.kind.choices)
        values = self.value if isinstance(self.value, list) else [self.value]
        return shown(", ".join(named.get(each) or each for each in values if each))


def typed(kind: Kind, sent: Sequence[Any]) -> Any:
    """What was typed, as the field shows it again; browsers let no page fill in a file."""
    if kind.type is bool:
        return YES in sent
    texts = [each for each in sent if isinstance(each, str)]
    return texts if kind.widget == "checkboxes" else (texts[-1] if texts else "")


@cache
def field_kinds(form: type[BaseModel]) -> Mapping[str, Kind]:
    """The fields of a form; raises ``TypeError`` for one that is neither labelled nor hidden."""
    return {name: _kind(form, name, info) for name, info in form.model_fields.items()}


def _kind(form: type[BaseModel], name: str, info: FieldInfo) -> Kind:
    marks = [*info.metadata, *_marks(info.annotation)]
    hidden = Hidden in marks
    label = Label(name) if hidden else _label(form, name, marks)
    if not label.text:
        raise TypeError(f"{form.__name__}.{name} has neither a Label nor Hidden")
    kind = _plain(info.annotation)
    choices = label.choices or _choices(kind)
    limits = [each.max for each in marks if isinstance(each, PlainText | FreeText)]
    accepts = next((each.kinds for each in marks if isinstance(each, Accepts)), ())
    return Kind(
        label=label,
        widget=label.widget or _widget(kind, info, marks, choices),
        type=kind,
        required=info.is_required(),
        hidden=hidden,
        max_length=next(iter(limits), None),
        accept=tuple(part for each in accepts for part in (f".{each}", KINDS[each][1])),
        choices=choices,
        empty=_empty(kind, info),
        prefilled=_prefilled(kind, info, marks),
    )


def _empty(kind: Any, info: FieldInfo) -> Any:
    if type(None) in get_args(info.annotation):
        return None
    return "" if kind is str and not info.is_required() else ...


def _prefilled(kind: Any, info: FieldInfo, marks: Sequence[Any]) -> bool:
    if info.is_required() or get_origin(kind) in _MANY or type(None) in get_args(info.annotation):
        return False
    least = next((each.min for each in marks if isinstance(each, PlainText | FreeText)), 1)
    filled = bool(info.get_default(call_default_factory=True))
    return filled and (kind is not str or least > 0)


def _label(form: type[BaseModel], name: str, marks: Sequence[Any]) -> Label:
    given = next((each for each in marks if isinstance(each, Label)), Label())
    model = getattr(form, "model", None)
    if given.text or model is None or name not in (columns := inspect(model).columns):
        return given
    return replace(given, text=columns[name].info.get("label", ""))


def _widget(kind: Any, info: FieldInfo, marks: Sequence[Any], choices: Sequence[Any]) -> Widget:
    if get_origin(kind) in _MANY:
        return "checkboxes"
    if choices:
        return "select"
    if any(isinstance(each, FreeText) for each in marks):
        return "textarea"
    simple: dict[Any, Widget] = {bool: "checkbox", date: "date", Upload: "file"}
    extra = info.json_schema_extra
    is_mail = isinstance(extra, dict) and extra.get("format") == "email"
    return simple.get(kind, "email" if is_mail else "text")


def _choices(kind: Any) -> Sequence[tuple[str, str]]:
    if get_origin(kind) is Literal:
        return [(str(each), str(each)) for each in get_args(kind)]
    one = get_args(kind)[0] if get_origin(kind) in _MANY else kind
    return options(one) if isinstance(one, type) and issubclass(one, Enum) else []


def _plain(annotation: Any) -> Any:
    """The type without ``None`` and annotations."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        inner = [each for each in get_args(annotation) if each is not type(None)]
        return _plain(inner[0]) if len(inner) == 1 else annotation
    return annotation


def _marks(annotation: Any) -> list[Any]:
    """Annotations inside the type, as those of ``Annotated[...] | None``."""
    own = list(get_args(annotation)[1:]) if get_origin(annotation) is Annotated else []
    inner = get_args(annotation) if get_origin(annotation) is not Literal else ()
    return own + [mark for each in inner for mark in _marks(each)]
