"""Which tests run when: ``alone`` after all others, ``thorough`` not in ``make quick``.

What is left out there besides, where everything is run, says ``dear``.
"""

ALONE = (
    "tests/browser/test_every_page_of_the_office.py",  # Chromium, as the next
    "tests/browser/test_every_page.py",
    "tests/faults/test_faults_short.py",  # kills processes, broker and database, in a time
    "tests/compose",
    "tests/journeys/test_no_byte_left_real.py",  # topics are compacted, in the broker's time
    "tests/journeys/test_killed_at_any_moment.py",  # the moment is looked for in a running story
    "tests/shared/messaging/test_kafka_away.py",  # a broker that is killed
    "tests/faults/test_checkers_catch_planted_bugs.py",  # the same, not at the same time
    "tests/browser",  # Chromium, and a demonstration beside it
    "tests/shared/signing/test_apart.py",  # processes of its own
    "tests/shared/local/test_keycloak_in_compose.py",  # a start of half a minute
    "tests/shared/local/test_keycloak_server.py",  # two starts of half a minute
    "tests/shared/messaging/test_kafka_members.py",  # seconds until the next generation
    "tests/shared/messaging/test_kafka_sessions.py",  # seconds until a dead member is missed
    "tests/shared/test_observability.py",  # a running system, and Prometheus beside it
    "tests/shared/test_rest.py",  # CPU at rest
    "tests/shared/messaging/test_rolling.py",
    "tests/journeys/test_second_run.py",  # within seconds
    "tests/shared/web/kit/test_in_a_browser.py",
    "tests/notifications/test_restart.py",
    "tests/shared/messaging/test_kafka_calm.py",  # at once
    "tests/shared/test_connections.py",  # cut off in tenths of a second
    "tests/dashboard/test_in_a_browser.py",
    "tests/directory/test_organizations_in_a_browser.py",
    "tests/shared/local/test_kafka_server.py",  # a broker of its own
    "tests/shared/messaging/test_notifier.py",  # at once
    "tests/faults",  # whatever else is there
    "tests/shared/web/kit/test_speed.py",  # milliseconds of a page
    "tests/directory/test_organization_list.py",  # the same
    "tests/shared/web/test_text_costs.py",  # time by length
    "tests/directory/test_bulk.py::"
    "test_domains_that_are_dear_to_read_are_not_read_while_others_wait",  # processor time
)
"""They measure seconds or processor time, or end servers of their own.

One worker runs a file; they begin in this order: the longest first, what counts
milliseconds last.
"""

ENDED = (
    "StreamWriter.__del__",
    "AIOKafkaConnection.__del__",
    "_SelectorTransport.__del__",
)
"""What the collector may find after a server was ended under its connections.

It finds them whenever it likes, in any later test of the run. Where nothing is ended, a connection
that our code forgets to close fails the test in which it is found.
"""

THOROUGH = (
    "tests/benchmarks",  # all services, and what they are compared with
    "tests/contracts/test_any_request.py",  # thousands of requests to every route
    "tests/architecture/test_access.py::"
    "test_everybody_fares_at_every_route_as_the_table_says",  # every route times everybody
    "tests/contracts/test_open_codes.py::"
    "test_no_request_of_our_api_takes_a_code_that_is_not_listed",  # what all services describe
    "tests/contracts/test_asyncapi.py::test_the_document_is_served",
    "tests/architecture/test_going_without.py",  # test runs inside a test
    "tests/architecture/test_one_process_one_service.py",  # a process for each service
    "tests/architecture/test_scaffold.py",  # copies of the house, type checked
    "tests/architecture/test_settings.py",  # processes
    "tests/directory/test_state_plans.py",  # every page as everybody, on both databases
    "tests/trainings/test_past_year.py",  # a year, and certificates that are typeset
    "tests/directory/test_seeded_state.py::"
    "test_another_process_writes_the_same_rows",  # a process that migrates five databases
    "tests/directory/test_bulk.py::test_a_large_file_holds_up_nobody_else",
    "tests/directory/test_bulk.py::test_a_file_larger_than_other_bodies_is_taken",
    "tests/directory/test_registering.py::test_a_large_list_holds_up_nobody_else",
    "tests/directory/test_organization_import.py::"
    "test_a_list_that_hardly_gets_smaller_can_be_imported_after_its_preview",
    "tests/directory/test_import_previewed.py",  # made-up lists, as they are imported
    "tests/dashboard/test_parked_rules.py",  # made-up documents
    "tests/directory/test_employment_machine.py",  # made-up histories, as the next ten
    "tests/trainings/test_seat_machine.py",
    "tests/trainings/test_alike_machine.py",
    "tests/trainings/test_workshop_machine.py",
    "tests/notifications/test_held_machine.py",
    "tests/notifications/test_told_machine.py",
    "tests/notifications/test_machine.py",
    "tests/journeys/test_employments_machine.py",
    "tests/shared/messaging/test_parking_machine.py",
    "tests/shared/messaging/test_state_machines.py",
    "tests/shared/messaging/test_cancelled.py",
    "tests/journeys",
    "tests/directory/test_reading.py",  # large files
    "tests/shared/web/test_sheets.py",
    "tests/shared/local/test_front_door.py",  # Caddy
    "tests/shared/messaging/test_bus_contract.py",
    "tests/shared/messaging/test_bus_closed.py",
    "tests/upgrades",
    "tests/shared/test_pipelining.py",  # servers that listen, as the next seven
    "tests/shared/test_server.py",
    "tests/shared/local/test_proxy.py",
    "tests/notifications/test_smtp.py",
    "tests/notifications/test_tls.py",
    "tests/notifications/test_outages.py",
    "tests/directory/test_documents_in_s3.py",
    "tests/directory/test_scim_tester.py",
    "tests/directory/test_scim_refused.py",  # made-up requests
    "tests/directory/test_scim_people.py",
    "tests/directory/oidc",  # a provider, and all that can be wrong with it
    "tests/directory/test_passkeys.py",  # a device, and all that can be wrong with it
    "tests/directory/test_passkeys_kept.py",
    "tests/directory/test_proofs.py",
    "tests/directory/test_bulk_facts.py",  # long files
    "tests/dashboard/test_stream.py",  # streams, and seconds of silence
    "tests/dashboard/test_streams_end.py",
    "tests/dashboard/test_parked_neighbours.py",
    "tests/shared/database/test_sqlite_threads.py",  # ends at every moment
    "tests/shared/messaging/test_backlog.py",  # seconds of delay, as the next two
    "tests/shared/messaging/test_schedulers.py",
    "tests/shared/messaging/test_freshness.py",
    "tests/notifications/test_undeliverable.py",
    "tests/notifications/test_codes_refused.py",
    "tests/architecture/test_closed.py::"
    "test_nobody_enters_without_a_sign_in_or_with_one_that_is_none",  # every door
    "tests/architecture/test_sizes.py::test_no_function_of_tests_is_longer_than_40_lines",
    "tests/shared/web/test_throttle.py::test_memory_is_bounded",
    "tests/shared/signing/test_one_process.py",
    "tests/test_rewinding.py",  # every house
    "tests/directory/test_scim.py",  # a standard, word by word
    "tests/directory/test_second_step.py",  # an app, and all that can be wrong with it
    "tests/directory/test_second_step_kept.py",
    "tests/directory/test_quotas.py",  # until one is used up
    "tests/directory/test_quotas_at_once.py",
    "tests/directory/test_kept_findings.py",  # days that pass, as the next four
    "tests/directory/test_access_ends.py",
    "tests/directory/test_people_corrected.py",
    "tests/directory/test_consultation_mails.py",
    "tests/notifications/test_employments.py",
    "tests/notifications/test_codes.py",  # mails as they are sent, as the next
    "tests/notifications/test_invitations.py",
    "tests/trainings/test_own_pages.py",  # pages of five kinds of people
    "tests/directory/test_proof_pages.py",
    "tests/directory/test_corrections_by_api.py",
    "tests/directory/test_fact_statements.py",  # files of hundreds
    "tests/directory/test_guide.py",  # examples in other languages
    "tests/directory/test_search_plans.py",  # thousands of rows, as the next two
    "tests/directory/test_sample_workforce.py",
    "tests/directory/test_moving_employments.py",
)
"""They explore, or do everything, for many seconds."""
THOROUGH_SECONDS = 600
"""Until such a test is given up, on a machine that has other things to do as well."""
