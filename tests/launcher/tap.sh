# shellcheck shell=bash
# What the launcher's tests share: TAP, a scratch folder, and a copy of the project as a fresh clone has it.
#
#   check "what holds" COMMAND...    one case: the command must succeed; what it prints is shown when it does not
#   plan                             at the end: how many there were, and the exit code

set -u

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/wspcheck test ü.XXXXXX")
cases=0
failed=0

# wine_server PREFIX OPTION: -w waits until the last program and Wine's services are gone, -k ends them.
wine_server() {
  local server
  for server in /usr/lib/wine/wineserver64 wineserver64 wineserver; do
    ! command -v "$server" >/dev/null || WINEPREFIX=$1 "$server" "$2"
  done
}

cleanup() {
  local job prefix
  for job in $(jobs -p); do
    kill -KILL "$job" 2>/dev/null
  done
  wait
  for prefix in "$scratch"/prefix "$scratch"/*/prefix; do
    [ ! -d "$prefix" ] || wine_server "$prefix" -k
  done
  rm -rf "$scratch"
}
trap cleanup EXIT

check() {
  local name=$1 output
  shift
  cases=$((cases + 1))
  if output=$("$@" 2>&1); then
    printf 'ok %d - %s\n' "$cases" "$name"
  else
    failed=$((failed + 1))
    printf 'not ok %d - %s\n' "$cases" "$name"
    printf '%s\n' "failed: $*" "$output" | sed 's/^/#   /'
  fi
}

plan() {
  printf '1..%d\n' "$cases"
  exit $((failed > 0))
}

# Predicates for check.
equals() { [ "$1" = "$2" ] || { printf 'expected: %s\nfound: %s\n' "$2" "$1"; return 1; }; }
contains() { [[ $1 == *"$2"* ]] || { printf 'expected something with: %s\nfound: %s\n' "$2" "$1"; return 1; }; }
lacks() { [[ $1 != *"$2"* ]] || { printf 'expected nothing with: %s\nfound: %s\n' "$2" "$1"; return 1; }; }

# copy_project FOLDER: the files that version control has or would take; all source folders where there is none.
copy_project() {
  mkdir -p "$1"
  if git -C "$project" -c safe.directory='*' rev-parse >/dev/null 2>&1; then
    git -C "$project" -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
      tar -C "$project" --null --ignore-failed-read -T - -cf - 2>/dev/null | tar -C "$1" -xf -
  else
    tar -C "$project" --exclude=./build --exclude=./reports/out --exclude=node_modules -cf - . | tar -C "$1" -xf -
  fi
}

# Fetching is not what these tests are about.
copy_libraries() {
  local library
  for library in cunit lua cjson; do
    cp -R "$project/subprojects/$library" "$1/subprojects/"
  done
}
