#!/usr/bin/env bash
# What the launcher does on a machine that lacks programs. The machine is made of a PATH: the programs that every Debian
# has, and stand-ins for those that would change the system.
# shellcheck source=tap.sh
source "$(dirname "$0")/tap.sh"

copy_project "$scratch/project"
launcher=$scratch/project/wspcheck

# machine NAME: a folder of programs, and nothing else on the PATH.
machine() {
  local program folder=$scratch/$1
  mkdir -p "$folder"
  for program in bash sh env cat cut dirname basename find flock mkdir mv readlink realpath rm tail touch sed; do
    ln -s "$(type -P "$program")" "$folder/$program"
  done
}

# stand_in MACHINE PROGRAM SCRIPT
stand_in() {
  printf '#!/bin/sh\n%s\n' "$3" >"$scratch/$1/$2"
  chmod +x "$scratch/$1/$2"
}

# launch MACHINE WORD...: sets code, said.
launch() {
  local path=$scratch/$1
  shift
  said=$(PATH=$path WSPCHECK_BUILD=$scratch/build HOME=$scratch/home "$launcher" "$@" 2>&1 </dev/null)
  code=$?
}

machine user
stand_in user id 'echo 1000'
stand_in user sudo 'exit 1'
stand_in user apt-get 'echo "apt-get was called" >&2; exit 100'
launch user list
check "without rights the launcher stops with the exit code of a usage error" equals "$code" 2
check "and prints the one command that installs what is missing" contains "$said" \
  "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends meson ninja-build gcc-mingw-w64-x86-64"
check "and installs nothing itself" lacks "$said" "apt-get was called"

# Outside CI, where the browser may be left out: what it needs must not come first.
unset CI
launch user test
check "testing needs more than running" contains "$said" "cppcheck"

machine stranger
launch stranger list
check "where there is no apt-get the packages are named" contains "$said" "gcc-mingw-w64-x86-64"
check "and the launcher stops there, too" equals "$code" 2

machine root
stand_in root id 'echo 0'
# shellcheck disable=SC2016 # the stand-in expands it
stand_in root apt-get 'echo "$DEBIAN_FRONTEND|$*" >>"$HOME/calls"; [ "$1" = update ]'
mkdir -p "$scratch/home"
launch root list
calls=$(cat "$scratch/home/calls")
check "with rights the package lists are read first" equals "${calls%%$'\n'*}" "noninteractive|update"
check "and the packages are installed without questions and recommendations" contains "$calls" \
  "noninteractive|-o DPkg::Lock::Timeout=600 install -y --no-install-recommends meson ninja-build gcc-mingw-w64-x86-64"
check "an installation that fails ends it, with its output" contains "$said" "'sh' failed; the whole output is in"
check "as a harness that is broken" equals "$code" 5

machine helped
stand_in helped id 'echo 1000'
# shellcheck disable=SC2016
stand_in helped sudo '[ "$1" = -n ] && shift && exec env AS_ROOT=yes "$@"'
ln -s "$(type -P true)" "$scratch/helped/true"
# shellcheck disable=SC2016
stand_in helped apt-get 'echo "$AS_ROOT $1" >>"$HOME/helped"; exit 1'
launch helped list
check "sudo is used where it asks for no password" contains "$(cat "$scratch/home/helped")" "yes update"

plan
