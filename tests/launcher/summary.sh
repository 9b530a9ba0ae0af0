#!/usr/bin/env bash
# How the closing line of `./wspcheck test` comes about.
# shellcheck source=tap.sh
source "$(dirname "$0")/tap.sh"

# log NAME, with lines of "name|result|standard output" on the standard input
log() {
  local name result output
  while IFS='|' read -r name result output; do
    printf '{"name": "%s", "result": "%s", "returncode": 1, "stdout": "%s"}\n' "$name" "$result" "$output"
  done >"$scratch/$1"
}

# summarize LOG...: sets code, said, last.
summarize() {
  said=$(cd "$scratch" && "$project/tests/summary" "$@" 2>&1)
  code=$?
  last=${said##*$'\n'}
}

log good <<'END'
one|OK|1..3\nok 1 - a\nok 2 - b\nok 3 - c # SKIP no tool\n
two|OK|prints no TAP
three|SKIP|1..0 # SKIP no browser
END
log bad <<'END'
four|FAIL|1..2\nok 1 - a\nnot ok 2 - b\n#   b is broken\n
five|ERROR|1..2\nok 1 - a\n
six|TIMEOUT|
END
log silent <<'END'
seven|SKIP|
END
: >"$scratch/empty"

summarize good
check "cases are counted, not programs" equals "$last" "3 passed, 0 failed, 2 skipped"
check "and all is well when none failed" equals "$code" 0
summarize good bad
check "failed cases and failed programs count" equals "$last" "5 passed, 3 failed, 2 skipped"
check "and the exit code says so" equals "$code" 1
check "a failed case is named" contains "$said" "failed: four: b"
check "with what it said about it" contains "$said" "#   b is broken"
check "a program that broke off is named" contains "$said" "failed: five: the test as a whole: error"
summarize silent
check "a program that ran no case has failed" equals "$last" "0 passed, 1 failed"
summarize empty
check "no case at all is no success" equals "$last|$code" "0 passed, 0 failed|1"
summarize good missing
check "a log that is not there is a failure" equals "$last|$code" "3 passed, 1 failed, 2 skipped|1"

plan
