#!/usr/bin/env bash
# The provider of the profile "keycloak". Everybody in its realm is invented, and it forgets all when
# it stops. Keycloak puts what is exported here into the realm's description as it reads it.
set -euo pipefail
home=${1:-/opt/keycloak} secrets=${2:-/run/secrets}

CLIENT_SECRET=$(<"$secrets/oidc_client_secret")
PASSWORD=anmelden
KC_BOOTSTRAP_ADMIN_USERNAME="admin"
KC_BOOTSTRAP_ADMIN_PASSWORD=$(<"$secrets/keycloak_admin")
export CLIENT_SECRET PASSWORD KC_BOOTSTRAP_ADMIN_USERNAME KC_BOOTSTRAP_ADMIN_PASSWORD
exec "$home/bin/kc.sh" start --optimized --import-realm
