#!/bin/sh
# What Postfix runs for a mail that came to a return address (pipe(8)): it hands it over.
# bounce.sh URL SECRET_FILE RECIPIENT <mail. Ends with 75, "try again later", unless it was heard.
set -u
url=$1 secret=$2 recipient=$3
umask 077
mail=$(mktemp) || exit 75
trap 'rm -f "$mail"' EXIT
# A report says what it has to say in the beginning; behind it comes the mail that it is about.
head -c 200000 >"$mail"
cat >/dev/null
token=$(cat "$secret") || exit 75
status=$(printf 'Authorization: Bearer %s\nX-Original-To: %s\nContent-Type: message/rfc822\n' \
  "$token" "$recipient" | curl -sS -o /dev/null -w '%{http_code}' --max-time 30 \
  -H @- --data-binary "@$mail" "$url/notifications/api/v1/bounces") || exit 75
case $status in
415) # Somebody has written to where only calendars are read: Postfix sends it back with this.
  echo 'Hier werden nur Antworten von Kalendern gelesen. Bitte antworten Sie auf die Mail selbst.'
  exit 65 ;;
2* | 403 | 413 | 422) exit 0 ;; # Nobody answers a forged or broken one, or answers would go round.
*) exit 75 ;;
esac
