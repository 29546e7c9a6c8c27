#!/bin/sh
# What `python -m deploy.privacy` does, in containers, where docker-compose.yml lies:
#   deploy/privacy.sh find ID [<FILE] | export ID [--yes] | erase ID [--now] [--yes] | tidy | runs
#   deploy/privacy.sh again [--save FILE | --from FILE]
# Each service answers for itself, in a container made for this question: it has its own database and
# secret, and nobody has all. Names go in and out by standard input and output only: `find` reads texts
# to search for besides, a line each. Whoever owns the tables writes them anew, and whoever administers
# the cluster compacts topics: `migrate` and `topics`.
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

# What was deleted leaves the disks; each says what it could not.
tidy() {
  code=0
  ask migrate tidy --tables </dev/null || code=3
  ask topics tidy --bus </dev/null || code=3
  return "$code"
}

case $command in
  find)
    id=${1:?Welche Kennung?}
    if [ $# -gt 1 ]; then
      echo "Namen stehen sonst in der Prozessliste: bitte über die Standardeingabe, je Zeile einer." >&2
      exit 2
    fi
    [ ! -t 0 ] || echo "Wonach noch? Je Zeile ein Name oder eine Adresse; Ende mit Strg+D." >&2
    texts=$(cat)
    known=$(ask directory find "$id" --known </dev/null)
    printf '%s\n' "$known" "$texts" | every find "$id" --texts
    ;;
  erase)
    now=
    for each in "$@"; do
      shift
      if [ "$each" = --now ]; then
        now=yes
        each=--wait
      fi
      set -- "$@" "$each"
    done
    docker compose run --rm --no-deps directory python -m deploy.privacy erase "$@"
    [ -z "$now" ] || tidy
    ;;
  tidy) tidy ;;
  export)
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
