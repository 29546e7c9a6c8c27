#!/usr/bin/env bash
# The broker of docker compose: its volume is formatted once, with the administrator as the first user.
set -euo pipefail

KAFKA_ADMIN=$(tr -d '\r\n' </run/secrets/kafka_admin)
export KAFKA_ADMIN
export LOG_DIR=/tmp/kafka EXTRA_ARGS="-name kafkaServer"
export KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=/etc/knotenpunkt/log4j2.properties"
settings=/etc/knotenpunkt/server.properties

if [ ! -e /var/lib/kafka/data/meta.properties ]; then
  /opt/kafka/bin/kafka-storage.sh format --standalone -t "$CLUSTER_ID" -c "$settings" \
    --add-scram "SCRAM-SHA-512=[name=admin,password=$KAFKA_ADMIN]" >/tmp/format 2>&1 ||
    # What it prints when all is well holds the salted password.
    { cat /tmp/format && exit 1; }
fi
exec /opt/kafka/bin/kafka-server-start.sh "$settings"
