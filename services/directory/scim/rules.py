"""Reads what identity systems send, also where they depart from the standard, and compares."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidFilterException,
    InvalidPathException,
    InvalidValueException,
    Meta,
    PatchOp,
    Path,
    Reference,
    SCIMException,
    ScimPolicy,
    SearchRequest,
)
from scim2_models.path.expressions import (
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
)

from services.directory.employments.values import Employment, State, state_of
from services.directory.people.values import Names
from services.directory.rules import unreachable
from services.directory.scim.models import ScimUser
from services.directory.scim.schemas import CarrierUser, EnterpriseUser, Group, Member, Name
from services.directory.scim.values import BASE, INDEXED, too_much
from shared.contracts.words import word
from shared.json import Json
from shared.settings import Settings
from shared.web.text import MailAddress, PersonName, PlainText

POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""What Entra, Okta and Keycloak send is taken; attributes the directory does not use are not."""
_BOOLEANS = {"true": True, "false": False}
_FLAGS = frozenset({"active", "primary"})
_SCHEMAS = "schemas"
_ADDRESS: TypeAdapter[str] = TypeAdapter(MailAddress)
_NAME: TypeAdapter[str] = TypeAdapter(PersonName)
_TEXT: TypeAdapter[str] = TypeAdapter(Annotated[str, PlainText(255)])
"""What databases find somebody by."""
LONGEST_USER = 8000
_LIMITED = {"filter": "filter", "startindex": "startIndex", "count": "count"}
"""As the standard writes them; they are read in any case."""
_LARGEST = 2**31 - 1


def read_user(body: Json, context: Context) -> CarrierUser:
    """A user as it was posted or put; raises ``SCIMException`` and ``ValidationError``."""
    user = CarrierUser.model_validate(with_booleans(body), scim_ctx=context, scim_policy=POLICY)
    check(user)
    return user


def patched(user: CarrierUser, body: Json) -> CarrierUser:
    """Another user, changed by all operations or by none; raises as ``read_user`` does."""
    operations = _member(body, "operations")
    if not isinstance(operations, list) or not operations:
        raise InvalidValueException(detail="Operations is empty or missing")
    for each in operations:
        if isinstance(each, dict):
            _refuse_unsupported(each)
    patch = PatchOp[CarrierUser].model_validate(
        with_booleans(body), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
    )
    changed = user.model_copy(deep=True)
    patch.patch(changed, scim_policy=POLICY)
    if not (changed.user_name or "").strip():
        raise InvalidValueException(detail="userName must not be empty")
    check(changed)
    return changed


def _refuse_unsupported(operation: Json) -> None:
    """An operation that would change nothing is refused, never passed over."""
    path, value = _member(operation, "path"), _member(operation, "value")
    paths = [path] if path else list(value) if isinstance(value, dict) else []
    for each in paths:
        if str(each).casefold() == _SCHEMAS:
            continue
        if problem := too_much(str(each)):
            raise InvalidPathException(detail=problem)
        if not _is_known(str(each)):
            raise InvalidPathException(detail=f"{each} is not supported")


def _member(operation: Json, name: str) -> Any:
    return next((value for key, value in operation.items() if key.casefold() == name), None)


def _is_known(path: str) -> bool:
    try:
        known = Path[CarrierUser](path)
        return known.model is not None or known.resolve() is not None
    except (SCIMException, ValueError):
        return False


def with_booleans(given: Any) -> Any:
    """The same with "True" and "False" as booleans where a boolean belongs."""
    if isinstance(given, list):
        return [with_booleans(each) for each in given]
    if not isinstance(given, dict):
        return given
    path = str(_member(given, "path") or "").casefold()
    flagged = path in _FLAGS or path.endswith((".active", ".primary", ":active"))
    return {
        key: _boolean(value)
        if _last(key) in _FLAGS or (flagged and key.casefold() == "value")
        else with_booleans(value)
        for key, value in given.items()
    }


def _last(key: str) -> str:
    return key.casefold().rpartition(".")[2].rpartition(":")[2]


def _boolean(value: Any) -> Any:
    return _BOOLEANS.get(value.casefold(), value) if isinstance(value, str) else value


def check(user: CarrierUser) -> None:
    """Raise ``SCIMException`` for what is longer than anybody's, or no mail address."""
    if len(user.model_dump_json()) > LONGEST_USER:
        raise InvalidValueException(detail=f"a user has at most {LONGEST_USER} characters")
    for path, value in (
        ("userName", user.user_name),
        ("externalId", user.external_id),
        ("displayName", user.display_name),
        ("employeeNumber", number_of(user)),
    ):
        _valid(_TEXT, value, path)
    for each in user.emails or ():
        _valid(_ADDRESS, each.value, "emails.value")


def _valid(kind: TypeAdapter[str], value: str | None, path: str) -> str | None:
    """The value as the directory keeps it; raises ``SCIMException``."""
    if not value:
        return None
    try:
        return kind.validate_python(value)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InvalidValueException(detail=f"{path}: {reason}") from None


def number_of(user: CarrierUser) -> str | None:
    """The carrier's own number of the person: the personnel number, else the external id."""
    extension: EnterpriseUser | None = user[EnterpriseUser]
    return (extension.employee_number if extension else None) or user.external_id


def address_of(user: CarrierUser) -> str | None:
    """The primary mail address, else that for work, else the first."""
    emails = [each for each in user.emails or () if each.value]
    for wanted in (
        [each for each in emails if each.primary],
        [each for each in emails if each.type == "work"],
        emails,
    ):
        if wanted:
            return wanted[0].value
    return None


def refuse_unreachable(user: CarrierUser, settings: Settings) -> None:
    """Raise ``SCIMException`` for an address that no mail from here can reach."""
    address = address_of(user)
    found = (
        unreachable({"emails.value": address}, settings.mail_reserved_domains) if address else []
    )
    for each in found:
        raise InvalidValueException(detail=f"{each.field}: {each.reason}")


def names_of(user: CarrierUser, before: Names) -> Names:
    """What the directory keeps of the person, as far as the user says it; raises as above."""
    name = user.name or Name()
    return Names(
        given_name=_valid(_NAME, name.given_name, "name.givenName") or before["given_name"],
        family_name=_valid(_NAME, name.family_name, "name.familyName") or before["family_name"],
        email=_valid(_ADDRESS, address_of(user), "emails.value") or before["email"],
    )


def stored(user: CarrierUser) -> Json:
    """What is kept of a user, as JSON; neither what is ours nor any secret."""
    dumped: Json = user.model_dump(mode="json", exclude={"id", "meta", "active"})
    return dumped


def user_of(row: ScimUser, base_url: str) -> CarrierUser:
    """A stored user as it is shown."""
    user = CarrierUser.model_validate(row.attributes, scim_policy=POLICY)
    user.id, user.active = str(row.id), row.active
    user.meta = Meta(
        resource_type="User",
        created=row.created_at,
        last_modified=row.changed_at,
        location=f"{base_url}{BASE}/Users/{row.id}",
        version=version_of(row),
    )
    return user


def version_of(row: ScimUser) -> str:
    """The ``ETag``."""
    return f'W/"{row.version}"'


def read_search(given: Mapping[str, Any]) -> SearchRequest[CarrierUser]:
    """What is looked for and shown; raises as ``read_user`` does."""
    known = {
        _LIMITED.get(key.casefold(), key): value
        for key, value in given.items()
        if value not in (None, "")
    }
    if problem := too_much(str(known.get("filter", ""))):
        raise InvalidFilterException(detail=problem)
    for name in ("startIndex", "count"):
        if name in known:
            least = 1 if name == "startIndex" else 0
            known[name] = min(max(_whole(name, known[name]), least), _LARGEST)
    return SearchRequest[CarrierUser].model_validate(
        known, scim_ctx=Context.SEARCH_REQUEST, scim_policy=POLICY
    )


def _whole(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValueException(detail=f"{name} is not a whole number") from None


def narrowing(node: FilterNode) -> tuple[str, str] | None:
    """The attribute and value by which an index finds all that a filter can; None without one."""
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_:
        return next(filter(None, map(narrowing, node.terms)), None)
    if not isinstance(node, Comparison) or node.op is not CompareOperator.eq:
        return None
    name = node.attr_path.attr.casefold()
    if node.attr_path.sub_attr or name not in INDEXED or not isinstance(node.value, str):
        return None
    return name, node.value


def errors_of(invalid: ValidationError) -> Error:
    """The first thing that is wrong."""
    return Error.from_validation_errors(invalid)[0]


def read_put(body: Json) -> CarrierUser:
    """A user that replaces another."""
    return read_user(body, Context.RESOURCE_REPLACEMENT_REQUEST)


def groups_of(
    users: Sequence[tuple[ScimUser, Sequence[Employment]]], today: date, base_url: str
) -> list[Group]:
    """Users by where their latest employment stands."""
    standing = {user.id: state_of(theirs[-1], today) for user, theirs in users}
    return [
        Group(
            id=state.value,
            display_name=word(State, state),
            members=[
                Member(
                    value=str(user.id),
                    display=str(user.attributes.get("displayName") or user.user_name_key),
                    ref=Reference(f"{base_url}{BASE}/Users/{user.id}"),
                )
                for user, _ in users
                if standing[user.id] is state
            ],
            meta=Meta(
                resource_type="Group", location=Reference(f"{base_url}{BASE}/Groups/{state.value}")
            ),
        )
        for state in State
    ]
