"""The office writes the standards of a chapter, while its text may be changed."""

from uuid import UUID

from sqlalchemy.exc import NoResultFound

from services.surveys.framework import queries as framework
from services.surveys.framework import use_cases as writing
from services.surveys.framework.values import Chapter, Standard
from services.surveys.framework_standards import rules
from services.surveys.framework_standards.forms import StandardForm
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, given: StandardForm) -> None:
    """The last one; raises ``Problem``."""
    row = await writing.hold(uow, me.tenant, version_id)
    chapter = await framework.chapter(uow.session, me.tenant, version_id, key)
    rules.refuse_standard(chapter.standards, given.text)
    added = Standard(new_id(), given.text, rules.indicators_of(given.indicators, ()))
    await writing.write_standards(uow, row, key, [*chapter.standards, added])


async def change(
    uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, standard_key: UUID, given: StandardForm
) -> None:
    """Another wording under the same key; raises ``Problem``, ``Overtaken``."""
    row = await writing.hold(uow, me.tenant, version_id)
    chapter = await framework.chapter(uow.session, me.tenant, version_id, key)
    before = one(chapter, standard_key)
    if chapter.version != given.version:
        raise Overtaken(given, shown(chapter, standard_key))
    others = [each for each in chapter.standards if each.key != standard_key]
    rules.refuse_standard(others, given.text)
    indicators = rules.indicators_of(given.indicators, before.indicators)
    changed = Standard(standard_key, given.text, indicators)
    standards = [changed if each.key == standard_key else each for each in chapter.standards]
    await writing.write_standards(uow, row, key, standards)


async def remove(uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, standard_key: UUID) -> None:
    """From the chapter; what is valid stays so until a vote; raises ``Problem``."""
    row = await writing.hold(uow, me.tenant, version_id)
    chapter = await framework.chapter(uow.session, me.tenant, version_id, key)
    one(chapter, standard_key)
    standards = [each for each in chapter.standards if each.key != standard_key]
    await writing.write_standards(uow, row, key, standards)


def one(chapter: Chapter, standard_key: UUID) -> Standard:
    """Raises ``NoResultFound``."""
    found = next((each for each in chapter.standards if each.key == standard_key), None)
    if found is None:
        raise NoResultFound
    return found


def shown(chapter: Chapter, standard_key: UUID) -> dict[str, object]:
    """What the form holds of it."""
    standard = one(chapter, standard_key)
    lines = "\n".join(each.text for each in standard.indicators)
    return {"text": standard.text, "indicators": lines, "version": chapter.version}
