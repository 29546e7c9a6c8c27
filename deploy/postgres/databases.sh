#!/usr/bin/env bash
# The services' databases and roles, by the secrets in /run/secrets; docker compose runs it at every start.
set -euo pipefail

read_secret() { tr -d '\r\n' <"/run/secrets/$1"; }

PGPASSWORD=$(read_secret postgres)
OWNER_PASSWORD=$(read_secret database_migration)
export PGPASSWORD OWNER_PASSWORD
for service in directory trainings surveys notifications dashboard; do
  SERVICE_PASSWORD=$(read_secret "database_$service") \
    psql -X -q -h postgres -U postgres -d postgres \
    -v service="$service" -v owner=migration -f "$(dirname "$0")/service.sql"
  echo "$service: database and roles are there"
done
