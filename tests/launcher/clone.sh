#!/usr/bin/env bash
# A fresh clone, from the first call on, in a folder whose name has blanks and letters beyond ASCII. Everything is built
# here, so this is the slowest of the launcher's tests.
# shellcheck source=tap.sh
source "$(dirname "$0")/tap.sh"

clone=$scratch/clone
copy_project "$clone"
copy_libraries "$clone"
mkdir "$scratch/home" "$scratch/elsewhere"
cd "$scratch/elsewhere" || exit 1
export HOME=$scratch/home WSPCHECK_BUILD=../made

# launch WORD...: sets out, said (standard error), code.
launch() {
  out=$("$clone/wspcheck" "$@" 2>"$scratch/said" </dev/null)
  code=$?
  out=${out//$'\r'/}
  said=$(<"$scratch/said")
}

# What a launcher that was killed while it made the prefix leaves behind.
mkdir -p "$scratch/made/prefix.partial/drive_c"
launch --version
check "the first call builds and answers" contains "$out" "0.1.0"
check "its exit code is the program's" equals "$code" 0
check "it says what takes long, a sentence a step" equals "$said" \
  "wspcheck: making a Wine prefix"$'\n'"wspcheck: building"
check "a relative build folder is the caller's" test -d "$scratch/made/win64"
check "a half-made prefix is made anew" test ! -e "$scratch/made/prefix.partial"
check "the user's home is as it was" equals "$(find "$HOME" -mindepth 1)" ""

launch --version
check "the second call answers" contains "$out" "0.1.0"
check "and has nothing to say" equals "$said" ""

launch no-such-command
check "a wrong command is a usage error" equals "$code" 2

touch "$clone/harness/base/text.c"
launch --version
check "a newer source is built" equals "$said" "wspcheck: building"

touch "$clone/harness/base/text.c"
wine_server "$scratch/made/prefix" -w
rm -rf "$scratch/made/prefix"
"$clone/wspcheck" --version >"$scratch/other" 2>&1 </dev/null &
launch --version
wait $!
check "of two launchers at once the one answers" contains "$out" "0.1.0"
check "and so does the other" contains "$(<"$scratch/other")" "0.1.0"
said=$(cat "$scratch/said" "$scratch/other")
check "but only one makes the prefix" equals "$(grep -c 'making a Wine prefix' <<<"$said")" 1
check "and only one builds" equals "$(grep -c 'wspcheck: building' <<<"$said")" 1

mkdir -p reports/out
printf '2001-02-03_04-05-06\r\n' >reports/out/latest.txt
launch run --no-such-option
check "a wrong option of run is a usage error" equals "$code" 2
check "latest leads to the newest run" equals "$(readlink reports/out/latest)" 2001-02-03_04-05-06
launch run --list
check "the suites are found from another build folder" contains "$out" "accept."

"$clone/cross/package" "$scratch/made/win64/harness/command" "$scratch/for-windows.zip"
members=$(python3 -m zipfile -l "$scratch/for-windows.zip")
check "an archive for Windows has the program" contains "$members" "for-windows/wspcheck.exe"
check "and the suites" contains "$members" "for-windows/suites/requirements/accept.lua"
check "and the proof, which its reports show" contains "$members" "for-windows/docs/proof.md"
check "and the examples for CI systems" contains "$members" "for-windows/docs/ci/Jenkinsfile"
check "and what is expected of Wine" contains "$members" "for-windows/expectations/wine-8.expect"
check "and the licence of what is linked" contains "$members" "for-windows/licences/cunit.txt"

mkdir "$scratch/it's"
WSPCHECK_BUILD="$scratch/it's" launch --version
check "a path that Meson cannot express is refused" equals "$code" 2
mkdir -p "$scratch/taken/win64/mine"
ln -s "$scratch/made/prefix" "$scratch/taken/prefix"
WSPCHECK_BUILD=$scratch/taken launch --version
check "a folder that is not the launcher's own is left alone" test -d "$scratch/taken/win64/mine"
check "and is a usage error" equals "$code" 2

plan
