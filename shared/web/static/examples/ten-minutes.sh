#!/usr/bin/env bash
# From a token to the first hire, with curl. Needs: bash, curl.
#   BASE=https://... CLIENT_ID=... CLIENT_SECRET=... bash ten-minutes.sh
set -euo pipefail

BASE=${BASE:-http://127.0.0.1:8080}
CLIENT_ID=${CLIENT_ID:-sample-carrier}
CLIENT_SECRET=${CLIENT_SECRET:-sample-carrier-secret}
NUMBER=${NUMBER:-B-$(date +%s)}  # your own number of the person
START=$(date -u -d "+90 days" +%F 2>/dev/null || date -u -v+90d +%F)
API=$BASE/directory/api/v1
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# [token] A token is valid for 15 minutes; fetch the next one when it ends.
TOKEN=$(curl -fsS "$BASE/directory/oauth/token" -d grant_type=client_credentials \
  -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" | field access_token)
AUTH="Authorization: Bearer $TOKEN"

# [schools] Which schools there are: a hire names them by their official number.
SCHOOL=$(curl -fsS "$API/schools?limit=1" -H "$AUTH" | field school_number)
echo "school: $SCHOOL"

# [hire] The first hire. The key is yours: one for each thing you want to happen once.
hire() {
  curl -sS "$API/hires" -H "$AUTH" -H "Idempotency-Key: hire-$NUMBER" \
    -H "Content-Type: application/json" -d "{
      \"external_id\": \"$NUMBER\",
      \"person\": {\"given_name\": \"Ada\", \"family_name\": \"Beispiel\", \"email\": \"$NUMBER@example.org\"},
      \"start_date\": \"$START\",
      \"placements\": [{\"school_number\": \"$SCHOOL\", \"weekly_hours\": 19.5}],
      \"funding\": \"land\"}"
}
FIRST=$(hire)
EMPLOYMENT=$(echo "$FIRST" | field employment_id)
echo "hired: $EMPLOYMENT"

# [repeat] No answer came? Send the same again: the same key and body get the same answer.
AGAIN=$(hire)
[ "$FIRST" = "$AGAIN" ] && echo "repeated: same answer"

# [error] A mistake names every field; nothing is stored.
curl -sS "$API/changes" -H "$AUTH" -H "Idempotency-Key: wrong-$NUMBER" \
  -H "Content-Type: application/json" -d "{
    \"external_id\": \"$NUMBER\", \"valid_from\": \"$START\",
    \"placements\": [{\"school_number\": \"$SCHOOL\", \"weekly_hours\": 60}]}"
echo

# [change] Other hours, if nobody has changed it since you looked: 412 tells that somebody has.
ETAG=$(curl -fsS -D - -o /dev/null "$API/employments/$EMPLOYMENT" -H "$AUTH" |
  sed -n 's/^[Ee][Tt]ag: *\([^[:cntrl:]]*\).*/\1/p')
curl -fsS "$API/changes" -H "$AUTH" -H "Idempotency-Key: change-$NUMBER" -H "If-Match: $ETAG" \
  -H "Content-Type: application/json" -d "{
    \"external_id\": \"$NUMBER\", \"valid_from\": \"$START\",
    \"placements\": [{\"school_number\": \"$SCHOOL\", \"weekly_hours\": 30}]}" >/dev/null
echo "changed"

# [bulk] Many at once: good rows are stored, bad ones are answered one by one.
printf '%s\n' 'Personalnummer;Letzter Tag;Grund' "$NUMBER;$START;moved" 'unknown;2027-12-31;other' |
  curl -fsS "$API/departures/bulk" -H "$AUTH" -H "Idempotency-Key: bulk-$NUMBER" \
    -H "Content-Type: text/csv" --data-binary @- | sed 's/"rows".*//'
echo
echo "done"
