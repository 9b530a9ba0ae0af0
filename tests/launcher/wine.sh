#!/usr/bin/env bash
# What cross/run-under-wine promises: the program's own output and exit code, nothing of Wine's, and interrupts that
# arrive. Uses the prefix of the launcher that runs this, or makes one.
# shellcheck source=tap.sh
source "$(dirname "$0")/tap.sh"

runner=$project/cross/run-under-wine
prefix=${WSPCHECK_BUILD:-$scratch}/prefix
program=$scratch/waits.exe

[ -d "$prefix" ] || "$runner" "$prefix" wineboot -i >/dev/null 2>&1
if ! output=$(x86_64-w64-mingw32-gcc -o "$program" "$(dirname "$0")/waits.c" 2>&1); then
  echo "Bail out! $output"
  exit 1
fi

# begin NAME: starts the program with its outputs in pipes; returns when it is ready. Sets pid and the descriptor out.
begin() {
  local line
  mkfifo "$scratch/$1"
  "$runner" "$prefix" "$program" "$1" >"$scratch/$1" 2>&1 </dev/null &
  pid=$!
  exec {out}<"$scratch/$1"
  while read -r line <&"$out" && [ "${line%$'\r'}" != ready ]; do :; done
}

# finish DESCRIPTOR PID: sets said (the rest of the output, to its end) and code.
finish() {
  said=$(cat <&"$1")
  code=0
  wait "$2" || code=$?
}

said=$("$runner" "$prefix" "$program" at-once "two words" 2>/dev/null </dev/null)
check "words with blanks arrive whole" contains "$said" "word two words"
"$runner" "$prefix" "$program" at-once >/dev/null 2>&1 </dev/null
check "the exit code is the program's" equals $? 3
said=$("$runner" "$prefix" "$program" at-once 2>&1 >/dev/null </dev/null | tr -d '\r')
check "standard error is the program's, and nothing else" equals "$said" "told on standard error"

begin interrupted
kill -INT "$pid"
finish "$out" "$pid"
check "an interrupt arrives as Ctrl-C" contains "$said" "event 0"
check "and the program ends as it wants to" equals "$code" 4
begin terminated
kill -TERM "$pid"
finish "$out" "$pid"
check "a termination arrives as Ctrl-C, too" equals "$code" 4

# Wine's services run as long as any program does, and have the standard error of the first. To be the first it has to
# wait until the services of the programs above have gone.
wine_server "$prefix" -w
begin first
first_pid=$pid first_out=$out
begin second
kill -INT "$first_pid"
finish "$first_out" "$first_pid"
check "output ends with its program although another runs in the prefix" equals "$code" 4
kill -0 "$pid"
check "and the other still does" equals $? 0
kill -INT "$pid"
finish "$out" "$pid"

begin orphan
kill -KILL "$pid"
said=$(cat <&"$out")
check "a program does not outlive its runner" lacks "$said" "event"

# In a prefix of its own: the other's server has more than this test to serve. The registry is what a prefix writes.
own=$prefix
prefix=$scratch/doomed/prefix
mkdir "$scratch/doomed"
cp -as "$own" "$prefix"
rm -f "$prefix/wineserver"
cp --remove-destination "$own"/*.reg "$prefix"
begin stranded
wine_server "$prefix" -k9
finish "$out" "$pid"
check "a program whose server was killed is ended" contains "$said" "Wine's server is gone"
check "and what it did is incomplete" equals "$code" 4
prefix=$own

said=$(python3 "$(dirname "$0")/terminal.py" 90 "$runner" "$prefix" "$program" at-once)
check "at a terminal the program has a pipe and nothing draws" equals "${said//$'\r'/}" \
  "word at-once
input 2, output 3, columns (null)
told on standard error
ready"

plan
