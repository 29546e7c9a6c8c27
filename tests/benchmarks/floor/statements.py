"""What the minimum writes: many rows in one statement each, into the tables of the services."""


def insert(table: str, columns: str, on_conflict: str = "") -> str:
    """``columns`` is a list such as ``id uuid, tenant text``; one array is given for each."""
    pairs = [each.split() for each in columns.split(",")]
    names = ", ".join(name for name, _ in pairs)
    arrays = ", ".join(f"${place}::{kind}[]" for place, (_, kind) in enumerate(pairs, 1))
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {on_conflict}"


OUTBOX = insert(
    "outbox",
    "id uuid, topic text, key text, type text, time timestamptz, tenant text,"
    "correlation_id uuid, causation_id uuid, data bytea",
)
OLDEST = (
    "SELECT position, id::text, topic, key, type, time, tenant, correlation_id::text,"
    " causation_id::text, data FROM outbox ORDER BY position LIMIT 500"
)
FORGET = "DELETE FROM outbox WHERE position = ANY($1::bigint[])"
CLAIM = (
    "INSERT INTO inbox (handler, message_id, handled_at)"
    " SELECT * FROM unnest($1::text[], $2::uuid[], $3::timestamptz[])"
    " ON CONFLICT DO NOTHING RETURNING handler, message_id"
)
CLIENT = "SELECT tenant, carrier_id::text, client_id FROM clients LIMIT 1"
SCHOOLS = "SELECT school_number, id::text, school_type FROM organizations WHERE kind = 'school'"

PEOPLE = insert(
    "people",
    "id uuid, tenant text, given_name text, family_name text, email text, version int4,"
    "name_key text, search_text text",
)
HIRED = insert(
    "employments",
    "id uuid, tenant text, worker_id uuid, carrier_id uuid, external_id text, ordinal int4,"
    "digest text, correlation_id uuid, start_date date, funding text, recorded_at timestamptz",
)
PLACEMENTS = insert(
    "placements",
    "id uuid, tenant text, employment_id uuid, school_id uuid, weekly_hours int4, valid_from date,"
    "recorded_at timestamptz, funding text",
)
VERSIONS = insert(
    "placement_versions",
    "placement_id uuid, tenant text, employment_id uuid, school_id uuid, weekly_hours int4,"
    "valid_from date, recorded_at timestamptz, funding text, id uuid, recorded_by text,"
    "reason text, note text",
)
ANSWERS = insert(
    "idempotent_answers",
    "caller text, key text, fingerprint text, status int4, location text, body text,at timestamptz",
)
QUOTAS = insert(
    "quotas",
    "day date, subject text, used int4, most int4",
    "ON CONFLICT (day, subject) DO UPDATE SET used = quotas.used + excluded.used",
)

_NEWER = "ON CONFLICT (person_id) DO UPDATE SET version = excluded.version" + "".join(
    f", {name} = excluded.{name}" for name in ("given_name", "family_name")
)
NAMES = insert(
    "people", "person_id uuid, tenant text, version int4, given_name text, family_name text", _NEWER
)
ADDRESSES = insert(
    "people",
    "person_id uuid, tenant text, version int8, given_name text, family_name text, email text",
    f"{_NEWER}, email = excluded.email",
)
ONBOARDINGS = insert(
    "onboardings",
    "id uuid, tenant text, worker_id uuid, employment_id uuid, carrier_id uuid, template_id uuid,"
    "correlation_id uuid, causation_id uuid, start_date date, school_type text",
)
TASKS = insert(
    "tasks",
    "id uuid, tenant text, onboarding_id uuid, code text, role text, organization_id uuid,"
    "due_on date, mandatory bool",
)
EMPLOYMENTS = insert(
    "employments",
    "employment_id uuid, tenant text, worker_id uuid, carrier_id uuid, start_date date,"
    "school_ids json, as_of timestamptz",
)
MESSAGES = insert(
    "messages",
    "id uuid, tenant text, worker_id uuid, employment_id uuid, onboarding_id uuid, kind text,"
    "role text, organization_id uuid, payload json, happened_at timestamptz, correlation_id uuid,"
    "causation_id uuid, created_at timestamptz",
)
DELIVERIES = insert(
    "deliveries",
    "message_id uuid, tenant text, channel text, group_key uuid, state text, priority int2,"
    "attempts int4, not_before timestamptz",
)
PULSES = insert(
    "pulses",
    "id uuid, tenant text, onboarding_id uuid, worker_id uuid, employment_id uuid, occasion text,"
    "due_on date, state text, correlation_id uuid, causation_id uuid",
)
WORKPLACES = insert(
    "workplaces",
    "tenant text, employment_id uuid, valid_from date, worker_id uuid, carrier_id uuid,"
    "school_types json, last_day date",
)
SEEN = insert(
    "seen",
    "id uuid, type text, source text, topic text, key text, tenant text, correlation_id uuid,"
    "causation_id uuid, time timestamptz, seen_at timestamptz, data text",
)
