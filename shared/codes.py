"""Lists of codes that grow: a code that nobody lists yet is kept, and shown as itself."""

import re
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

LONGEST_CODE = 40
SHAPE = rf"^[a-z][a-z0-9_]{{0,{LONGEST_CODE - 1}}}$"
_SHAPE = re.compile(SHAPE)


class OpenCode(StrEnum):
    """One of a list that grows: ``Role("nurse")`` is a ``Role`` before anybody lists it.

    Raises ``ValueError`` for text that has not the shape of a code. A ``match`` needs a last case.
    As the type of a field it takes listed codes only, as forms and our API should; ``Open[Role]``
    takes every code, as contracts and what is shown must.
    """

    @property
    def is_listed(self) -> bool:
        return self.name in type(self).__members__

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not _SHAPE.fullmatch(value):
            return None
        code = str.__new__(cls, value)
        code._name_ = code._value_ = value
        return code

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Self], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        any_code = core_schema.enum_schema(cls, list(cls), sub_type="str")
        return core_schema.no_info_after_validator_function(cls._listed, any_code)

    @classmethod
    def _listed(cls, code: Self) -> Self:
        if not code.is_listed:
            *others, last = (repr(str(each)) for each in cls)
            expected = f"{', '.join(others)} or {last}" if others else last
            raise PydanticKnownError("enum", {"expected": expected})
        return code


class _AnyCode:
    """Takes codes that are not listed; the schema gives the listed ones as examples."""

    def __get_pydantic_core_schema__(
        self, source: type[OpenCode], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.enum_schema(source, list(source), sub_type="str")

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        closed: dict[str, Any] = handler.resolve_ref_schema(handler(schema))
        return {"type": "string", "pattern": SHAPE, "examples": closed["enum"]}


C = TypeVar("C", bound=OpenCode)
Open = Annotated[C, _AnyCode()]
