"""Save a questionnaire as a file, and read one."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.surveys.drafts.values import HOME
from services.surveys.library.values import Licence
from services.surveys.questionnaire_files import rules, use_cases
from services.surveys.questionnaire_files.forms import MAX_BYTES, QuestionnaireFileForm
from services.surveys.questionnaire_files.schemas import QuestionnaireFile
from services.surveys.questionnaires import queries
from services.surveys.questionnaires.values import Document
from services.surveys.results.queries import municipalities
from shared.context import Reading, Uow
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.imports import FORM_BYTES
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)
READ = "/einlesen"
pages.large_bodies[HOME + READ] = MAX_BYTES + FORM_BYTES


@pages.get(READ)
async def ask_for_questionnaire_file(request: Request) -> Response:
    """Which file."""
    return _show(request, QuestionnaireFileForm.empty())


@pages.post(READ)
async def read_questionnaire_file(
    request: Request, me: Coordinator, uow: Uow, form: Posted[QuestionnaireFileForm]
) -> Response:
    """A new draft, or what is wrong with the file."""
    if form.value is None:
        return _show(request, form)
    found = rules.read(form.value.file.content)
    if isinstance(found, str):
        return _show(request, form.refused("file", found))
    key = await use_cases.take_in(uow, me, found)
    text = "Eingelesen. Das ist jetzt Ihr eigener Entwurf."
    return pages.saved(request, text, to=pages.address(request, key))


@pages.get("/{questionnaire_id}/datei")
async def save_questionnaire_as_file(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID
) -> Response:
    """The draft, where it is from, and nothing else."""
    row = await queries.questionnaire(session, me.tenant, questionnaire_id)
    [(_, publisher)] = await municipalities(session, [me.tenant])
    file = QuestionnaireFile(
        title=row.title,
        origin=f"{publisher}, nach {row.origin}"[:200] if row.origin else publisher,
        licence=Licence(row.licence) if row.licence else None,
        document=Document.model_validate(row.document),
    )
    headers = attachment(request, "fragebogen", "json")
    content = file.model_dump_json(indent=1)
    return Response(content, headers=headers, media_type="application/json")


def _show(request: Request, form: Entered[Any]) -> Response:
    back = pages.address(request)
    return pages.render(
        request,
        "kit/form.html",
        title="Fragebogen aus einer Datei",
        lead="Er wird ein eigener Entwurf. Was noch fehlt oder nicht stimmt, zeigt seine Seite.",
        button="Einlesen",
        form=form,
        back=back,
        above=[("Fragebögen", back)],
    )
