"""The directory, assembled."""

from pathlib import Path

import scim2_models  # noqa: F401 - looks for docstrings in all modules: the fewer, the sooner

from services.directory.access.api import api as access
from services.directory.accesses.pages import pages as access_pages
from services.directory.account_security.pages import pages as account_security_pages
from services.directory.accounts.api import api as accounts
from services.directory.accounts.pages import pages as account_pages
from services.directory.barriers.jobs import jobs as barrier_jobs
from services.directory.barriers.pages import pages as barrier_pages
from services.directory.bulk.api import api as bulk
from services.directory.bulk.jobs import jobs as bulk_jobs
from services.directory.bulk.pages import pages as bulk_pages
from services.directory.bulk.workers import work_off_bulk
from services.directory.cards.api import api as cards
from services.directory.changes.pages import pages as change_pages
from services.directory.clients.api import api as clients
from services.directory.clients.pages import pages as client_pages
from services.directory.closures.api import api as closures
from services.directory.closures.pages import pages as closure_pages
from services.directory.codes.jobs import jobs as code_jobs
from services.directory.codes.pages import pages as code_pages
from services.directory.codes.workers import pass_on_codes
from services.directory.consultation_counts.api import api as consultation_counts
from services.directory.consultation_counts.pages import pages as consultation_count_pages
from services.directory.consultations.api import api as consultations
from services.directory.consultations.jobs import jobs as consultation_jobs
from services.directory.consultations.pages import pages as consultation_pages
from services.directory.controllers.models import CONSTRAINTS as CONTROLLER_CONSTRAINTS
from services.directory.controllers.pages import pages as controller_pages
from services.directory.corrections.api import api as corrections
from services.directory.corrections.pages import pages as correction_pages
from services.directory.cover.jobs import jobs as cover_jobs
from services.directory.departed.use_cases import RETENTION
from services.directory.departures.api import api as departures
from services.directory.departures.pages import pages as departure_pages
from services.directory.documents.api import api as documents
from services.directory.documents.models import CONSTRAINTS as DOCUMENT_CONSTRAINTS
from services.directory.documents.pages import pages as document_pages
from services.directory.documents.values import MAX_BYTES as MAX_DOCUMENT_BYTES
from services.directory.documents.workers import tend_documents
from services.directory.duplicates.api import api as duplicates
from services.directory.duplicates.jobs import jobs as duplicate_jobs
from services.directory.duplicates.pages import pages as duplicate_pages
from services.directory.employments.api import api as employments
from services.directory.employments.models import CONSTRAINTS as EMPLOYMENT_CONSTRAINTS
from services.directory.entrance.pages import pages as entrance_pages
from services.directory.entries.api import api as entries
from services.directory.entries.pages import pages as entry_pages
from services.directory.erasures.use_cases import let_go
from services.directory.factors.jobs import jobs as factor_jobs
from services.directory.factors.pages import pages as factor_pages
from services.directory.findings.api import api as findings
from services.directory.findings.jobs import jobs as finding_jobs
from services.directory.findings.pages import pages as finding_pages
from services.directory.groups.api import api as groups
from services.directory.groups.models import CONSTRAINTS as GROUP_CONSTRAINTS
from services.directory.groups.pages import pages as group_pages
from services.directory.guide.pages import pages as guide_pages
from services.directory.hires.api import api as hires
from services.directory.hires.pages import pages as hire_pages
from services.directory.identities.jobs import jobs as identity_jobs
from services.directory.identities.models import CONSTRAINTS as IDENTITY_CONSTRAINTS
from services.directory.identities.pages import pages as identity_pages
from services.directory.imprint.pages import pages as imprint_pages
from services.directory.leaves.api import api as leaves
from services.directory.leaves.pages import pages as leave_pages
from services.directory.legal_holds.jobs import jobs as legal_hold_jobs
from services.directory.legal_holds.pages import pages as legal_hold_pages
from services.directory.linked_consultations.pages import pages as linked_consultation_pages
from services.directory.merges.pages import pages as merge_pages
from services.directory.models import UNREACHABLE, metadata
from services.directory.network.api import api as network
from services.directory.network.jobs import jobs as network_jobs
from services.directory.network.pages import pages as network_pages
from services.directory.notices.jobs import jobs as notice_jobs
from services.directory.oidc.api import api as oidc
from services.directory.oidc.jobs import jobs as oidc_jobs
from services.directory.oidc.pages import pages as oidc_pages
from services.directory.oidc.workers import name_issuers
from services.directory.oidc_check.pages import pages as oidc_check_pages
from services.directory.organization_lists.api import api as organization_lists
from services.directory.organization_lists.pages import pages as organization_list_pages
from services.directory.organizations.api import api as organizations
from services.directory.organizations.models import CONSTRAINTS as ORGANIZATION_CONSTRAINTS
from services.directory.organizations.pages import pages
from services.directory.outsiders.handlers import handlers as outsiders
from services.directory.outsiders.pages import pages as outsider_pages
from services.directory.own_accesses.pages import pages as own_access_pages
from services.directory.own_consultations.pages import pages as own_consultation_pages
from services.directory.own_entry.pages import pages as own_entry_pages
from services.directory.own_factors.pages import pages as own_factor_pages
from services.directory.own_packages.pages import pages as own_package_pages
from services.directory.own_privacy.pages import pages as own_privacy_pages
from services.directory.packages.pages import pages as package_pages
from services.directory.passkeys.jobs import jobs as passkey_jobs
from services.directory.periods.api import api as periods
from services.directory.periods.pages import pages as period_pages
from services.directory.photos.values import MAX_BYTES as MAX_PHOTO_BYTES
from services.directory.placements.api import api as placements
from services.directory.placements.models import CONSTRAINTS as PLACEMENT_CONSTRAINTS
from services.directory.portraits.api import api as photos
from services.directory.portraits.pages import pages as photo_pages
from services.directory.posts.api import api as posts
from services.directory.posts.pages import pages as post_pages
from services.directory.privacy_requests import handlers as privacy_requests
from services.directory.privacy_requests.jobs import jobs as privacy_jobs
from services.directory.privacy_requests.pages import pages as privacy_pages
from services.directory.processing.pages import pages as processing_pages
from services.directory.proof_of_use.api import api as proof_of_use
from services.directory.proof_of_use.pages import pages as proof_of_use_pages
from services.directory.proofs.pages import pages as proof_pages
from services.directory.public.api import api as public
from services.directory.public.pages import pages as public_pages
from services.directory.publishing.pages import pages as publishing_pages
from services.directory.quotas.jobs import jobs as quota_jobs
from services.directory.quotas.models import CONSTRAINTS as QUOTA_CONSTRAINTS
from services.directory.refusals.jobs import jobs as refusal_jobs
from services.directory.refusals.pages import pages as refusal_pages
from services.directory.relationships.api import api as relationships
from services.directory.relationships.jobs import jobs as relationship_jobs
from services.directory.relationships.pages import pages as relationship_pages
from services.directory.sandbox.jobs import jobs as sandbox_jobs
from services.directory.sandbox.pages import pages as sandbox_pages
from services.directory.scim.api import api as scim
from services.directory.scim.models import CONSTRAINTS as SCIM_CONSTRAINTS
from services.directory.scim.pages import pages as scim_pages
from services.directory.scim.schemas import scim_problem
from services.directory.search.pages import pages as search_pages
from services.directory.sessions.jobs import jobs as session_jobs
from services.directory.sessions.pages import pages as session_pages
from services.directory.staff.pages import pages as staff_pages
from services.directory.timelines.api import api as timelines
from services.directory.timelines.pages import pages as timeline_pages
from services.directory.turnover.api import api as turnover
from services.directory.turnover.pages import pages as turnover_pages
from services.directory.turnover_groups.api import api as turnover_groups
from services.directory.turnover_groups.pages import pages as turnover_group_pages
from services.directory.workplaces.pages import pages as workplace_pages
from shared.contracts.directory import ACCESS_TOKENS
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.service import Service
from shared.web import idempotency
from shared.web.retention.pages import retention_pages
from shared.web.sheets import MAX_BYTES

jobs = Jobs()
for each in (idempotency.jobs, barrier_jobs, finding_jobs, bulk_jobs, duplicate_jobs, cover_jobs):
    jobs.include(each)
for each in (quota_jobs, refusal_jobs, code_jobs, session_jobs, factor_jobs, passkey_jobs):
    jobs.include(each)
for each in (notice_jobs, relationship_jobs, oidc_jobs, identity_jobs, consultation_jobs):
    jobs.include(each)
for each in (network_jobs, sandbox_jobs, legal_hold_jobs, privacy_jobs):
    jobs.include(each)

handlers = EventRouter()
handlers.include(privacy_requests.handlers)
handlers.include(outsiders)

service = Service(
    name="directory",
    title="Verzeichnis",
    folder=Path(__file__).parent,
    tables=metadata,
    standards=[access, oidc, scim],
    api=[
        cards,  # asked for every start page, and the first that fits is served
        hires,
        departures,
        timelines,
        leaves,
        bulk,
        employments,
        placements,
        organizations,
        closures,
        organization_lists,
        clients,
        accounts,
        relationships,
        groups,
        network,
        findings,
        posts,
        proof_of_use,
        turnover,
        turnover_groups,
        consultations,
        consultation_counts,
        documents,
        entries,
        photos,
        corrections,
        public,
        duplicates,
        periods,
    ],
    pages=[
        organization_list_pages,
        closure_pages,
        pages,
        account_pages,
        account_security_pages,
        client_pages,
        code_pages,
        factor_pages,
        entrance_pages,
        session_pages,
        own_factor_pages,
        proof_pages,
        bulk_pages,
        hire_pages,
        departure_pages,
        leave_pages,
        staff_pages,
        change_pages,
        timeline_pages,
        finding_pages,
        post_pages,
        proof_of_use_pages,
        turnover_pages,
        turnover_group_pages,
        workplace_pages,
        oidc_pages,
        oidc_check_pages,
        refusal_pages,
        identity_pages,
        imprint_pages,
        processing_pages,
        controller_pages,
        guide_pages,
        sandbox_pages,
        scim_pages,
        barrier_pages,
        relationship_pages,
        group_pages,
        network_pages,
        consultation_pages,
        document_pages,
        consultation_count_pages,
        own_consultation_pages,
        photo_pages,
        linked_consultation_pages,
        entry_pages,
        correction_pages,
        own_entry_pages,
        own_access_pages,
        access_pages,
        search_pages,
        public_pages,
        publishing_pages,
        duplicate_pages,
        merge_pages,
        privacy_pages,
        own_package_pages,
        package_pages,
        own_privacy_pages,
        outsider_pages,
        legal_hold_pages,
        period_pages,
        retention_pages("directory", metadata, RETENTION),
    ],
    handlers=handlers,
    when_erased=[let_go],
    jobs=jobs,
    retention=RETENTION,
    workers=[pass_on_codes, name_issuers, tend_documents, work_off_bulk],
    signs=[ACCESS_TOKENS],
    constraints={
        **UNREACHABLE,
        **ORGANIZATION_CONSTRAINTS,
        **EMPLOYMENT_CONSTRAINTS,
        **PLACEMENT_CONSTRAINTS,
        **idempotency.CONSTRAINTS,
        **DOCUMENT_CONSTRAINTS,
        **GROUP_CONSTRAINTS,
        **CONTROLLER_CONSTRAINTS,
        **SCIM_CONSTRAINTS,
        **IDENTITY_CONSTRAINTS,
        **QUOTA_CONSTRAINTS,
    },
    problem_formats={"/scim/": scim_problem},
    large_bodies={
        "/bulk": MAX_BYTES,
        "/documents": MAX_DOCUMENT_BYTES,
        "/versions": MAX_DOCUMENT_BYTES,
        "/photo": MAX_PHOTO_BYTES,
        "/schools": MAX_BYTES,
        "/organizations/import": MAX_BYTES,
    },
)
