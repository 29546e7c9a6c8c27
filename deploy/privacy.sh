#!/bin/sh
# What `python -m deploy.privacy` does, in containers, where docker-compose.yml lies:
#   deploy/privacy.sh find ID [TEXT ...] | export ID [--yes] | erase ID [--now] [--yes] | runs
#   deploy/privacy.sh again [--save FILE | --from FILE]
# Each service answers for itself, in a container made for this question: it has its own database and
# secret, and nobody has all. Names go in and out by standard input and output only.
set -eu

services="directory trainings surveys notifications dashboard"
command=${1:-}
[ $# -eq 0 ] || shift
result=0

ask() {
  service=$1
  shift
  docker compose run --rm --no-deps -T "$service" python -m deploy.privacy "$@"
}

# Every service in turn, each with the same input; one that fails keeps nobody else from answering.
# What it ends with is the worst of what they end with.
every() {
  given=$(cat)
  for each in $services; do
    code=0
    printf '%s\n' "$given" | ask "$each" "$@" --service "$each" || code=$?
    [ "$code" -lt 2 ] || echo "$each: keine Antwort" >&2
    [ "$code" -le "$result" ] || result=$code
  done
  return "$result"
}

case $command in
  find)
    id=${1:?Welche Kennung?}
    shift
    known=$(ask directory find "$id" --known </dev/null)
    printf '%s\n' "$known" "$@" | every find "$id" --texts
    ;;
  export | erase)
    # With whoever sits at the console, who is asked whether they are sure.
    docker compose run --rm --no-deps directory python -m deploy.privacy "$command" "$@"
    ;;
  runs)
    every runs </dev/null
    ;;
  again)
    case ${1:-} in
      --save)
        file=${2:?Welche Datei?}
        umask 077
        before=/dev/null
        if [ -f "$file" ]; then before=$file; fi
        ask directory again --service directory --save - <"$before" >"$file.new"
        mv "$file.new" "$file"
        ;;
      --from) every again --from - <"${2:?Welche Datei?}" ;;
      *) every again </dev/null ;;
    esac
    ;;
  *)
    sed -n '3,4s/^#  *//p' "$0" >&2
    exit 2
    ;;
esac
