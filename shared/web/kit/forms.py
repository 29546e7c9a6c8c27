"""Forms declared once: a pydantic model whose fields bear their label, hint and widget."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Self, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from starlette.datastructures import UploadFile

from shared.web.kit.errors import field_of, german
from shared.web.kit.fields import Field, Kind, field_kinds, typed
from shared.web.kit.reasons import in_german, of_file
from shared.web.kit.uploads import MEGABYTE, Upload
from shared.web.problem import Problem

F = TypeVar("F", bound="Form")

MAX_FIELDS = 200
MAX_FILES = 5
MAX_FIELD_BYTES = 10 * MEGABYTE
"""Of one that is no file: a preview is sent back. The limit of the body is its route's."""
KEY = "vorgang"
"""The hidden field by which a form that is sent twice is known."""
_A_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
POSTED = "kit.posted"
"""In a request's scope: the form that was sent, once it has been read."""


class Form(BaseModel):
    """A page's form. Each field has a label or is ``Hidden``; a field without is an error."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)

    model: ClassVar[type | None] = None
    """Whose columns say what fields are called that have no ``Label`` of their own."""
    kept_in: ClassVar[Collection[str]] = ()
    """Tables of the service that take the answers besides ``model``; for ``asked``."""
    refusals: ClassVar[Mapping[str, str]] = {}
    """What a person reads if the work below ends in a ``Problem`` with one of these codes."""
    columns: ClassVar[Mapping[str, str]] = {}
    """Of a table that is sent as a file: its headings by the names of the columns."""
    parts: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The fields by the headings under which a long form has them, in this order."""
    folded: ClassVar[Collection[str]] = ()
    """Headings whose part is folded up while nothing in it is wrong."""

    _entered: "Entered[Any] | None" = PrivateAttr(None)
    """Without the form itself: what knows each other waits for the garbage collection."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        field_kinds(cls)

    @classmethod
    def empty(cls, **known: Any) -> "Entered[Self]":
        """For a page on which nothing has been typed yet; ``known`` are values to begin with."""
        optional = {n: each for n, each in cls.model_fields.items() if not each.is_required()}
        defaults = {n: each.get_default(call_default_factory=True) for n, each in optional.items()}
        return Entered(cls, _shown_in_fields(cls, {**defaults, **known}))

    @classmethod
    def filled(cls, source: Any) -> "Entered[Self]":
        """For a page that shows what ``source``, a row or a mapping, holds now."""
        read = source.get if isinstance(source, Mapping) else lambda name: getattr(source, name)
        return Entered(cls, _shown_in_fields(cls, {name: read(name) for name in cls.model_fields}))

    @property
    def entered(self) -> "Entered[Self]":
        """The form as it was sent, with what could not be used."""
        entered = self._entered
        if entered is None:
            return type(self).filled(self)
        return entered if entered.errors else replace(entered, value=self)


@dataclass(frozen=True)
class Entered(Generic[F]):
    """A form as somebody filled it in: ``value`` if all is well, else what was typed and why not.

    An error under an empty name is one of the form as a whole. ``key`` is the same as often as the
    same page is sent; it is empty where that does not matter.
    """

    form: type[F]
    typed: Mapping[str, Any]
    errors: Mapping[str, str] = field(default_factory=dict)
    value: F | None = None
    offered: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By field: values and words that are known only when the page is made."""
    left_out: Collection[str] = ()
    """Fields that the page does not show."""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """How fields are asked that are known only when the page is made."""
    key: str = ""

    @property
    def sound(self) -> F:
        """The value of a form in which a reader can put nothing right; raises ``Problem`` 422."""
        if self.value is None:
            raise Problem(422, "invalid-request", "The request is not valid")
        return self.value

    @property
    def fields(self) -> list[Field]:
        """What a page shows, in the order of the declaration; focus goes to the first error."""
        declared = {**field_kinds(self.form), **self.kinds}
        kinds = {name: declared[name] for name in self._order}
        first = next((name for name in kinds if name in self.errors), None)
        return [
            Field(
                name,
                kind.offering(self.offered[name]) if name in self.offered else kind,
                self.typed.get(name),
                self.errors.get(name),
                focus=name == first,
            )
            for name, kind in kinds.items()
            if name not in self.left_out
        ]

    @property
    def _order(self) -> list[str]:
        named = [name for part in self.form.parts.values() for name in part]
        return named + [name for name in self.form.model_fields if name not in named]

    @property
    def parted(self) -> list[tuple[str, bool, list[Field]]]:
        """Heading, whether it is folded up, and fields; those of no part under an empty one."""
        fields, found = {each.name: each for each in self.fields}, []
        for heading, names in self.form.parts.items():
            part = [fields.pop(name) for name in names if name in fields]
            folded = heading in self.form.folded and not any(each.error for each in part)
            found += [(heading, folded, part)] if part else []
        return [*found, ("", False, list(fields.values()))]

    @property
    def multipart(self) -> bool:
        """Whether the form sends a file."""
        return any(each.widget == "file" for each in self.fields)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Every error with the id of the element it leads to."""
        anchors = {each.name: each for each in self.fields if not each.kind.hidden}
        return [
            (anchors[name].anchor, f"{anchors[name].label.removesuffix('.')}: {text}")
            if name in anchors
            else ("formular", text)
            for name, text in self.errors.items()
        ]

    def refused(self, name: str, text: str) -> "Entered[F]":
        """The same with an error that only the use case could see; ``name`` is the field's."""
        return replace(self, errors={**self.errors, name: text}, value=None)

    def keyed(self) -> "Entered[F]":
        """The same with a key, a new one if it has none."""
        return self if self.key else replace(self, key=token_urlsafe(16))

    def told(self, problem: Problem) -> "Entered[F] | None":
        """The same with what a ``Problem`` says of it; None if that is not about the form."""
        kinds = field_kinds(self.form)
        file = next((name for name, kind in kinds.items() if kind.widget == "file"), None)
        if file and problem.code == "invalid-file":
            return self.refused(file, of_file(problem, self.form.columns))
        named = [each for each in problem.errors if each.field in kinds]
        if text := self.form.refusals.get(problem.code):
            return self.refused(named[0].field if named else "", text)
        if problem.status != 422 or not named:
            return None
        told = {each.field: in_german(each.reason) for each in reversed(named)}
        return replace(self, errors={n: told[n] for n in kinds if n in told}, value=None)


def read_form(form: type[F], data: Mapping[str, Any]) -> Entered[F]:
    """Validate what was typed, as a list per field."""
    kinds = field_kinds(form)
    given = {name: kind.read(data.get(name, [])) for name, kind in kinds.items()}
    faults = {name: text for name, kind in kinds.items() if (text := kind.fault(given[name]))}
    shown = {name: typed(kinds[name], data.get(name, [])) for name in kinds}
    entered = Entered(form, shown, key=_key(data.get(KEY, [])))
    sound = {name: each for name, each in given.items() if name not in faults}
    emptied = {name: kinds[name].empty for name in sound if _emptied(form, name, data, given)}
    usable = {name: each for name, each in sound.items() if each != ""} | emptied
    try:
        value = form.model_validate(usable)
    except ValidationError as refusal:
        faults = _texts(kinds, refusal) | faults
    if faults:
        return replace(entered, errors={n: faults[n] for n in (*kinds, "") if n in faults})
    return replace(entered, value=value)


def _emptied(
    form: type[Form], name: str, data: Mapping[str, Any], given: Mapping[str, Any]
) -> bool:
    """Whether a field was sent with nothing in it which the form would else fill by itself."""
    info = form.model_fields[name]
    if info.is_required() or field_kinds(form)[name].empty is ...:
        return False
    filled = info.get_default(call_default_factory=True)
    return bool(filled and given[name] == "" and name in data)


def _key(sent: Sequence[Any]) -> str:
    """The key a page was sent with; empty if it is none that we could have given."""
    found = sent[-1] if sent else None
    return found if isinstance(found, str) and _A_KEY.fullmatch(found) else ""


def read_search(form: type[F], data: Mapping[str, Any]) -> F:
    """What is looked for; a field that cannot be used counts as empty, and says so on the page.

    One that was not sent is shown with what it is then.
    """
    entered = read_form(form, data)
    usable = {name: each for name, each in data.items() if name not in entered.errors}
    value = entered.value or read_form(form, usable).value or form()
    unsent = {name: each for name, each in form.empty().typed.items() if name not in data}
    shown = {**entered.typed, **unsent}
    value._entered = replace(entered, value=None, typed=shown)  # noqa: SLF001
    return value


def _texts(kinds: Mapping[str, Kind], refusal: ValidationError) -> dict[str, str]:
    texts: dict[str, str] = {}
    for error in refusal.errors(include_url=False, include_input=False):
        name = field_of(error)
        kind = kinds.get(name)
        missing = kind is not None and error["type"] == "missing"
        text = kind.missing if kind and missing else german(error, kind.label.hint if kind else "")
        texts.setdefault(name, text)
    return texts


def _shown_in_fields(form: type[Form], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: kind.written(values.get(name)) for name, kind in field_kinds(form).items()}


async def read_posted(request: Request, most: int = MAX_FIELDS) -> dict[str, list[Any]]:
    """Every field that was sent; not more than ``most``."""
    data = await request.form(max_files=MAX_FILES, max_fields=most, max_part_size=MAX_FIELD_BYTES)
    try:
        return {name: [await _file(each) for each in data.getlist(name)] for name in data}
    finally:
        await data.close()


async def _sent(request: Request) -> Mapping[str, str]:
    found = await read_posted(request)
    return {name: each[-1] for name, each in found.items() if isinstance(each[-1], str)}


Sent = Annotated[Mapping[str, str], Depends(_sent)]
"""Texts as they were sent, for fields that are known only when the page is made."""


async def _file(sent: str | UploadFile) -> str | Upload:
    if isinstance(sent, str):
        return sent
    content = await sent.read()
    return Upload(sent.filename, content) if sent.filename else ""


def posted(form: type[F]) -> Callable[[Request], Awaitable[Entered[F]]]:
    """The dependency behind ``Posted``, for a form that is known only when the program runs."""

    async def read(request: Request) -> Entered[Any]:
        kept: list[Entered[Any]] = request.scope.setdefault(POSTED, [])
        if not kept:
            kept.append(read_form(form, await read_posted(request)))
        return kept[0]

    return read


if TYPE_CHECKING:
    Posted = Annotated[Entered[F], "posted"]
    Search = Annotated[F, "search"]
else:

    class Posted:
        """A parameter of a page: ``form: Posted[OrganizationForm]``, an ``Entered`` one."""

        def __class_getitem__(cls, form: type[Form]) -> Any:
            return Annotated[Entered, Depends(posted(form))]

    class Search:
        """A parameter of a page: ``search: Search[OrganizationSearch]``, from the address."""

        def __class_getitem__(cls, form: type[Form]) -> Any:
            async def read(request: Request) -> Form:
                query = request.query_params
                return read_search(form, {name: query.getlist(name) for name in query})

            return Annotated[form, Depends(read)]
