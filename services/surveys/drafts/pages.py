"""The pages on which an office writes a questionnaire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.exc import NoResultFound

from services.surveys.drafts import forms, queries, rules, use_cases
from services.surveys.drafts.values import (
    DIRECTIONS,
    HOME,
    Draft,
    Keys,
    dependent_on,
    moved,
    trail,
    without,
)
from services.surveys.questionnaires.values import GERMAN, said
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Form, Posted, posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)
ONE = "/{questionnaire_id}"
OF_SECTION, OF_QUESTION = f"{ONE}/abschnitte/{{section}}", f"{ONE}/fragen/{{question}}"
OF_PART = f"{OF_QUESTION}/{{which}}/{{part}}"
MOVED = "Verschoben."


async def _keys_of(request: Request) -> Keys:
    named = ("section", "question", "which", "part")
    keys = Keys(**{name: request.path_params.get(name, "") for name in named})
    if keys.which not in ("", rules.OPTIONS, rules.ROWS):
        raise NoResultFound
    return keys


InAddress = Annotated[Keys, Depends(_keys_of)]


@dataclass(frozen=True)
class _Sheet:
    """A form about a part of the draft; ``led`` is where it leads, below the questionnaire."""

    path: str
    title: str
    form: type[Form]
    work: Callable[[Draft, Keys, Any], Draft]
    shown: Callable[[Draft, Keys], Mapping[str, Any]] = lambda draft, keys: {}
    left_out: Callable[[Draft, Keys], Sequence[str]] = lambda draft, keys: ()
    led: Callable[[Draft, Keys], str] = lambda draft, keys: ""


def _offer(sheet: _Sheet) -> None:
    @pages.get(sheet.path)
    async def ask(
        request: Request,
        me: Coordinator,
        session: Reading,
        questionnaire_id: UUID,
        keys: InAddress,
    ) -> Response:
        draft = await queries.draft(session, me.tenant, questionnaire_id)
        known = {**sheet.shown(draft, keys), "version": draft.version}
        return _show(request, sheet, draft, keys, sheet.form.empty(**known))

    @pages.post(sheet.path)
    async def save(
        request: Request,
        me: Coordinator,
        uow: Uow,
        questionnaire_id: UUID,
        keys: InAddress,
        entered: Annotated[Entered[Any], Depends(posted(sheet.form))],
    ) -> Response:
        draft = await queries.draft(uow.session, me.tenant, questionnaire_id)
        request.state.left_out = sheet.left_out(draft, keys)
        if (given := entered.value) is None:
            return _show(request, sheet, draft, keys, entered)
        edited = await use_cases.change(
            uow,
            me,
            questionnaire_id,
            lambda draft: sheet.work(draft, keys, given),
            given if "version" in sheet.form.model_fields else None,
            lambda draft: sheet.shown(draft, keys),
        )
        return pages.saved(request, to=_home(request) + sheet.led(edited, keys))


def _show(
    request: Request, sheet: _Sheet, draft: Draft, keys: Keys, form: Entered[Any]
) -> Response:
    home = _home(request)
    return pages.render(
        request,
        "part.html",
        title=sheet.title,
        form=replace(form, left_out=sheet.left_out(draft, keys)),
        back=home + sheet.led(draft, keys),
        above=trail(home, draft.title, *_question_above(draft, keys, home)),
    )


def _question_above(draft: Draft, keys: Keys, home: str) -> list[tuple[str, str]]:
    if not keys.question:
        return []
    text = said(draft.question(keys.question).text, GERMAN)
    return [(text[:60], f"{home}/fragen/{keys.question}")]


def _home(request: Request) -> str:
    root = request.scope.get("root_path", "")
    return f"{root}{HOME}/{request.path_params['questionnaire_id']}"


def _of_question(_: Draft, keys: Keys) -> str:
    return f"/fragen/{keys.question}"


def _languages(draft: Draft, _: Keys) -> Sequence[str]:
    return rules.unasked(draft.document)


_SHEETS = (
    _Sheet(
        f"{ONE}/abschnitte/neu",
        "Neuer Abschnitt",
        forms.NewSectionForm,
        lambda draft, _, form: rules.new_section(draft, form),
        left_out=_languages,
        led=lambda draft, _: (
            f"#{draft.document.sections[-1].key}" if draft.document.sections else ""
        ),
    ),
    _Sheet(
        f"{OF_SECTION}/bearbeiten",
        "Abschnitt bearbeiten",
        forms.SectionForm,
        lambda draft, keys, form: rules.changed_section(draft, keys.section, form),
        lambda draft, keys: rules.of_section(draft, keys.section),
        _languages,
        lambda _, keys: f"#{keys.section}",
    ),
    _Sheet(
        f"{OF_SECTION}/fragen/neu",
        "Neue Frage",
        forms.NewQuestionForm,
        lambda draft, keys, form: rules.new_question(draft, keys.section, form),
        shown=lambda draft, keys: {"kind": None} if draft.section(keys.section) else {},
        led=rules.newest_in,
    ),
    _Sheet(
        f"{OF_QUESTION}/bearbeiten",
        "Frage bearbeiten",
        forms.QuestionForm,
        lambda draft, keys, form: rules.changed_question(draft, keys.question, form),
        lambda draft, keys: rules.of_question(draft, keys.question),
        lambda draft, keys: [
            *rules.unasked(draft.document),
            *rules.not_of(draft.question(keys.question)),
        ],
        _of_question,
    ),
    _Sheet(
        f"{OF_QUESTION}/antworten/neu",
        "Antworten hinzufügen",
        forms.OptionsForm,
        lambda draft, keys, form: rules.with_lines(draft, keys.question, rules.OPTIONS, form.lines),
        led=_of_question,
    ),
    _Sheet(
        f"{OF_QUESTION}/zeilen/neu",
        "Zeilen hinzufügen",
        forms.RowsForm,
        lambda draft, keys, form: rules.with_lines(draft, keys.question, rules.ROWS, form.lines),
        led=_of_question,
    ),
    _Sheet(
        f"{OF_PART}/bearbeiten",
        "Antwort bearbeiten",
        forms.PartForm,
        rules.changed_part,
        rules.of_part,
        lambda draft, keys: [
            *rules.unasked(draft.document),
            *rules.not_of_part(draft.question(keys.question), keys.which),
        ],
        _of_question,
    ),
)
for each in _SHEETS:
    _offer(each)


@pages.post(f"{OF_PART}/{{direction}}")
async def move_answer_or_row(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    direction: str,
    keys: InAddress,
) -> Response:
    """An answer or a row, one place up or down; or away with it."""

    def work(draft: Draft) -> Draft:
        parts: Sequence[Any] = rules.parts_of(draft.question(keys.question), keys.which)
        if direction == "entfernen":
            left = without(parts, keys.part)
        else:
            left = moved(parts, keys.part, DIRECTIONS.get(direction, 0))
        return rules.with_parts(draft, keys.question, keys.which, left)

    await use_cases.change(uow, me, questionnaire_id, work)
    text = "Entfernt." if direction == "entfernen" else MOVED
    return pages.saved(request, text, to=f"{_home(request)}/fragen/{keys.question}")


@pages.post(f"{OF_QUESTION}/kopieren")
async def copy_question(
    request: Request, me: Coordinator, uow: Uow, questionnaire_id: UUID, question: str
) -> Response:
    """The same once more behind it, to be changed."""
    edited = await use_cases.change(uow, me, questionnaire_id, lambda draft: draft.copied(question))
    to = f"{_home(request)}{rules.newest_in(edited, Keys())}"
    return pages.saved(request, "Die Frage ist kopiert.", to=to)


@pages.get(f"{ONE}/teile/{{moving}}/entfernen")
async def ask_to_remove_part(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID, moving: str
) -> Response:
    """Ask first, and say what depends on it."""
    draft = await queries.draft(session, me.tenant, questionnaire_id)
    return _ask(request, draft, moving, forms.RemoveForm.empty(version=draft.version))


@pages.post(f"{ONE}/teile/{{moving}}/entfernen")
async def remove_part(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    moving: str,
    form: Posted[forms.RemoveForm],
) -> Response:
    """Versions that were frozen keep it."""
    draft = await queries.draft(uow.session, me.tenant, questionnaire_id)
    if (given := form.value) is None:
        return _ask(request, draft, moving, form)
    if given.version != draft.version:
        known = forms.RemoveForm.empty(version=draft.version).refused("", forms.CHANGED)
        return _ask(request, draft, moving, known)
    await use_cases.change(uow, me, questionnaire_id, lambda draft: draft.without(moving))
    return pages.saved(request, "Entfernt.", to=_home(request))


def _ask(request: Request, draft: Draft, moving: str, form: Entered[Any]) -> Response:
    called, inside = rules.named(draft, moving)
    depends = len(dependent_on(draft.document, {*inside}))
    many = "Eine Frage hängt" if depends == 1 else f"{depends} Fragen hängen"
    more = f" {many} davon ab; die Bedingungen müssen Sie dann ändern."
    return pages.confirm(
        request,
        f"„{called}“ entfernen?",
        "Was davon schon festgehalten ist, bleibt in seiner Fassung." + more * (depends > 0),
        button="Entfernen",
        form=form,
        back=f"{_home(request)}#{moving}",
        above=trail(_home(request), draft.title),
    )


@pages.post(f"{ONE}/teile/{{moving}}/{{direction}}")
async def move_part(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    moving: str,
    direction: str,
) -> Response:
    """A section or a question, one place up or down."""
    by = DIRECTIONS.get(direction, 0)
    await use_cases.change(uow, me, questionnaire_id, lambda draft: draft.moved(moving, by))
    return pages.saved(request, MOVED, to=f"{_home(request)}#{moving}")
