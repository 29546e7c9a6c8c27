"""An office's questionnaires: written down, checked, frozen, copied."""

from uuid import UUID

import pytest
from sqlalchemy import select

from services.surveys.questionnaires import queries, use_cases
from services.surveys.questionnaires.models import Questionnaire, QuestionnaireVersion
from services.surveys.questionnaires.values import Document
from shared.contracts.accounts import AccessRole, Grant
from shared.web.problem import Problem
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import Surveys

ASKED = {
    "sections": [
        {
            "key": "s1",
            "title": {"de": "Ihre Schule"},
            "questions": [
                {
                    "key": "q2",
                    "kind": "single",
                    "text": {"de": "Wo arbeiten Sie?"},
                    "options": [
                        {"key": "a3", "text": {"de": "Grundschule"}},
                        {"key": "a4", "text": {"de": "woanders"}},
                    ],
                }
            ],
        }
    ]
}


async def written(surveys: Surveys, document: object) -> UUID:
    database = surveys.house.context("surveys").database
    async with database.transaction() as uow:
        row = Questionnaire(
            tenant=BERGKAMEN,
            title="Bedarfe",
            document=Document.model_validate(document).model_dump(mode="json"),
            next_key=5,
            changed_at=uow.now,
        )
        uow.session.add(row)
        await uow.session.flush()
        return row.id


async def test_the_same_document_is_frozen_once_and_a_faulty_one_not_at_all(
    surveys: Surveys,
) -> None:
    database = surveys.house.context("surveys").database
    key = await written(surveys, ASKED)
    async with database.transaction() as uow:
        first = await use_cases.freeze(uow, BERGKAMEN, key)
        assert await use_cases.freeze(uow, BERGKAMEN, key) == first
        found = await queries.version(uow.session, BERGKAMEN, first)
    assert (found.number, found.title) == (1, "Bedarfe")
    assert found.document == Document.model_validate(ASKED)
    empty = await written(surveys, {})
    with pytest.raises(Problem) as refused:
        async with database.transaction() as uow:
            await use_cases.freeze(uow, BERGKAMEN, empty)
    assert refused.value.code == "questionnaire-not-ready"
    assert "noch keine Frage" in refused.value.errors[0].reason
    assert len(await surveys.house.rows("surveys", select(QuestionnaireVersion))) == 1


async def test_a_program_of_the_office_reads_versions_and_one_whole(surveys: Surveys) -> None:
    database = surveys.house.context("surveys").database
    key = await written(surveys, ASKED)
    async with database.transaction() as uow:
        version = await use_cases.freeze(uow, BERGKAMEN, key)
    grant = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    signed_in = {"cookie": cookie(await surveys.house.sign_in(grant))}
    api = "/surveys/api/v1/questionnaires"
    [found] = (await surveys.house.http.get(api, headers=signed_in)).json()["questionnaires"]
    assert [each["version_id"] for each in found["versions"]] == [str(version)]
    whole = await surveys.house.http.get(f"{api}/versions/{version}", headers=signed_in)
    assert Document.model_validate(whole.json()["document"]) == Document.model_validate(ASKED)
    unknown = await surveys.house.http.get(f"{api}/versions/{key}", headers=signed_in)
    assert unknown.status_code == 404
