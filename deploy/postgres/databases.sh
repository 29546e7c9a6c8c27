#!/usr/bin/env bash
# One database per service and one login user who owns it; the image runs this on its first start.
set -euo pipefail

for service in directory trainings surveys notifications dashboard; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v service="$service" -v password="$service" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
