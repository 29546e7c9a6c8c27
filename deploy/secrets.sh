#!/bin/sh
# Makes the secrets that docker compose asks for, a file for each, in ./secrets or the folder named.
# What is there stays as it is; to change one, delete its file, run this again, and docker compose up.
set -eu
folder=${1:-secrets}

# Only its owner may enter the folder; the files are open to the accounts inside the containers.
mkdir -p "$folder/tls"
chmod 700 "$folder"
for name in grafana postgres database_migration kafka_admin \
  secret_directory secret_trainings secret_surveys secret_notifications secret_dashboard \
  database_directory database_trainings database_surveys database_notifications database_dashboard \
  kafka_directory kafka_trainings kafka_surveys kafka_notifications kafka_dashboard \
  oidc_client_secret files_secret bounce_secret dkim_key keycloak_admin; do
  if [ ! -s "$folder/$name" ]; then
    head -c 33 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$folder/$name.new"
    chmod 444 "$folder/$name.new"
    mv "$folder/$name.new" "$folder/$name"
    echo "$folder/$name: made"
  fi
done
