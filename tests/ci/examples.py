"""examples.py ROOT: the files of docs/ci, as far as they can be tried without the systems that they are for. Prints TAP.

Every file is read as what it is, every wspcheck command in it exists with its options, every shell script is one, and
those that keep a night are run. A report has to be made, too, when a shard failed.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import yaml
except ImportError:
    yaml = None

ROOT = pathlib.Path(sys.argv[1])
CI = ROOT / "docs" / "ci"
NIGHTS_KEPT = 30
COMMAND = re.compile(r"wspcheck(?:\.exe)? (run|merge|compare|report|resume|expect|statement|verify)\b([^|&;\n']*)")


def example(name):
    return (CI / name).read_text(encoding="utf-8")


def parsed(name):
    return yaml.safe_load(example(name))


def jobs_of_kubernetes():
    return [parsed(name)["spec"]["template"]["spec"]["containers"][0]["args"][0]
            for name in ("kubernetes-job.yaml", "kubernetes-report-job.yaml")]


def scripts():
    """Every shell script of every file, with the systems' own expressions put out of the shell's way."""
    github = [step["run"] for job in parsed("github-actions.yml")["jobs"].values() for step in job["steps"]
              if "run" in step]
    gitlab = [line for job in parsed("gitlab-ci.yml").values() if isinstance(job, dict)
              for key in ("script", "after_script") for line in job.get(key, [])]
    jenkins = re.findall(r"sh '''(.*?)'''", example("Jenkinsfile"), re.DOTALL)
    jenkins += re.findall(r"sh '([^'].*?)'$", example("Jenkinsfile"), re.MULTILINE)
    return [re.sub(r"\$\{\{.*?\}\}", "1", script) for script in github + gitlab + jenkins + jobs_of_kubernetes()]


def known_options():
    rows = re.findall(r'\{"([a-z-]+)", KIND_', (ROOT / "harness/run/options.c").read_text(encoding="utf-8"))
    main = (ROOT / "harness/command/main.c").read_text(encoding="utf-8")
    table = main[main.index("subcommands[] = {"):]
    known = {name: set(re.findall(r"--([a-z-]+)", words)) for name, words in
             re.findall(r'\{"([a-z]+)",((?:\s*"[^"]*",?)+)', table)}
    known["run"] = set(rows)
    return known


def every_file_is_well_formed():
    for path in CI.glob("*.y*ml"):
        parsed(path.name)
    jenkins = re.sub(r"//.*|'''.*?'''|'[^']*'|\"[^\"]*\"", "", example("Jenkinsfile"), flags=re.DOTALL)
    for left, right in ("{}", "()", "[]"):
        assert jenkins.count(left) == jenkins.count(right), f"Jenkinsfile: {left}{right} do not match"


def every_command_exists():
    known, found = known_options(), 0
    for path in CI.iterdir():
        for command, words in COMMAND.findall(path.read_text(encoding="utf-8")):
            for option in re.findall(r"(?<![\w-])--([a-z-]+)", words):
                found += 1
                assert option in known[command], f"{path.name}: {command} has no --{option}"
    assert found > 20, found


def every_file_that_is_named_is_there():
    for path in CI.iterdir():
        for name in re.findall(r"--expect (\S+)", path.read_text(encoding="utf-8")):
            assert (ROOT / name).exists() or name == "FILE`", f"{path.name}: {name}"
    for name in re.findall(r"\]\(([\w.-]+)\)", example("README.md")):
        assert (CI / name).exists(), name


def every_script_is_one():
    assert len(scripts()) > 15
    for script in scripts():
        done = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert done.returncode == 0, script + done.stderr


def nights_are_kept():
    keeping = [script for script in scripts() if "night=" in script]
    assert len(keeping) == 5, len(keeping)
    for script in keeping:
        # Of what else such a script does only the words count here.
        script = re.sub(r"^.*wspcheck merge.*$", ":", script, flags=re.MULTILINE).replace("cd /results\n", "")
        script = re.sub(r"rm -rf merged\n", "", script)
        keep_a_night(script)


def keep_a_night(script):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for run in ("merged", "out"):
            (folder / run).mkdir()
            for document in ("journal.jsonl", "results.json"):
                (folder / run / document).write_text(run)
        for day in range(10, 43):
            night = folder / "nights" / f"20200{day // 28 + 1}{day % 28 + 1:02}T020000Z"
            night.mkdir(parents=True)
            (night / "journal.jsonl").write_text("old")
            (night / "results.json").write_text("old")
        subprocess.run(["sh", "-e", "-c", script], cwd=folder, check=True)
        nights = sorted((folder / "nights").iterdir())
        assert len(nights) == NIGHTS_KEPT, len(nights)
        assert all((night / "results.json").exists() for night in nights)
        assert [night for night in nights if (night / "journal.jsonl").exists()] == nights[-1:]


def a_first_night_is_kept():
    script = next(script for script in scripts() if "night=" in script)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "merged").mkdir()
        for document in ("journal.jsonl", "results.json"):
            (folder / "merged" / document).write_text("new")
        subprocess.run(["sh", "-e", "-c", script], cwd=folder, check=True)
        assert len(list((folder / "nights").iterdir())) == 1


def a_failed_shard_is_reported():
    github = parsed("github-actions.yml")["jobs"]
    assert github["wine"]["strategy"]["fail-fast"] is False
    assert all("cancelled()" in github[job]["if"] for job in ("report", "pages"))
    assert all("always()" in step["if"] for step in github["wine"]["steps"] if "upload" in step.get("uses", ""))
    gitlab = parsed("gitlab-ci.yml")
    assert all(gitlab[job]["when"] == "always" for job in ("report", "pages"))
    assert all(gitlab[job]["artifacts"]["when"] == "always" for job in ("wspcheck", "report"))
    jenkins = example("Jenkinsfile")
    assert re.search(r"catchError\([^)]*\) \{\s*sh '\./wspcheck run", jenkins)
    post = jenkins[jenkins.index("post {"):]
    assert "always {" in post and "junit " in post and "archiveArtifacts " in post


def a_verdict_is_not_tried_again():
    policy = parsed("kubernetes-job.yaml")["spec"]["podFailurePolicy"]["rules"][0]
    assert policy["action"] == "FailIndex" and policy["onExitCodes"]["values"] == [1, 2, 3, 4, 5]
    assert parsed("kubernetes-report-job.yaml")["spec"]["backoffLimit"] == 0
    assert not any("retry" in example(name) for name in ("github-actions.yml", "gitlab-ci.yml", "Jenkinsfile"))


def every_merge_has_the_nights():
    merges = [words for path in CI.iterdir() if path.name != "README.md"
              for command, words in COMMAND.findall(path.read_text(encoding="utf-8")) if command == "merge"]
    assert len(merges) == 4 and all("--history nights" in words for words in merges), merges


CASES = [every_file_is_well_formed, every_command_exists, every_file_that_is_named_is_there, every_script_is_one,
         nights_are_kept, a_first_night_is_kept, a_failed_shard_is_reported, a_verdict_is_not_tried_again,
         every_merge_has_the_nights]


def main():
    if yaml is None:
        print("1..0 # SKIP python3-yaml is not installed")
        return 0
    print(f"1..{len(CASES)}")
    failures = 0
    for number, case in enumerate(CASES, 1):
        try:
            case()
            print(f"ok {number} - {case.__name__.replace('_', ' ')}")
        except (AssertionError, KeyError, StopIteration, subprocess.CalledProcessError, yaml.YAMLError) as problem:
            failures += 1
            print(f"not ok {number} - {case.__name__.replace('_', ' ')}")
            print("# " + repr(problem).replace("\n", "\n# "))
    return 1 if failures else 0


sys.exit(main())
