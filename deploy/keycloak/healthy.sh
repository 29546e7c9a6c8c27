#!/usr/bin/env bash
# Whether Keycloak is ready; its image has no program that speaks HTTP.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${1:-9000}"
printf 'HEAD /health/ready HTTP/1.0\r\n\r\n' >&3
read -r status <&3
[[ $status == HTTP/1.0\ 200* || $status == HTTP/1.1\ 200* ]]
