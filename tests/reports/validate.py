#!/usr/bin/env python3
"""validate.py SAMPLES SCHEMA [WRITER]: the documents of every sample, read by parsers of other authors, which must agree.

junit.xml is validated by xmllint, results.tap is read by prove and by Perl's TAP::Parser, results.json by Python; then
they are compared with each other. WRITER is a program that writes the documents first: "WRITER report SAMPLES". Prints
TAP.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

COUNT_TAP = r"""
use strict; use warnings; use TAP::Parser;
open my $file, '<:utf8', $ARGV[0] or die; local $/; my $text = <$file>;
# Parsers before 3.48 stop at the number 14; what is written here is read by both versions in the same way.
$text =~ s/^TAP version 14\n/TAP version 13\n/ or die 'no version line';
my $parser = TAP::Parser->new({tap => $text});
while (my $result = $parser->next) { die 'unknown: ' . $result->raw if $result->is_unknown && $result->raw !~ /^\s*$/ }
die join "\n", $parser->parse_errors if $parser->parse_errors;
printf "%d %d %d %d\n", $parser->tests_planned // 0, scalar($parser->failed), scalar($parser->skipped),
    scalar($parser->todo);
"""

VERDICTS = ["pass", "warn", "fail", "timeout", "crash", "broken", "not-applicable", "skipped", "notrun", "incomplete"]
PROVIDER_KEYS = {"name", "guid", "catalog_id", "dll", "sha256", "traits", "counts", "requirements", "scenarios"}
BAD = {"fail", "timeout", "crash", "broken", "notrun", "incomplete"}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(" ".join(map(str, command[:1])) + ": " + (done.stderr or done.stdout).strip())
    return done.stdout


def read_json(folder):
    results = json.loads((folder / "results.json").read_bytes().decode("utf-8"))
    assert results["schema"] == "wspcheck-results/1"
    assert set(results["tool"]) >= {"version", "suite_version"} and set(results["host"]) >= {"os", "wine", "arch"}
    assert isinstance(results["exit_code"], int)
    for provider in results["providers"]:
        assert set(provider) >= PROVIDER_KEYS
        assert set(provider["counts"]) == set(VERDICTS)
        found = {verdict: 0 for verdict in VERDICTS}
        for scenario in provider["scenarios"]:
            assert set(scenario) >= {"id", "title", "verdict", "reason", "duration_us", "checks"}
            found[scenario["verdict"]] += 1
            for check in scenario["checks"]:
                assert set(check) == {"requirement", "verdict", "expected", "observed", "file", "line"}
        assert found == provider["counts"], (found, provider["counts"])
        for requirement in provider["requirements"]:
            assert set(requirement) == {"id", "level", "verdict"}
    return results


def read_junit(folder, schema):
    path = folder / "junit.xml"
    run("xmllint", "--noout", "--schema", schema, path)
    root = tree.parse(path).getroot()
    cases = root.findall("./testsuite/testcase")
    tags = [child.tag for case in cases for child in case]
    assert int(root.get("tests")) == len(cases)
    assert int(root.get("failures")) == tags.count("failure")
    assert int(root.get("errors")) == tags.count("error")
    return len(cases), tags.count("failure") + tags.count("error"), tags.count("skipped")


def proves(folder):
    """Whether prove is content. It splits the command at blanks, so that the expression has none."""
    older = r"perl -pe s/^TAP.version.14$/TAP\x20version\x2013/"
    done = subprocess.run(["prove", "--exec", older, folder / "results.tap"], capture_output=True, text=True, check=False)
    assert "Parse errors" not in done.stdout + done.stderr, done.stdout
    return done.returncode == 0


def compare(folder, schema):
    results = read_json(folder)
    scenarios = [scenario for provider in results["providers"] for scenario in provider["scenarios"]]
    expected = [s for s in scenarios if s["verdict"] in BAD and not s["unexpected"] and "expectation" in s]
    bad = [s for s in scenarios if s["unexpected"] or (s["verdict"] in BAD and s not in expected)]
    idle = [s for s in scenarios if s["verdict"] in {"not-applicable", "skipped"}]
    cases, failed, skipped = read_junit(folder, schema)
    assert (cases, failed, skipped) == (len(scenarios), len(bad), len(idle) + len(expected))
    planned, failed, skipped, todo = map(int, run("perl", "-e", COUNT_TAP, folder / "results.tap").split())
    assert planned == len(scenarios) and failed == len(bad), (planned, failed, len(bad))
    assert skipped == len(idle) and todo == len(expected), (skipped, todo)
    assert proves(folder) == (not bad), "prove"


def main():
    samples, schema = pathlib.Path(sys.argv[1]), sys.argv[2]
    for writer in sys.argv[3:]:
        run(writer, "report", samples)
    folders = sorted(path.parent for path in samples.rglob("results.json"))
    missing = [tool for tool in ("xmllint", "perl", "prove") if shutil.which(tool) is None]
    if missing:
        print("Bail out! missing: " + ", ".join(missing))
        return 1
    print(f"1..{len(folders)}")
    failures = 0
    for number, folder in enumerate(folders, 1):
        try:
            compare(folder, schema)
            print(f"ok {number} - {folder.name}: JUnit, TAP and JSON are valid and agree")
        except (AssertionError, KeyError, ValueError, tree.ParseError) as problem:
            failures += 1
            print(f"not ok {number} - {folder.name}")
            print("# " + repr(problem).replace("\\n", "\n# "))
    return 1 if failures or not folders else 0


sys.exit(main())
