"""What is promised of relationships, network, posts and findings holds on PostgreSQL, too."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.sample import CARRIER
from tests.directory import (
    test_kept_findings,
    test_network,
    test_posts,
    test_relationships,
    test_relationships_api,
    test_relationships_end,
)
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_staff_pages import Clerk, clerk_of
from tests.servers.run import SharedPostgres

pytestmark = pytest.mark.real

Promise = Callable[[Desk], Awaitable[None]]
PROMISES: tuple[Promise, ...] = (
    test_relationships.test_a_school_and_the_social_service_name_each_other,
    test_relationships.test_somebody_new_becomes_a_person_and_is_offered_from_then_on,
    test_relationships.test_who_is_named_and_written_to_alike_is_the_same_person,
    test_relationships.test_the_same_at_the_same_time_is_known_and_the_next_day_it_is_not,
    test_relationships.test_who_is_asked_first_stands_first,
    test_relationships.test_the_list_is_searched_filtered_and_saved,
    test_relationships_end.test_ending_one_of_two_leaves_the_other_as_it_was,
    test_relationships_end.test_a_correction_keeps_one_and_the_slower_clerk_sees_both,
    test_relationships_end.test_what_never_was_is_gone_with_a_person_nobody_else_names,
    test_relationships_end.test_a_persons_is_forgotten_three_years_after_its_end,
    test_relationships_api.test_others_learn_of_it_and_no_event_names_anybody,
    test_relationships_api.test_programs_filter_end_and_are_told_of_newer_versions,
    test_relationships_api.test_what_is_another_municipalitys_is_not_there,
    test_network.test_a_node_has_a_heading_a_count_and_ways_to_its_neighbours,
    test_network.test_what_is_missing_is_a_list_that_leads_to_the_form_and_gets_shorter,
    test_network.test_what_is_missing_follows_the_days_and_all_that_holds,
    test_network.test_the_start_page_counts_it,
)
OF_CLERKS: tuple[Callable[[Clerk], Awaitable[None]], ...] = (
    test_posts.test_a_post_is_vacant_until_somebody_begins_and_again_when_they_leave,
    test_posts.test_another_carriers_people_do_not_fill_a_post,
    test_posts.test_of_two_who_change_a_post_the_slower_is_shown_what_is_stored,
    test_posts.test_a_last_day_is_shown_and_typed_and_the_day_after_it_is_stored,
    test_kept_findings.test_a_finding_is_accepted_with_a_note_and_comes_again_when_it_is_another,
    test_kept_findings.test_a_change_settles_a_finding,
    test_kept_findings.test_a_carrier_sees_its_own_and_only_the_office_accepts,
    test_kept_findings.test_a_carrier_reads_its_own_hours_and_the_office_those_of_all,
)


@pytest.fixture
async def desk(postgres: SharedPostgres, tmp_path: Path) -> AsyncGenerator[Desk]:
    name = f"relationships_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        yield desk


@pytest.mark.parametrize("promise", PROMISES, ids=lambda each: each.__name__)
async def test_it_holds_there(desk: Desk, promise: Promise) -> None:
    await promise(desk)


@pytest.mark.parametrize("promise", OF_CLERKS, ids=lambda each: each.__name__)
async def test_it_holds_there_for_clerks(
    desk: Desk, promise: Callable[[Clerk], Awaitable[None]]
) -> None:
    await promise(await clerk_of(desk, CARRIER))
