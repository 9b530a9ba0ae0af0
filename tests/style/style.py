"""style.py ROOT: the house's rules that a machine can check, as TAP; one case per rule.

Looks at the project's own files only, as they lie in the source folders: no version control is needed. A rule whose
tool is not installed is skipped, which CI never sees because the launcher installs them.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

FOLDERS = ("harness", "suites", "providers-under-test", "reports", "tests", "cross", "subprojects/packagefiles", ".ci")
LEFT_OUT = {"node_modules", "__pycache__"}
SCRIPTS = ("wspcheck", "subprojects/fetch")
CODE = {".c", ".h", ".lua", ".py", ".sh", ".build", ".ini", ".js", ".css"}
FUNCTION_LINES, FILE_LINES, LINE_LENGTH = 80, 800, 120
SHOWN = 40
MEASURED = (".c", ".h", ".lua")  # whose lines have a length to keep

# Built from parts, so that this file does not break its own rules. The TAP directive of that name is no promise.
# SleepEx(0, TRUE) only runs what is queued to the thread.
NAP = re.compile(r"\b(?:Sleep|SleepEx|sleep|usleep|nanosleep)" r"[ \t]*\((?!0, TRUE\))")
LEFT_FOR_LATER = re.compile(r"^\s*# TO" r"DO\b|(?<!# )\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
BESIDE_THE_WORDS = re.compile(r"\boriginat" r"ors?\b", re.IGNORECASE)
FIXED_PORT = re.compile(r"\bport\s*=\s*[1-9]|\d\.\d+:[1-9]\d*|\]:[1-9]\d*", re.IGNORECASE)
PROVIDER_NAME = re.compile(r"\bwsp(?:ref|host|layer)\w*|\bmsafd|\btcpip\b|\bmswsock|\bmicrosoft\b", re.IGNORECASE)


class Skip(Exception):
    """The rule cannot be checked here; the text says why."""


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = sorted(path for folder in FOLDERS for path in self.below(root / folder))
        self.files += [root / script for script in SCRIPTS] + [root / "meson.build", root / "meson_options.txt"]

    def below(self, folder):
        for parent, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            if pathlib.Path(parent) == self.root / "reports" and "out" in folders:
                folders.remove("out")
            yield from (pathlib.Path(parent) / name for name in names)

    def named(self, *suffixes):
        return [path for path in self.files if path.suffix in suffixes]

    def code(self):
        return [path for path in self.files if path.suffix in CODE or self.is_script(path)]

    @staticmethod
    def is_script(path):
        with open(path, "rb") as file:
            return file.read(2) == b"#!"

    def lines(self, path):
        return path.read_text(encoding="utf-8").splitlines()

    def place(self, path, number):
        return f"{path.relative_to(self.root)}:{number}"

    def matches(self, paths, pattern):
        return [f"{self.place(path, number)}: {line.strip()}" for path in paths
                for number, line in enumerate(self.lines(path), 1) if pattern.search(line)]


def tool(name):
    if not shutil.which(name):
        raise Skip(f"{name} is not installed")
    return name


def output_of(command, tree):
    """Returns what a checking tool complained of, line by line; nothing when it was content."""
    done = subprocess.run(command, cwd=tree.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return (done.stdout.splitlines() or [f"{command[0]}: exit code {done.returncode}"]) if done.returncode else []


def formatted(tree):
    # Other versions of clang-format read the same .clang-format differently; 14 is the one that decides.
    name = "clang-format-14" if shutil.which("clang-format-14") else tool("clang-format")
    if not re.search(r"version 14\.", subprocess.run([name, "--version"], capture_output=True, text=True).stdout):
        raise Skip("clang-format is not version 14")
    complaints = output_of([name, "--dry-run", "-Werror", *tree.named(".c", ".h")], tree)
    first = {match[1]: f"{match[0]}: run clang-format -i" for match in
             (re.match(r"(.+?):\d+(?=:\d+: error)", line) for line in reversed(complaints)) if match}
    return list(first.values()) or complaints


def cppcheck(tree):
    return output_of([tool("cppcheck"), "--quiet", "-j", "2", "--std=c11", "--platform=win64",
                      "--enable=warning,performance,portability", # Deliberate: a NULL name is the question, faults are the purpose. Mistaken: an output that is filled.
        "--suppress=nullPointer:*findings/bare.c", "--suppress=nullPointer:*under-test/faulty/*",
        "--suppress=leakReturnValNotUsed:*under-test/faulty/*", "--suppress=uninitvar:*scenario/bench.c",
        "--error-exitcode=1",
                      "--suppressions-list=tests/style/cppcheck.txt",
                      "-I", "harness", "-I", "reports", "-I", "tests/support", "-i", "tests/browser",
                      "harness", "providers-under-test", "reports", "tests"], tree)


def shellcheck(tree):
    scripts = [path for path in tree.files
               if path.suffix == ".sh" or re.match(rb"#!.*\b(ba)?sh\b", path.read_bytes())]
    return output_of([tool("shellcheck"), "-x", "-P", "SCRIPTDIR", *scripts], tree)


def functions(lines):
    """Yields (first line, line count) of every function of a formatted C file: what stands between a declaration at
    the margin that ends in ") {" and the next "}" at the margin. What a macro defines is none."""
    start = None
    body = False
    for number, line in enumerate(lines, 1):
        if body:
            if line.startswith("}"):
                yield start, number - start + 1
                body = False
        elif line and line[0] not in " \t#/*}":
            start = number
        if not body and start and re.search(r"\) \{", line) and not line.endswith("\\"):
            body = not line.rstrip().endswith("}")


def short_functions(tree):
    return [f"{tree.place(path, start)}: a function of {count} lines" for path in tree.named(".c", ".h")
            for start, count in functions(tree.lines(path)) if count > FUNCTION_LINES]


def short_files(tree):
    return [f"{path.relative_to(tree.root)}: {len(tree.lines(path))} lines" for path in tree.code()
            if len(tree.lines(path)) > FILE_LINES]


def tidy_lines(tree):
    # The requirements are sentences, one a line, and as long as they are.
    faults = []
    for path in (path for path in tree.code() if tree.root / "suites/requirements" not in path.parents):
        for number, line in enumerate(tree.lines(path), 1):
            too_long = path.suffix in MEASURED and len(line) > LINE_LENGTH
            if too_long or "\t" in line or line != line.rstrip():
                faults.append(f"{tree.place(path, number)}: longer than {LINE_LENGTH}, a tab, or a blank at the end")
        if not path.read_bytes().endswith(b"\n") and path.stat().st_size:
            faults.append(f"{path.relative_to(tree.root)}: no newline at the end")
    return faults


def no_naps(tree):
    return tree.matches(tree.named(".c", ".h", ".lua"), NAP)


def nothing_left_for_later(tree):
    return tree.matches(tree.code(), LEFT_FOR_LATER)


def house_words(tree):
    return tree.matches(tree.code(), BESIDE_THE_WORDS)


def scenarios(tree):
    suites = tree.root / "suites"
    return [path for path in tree.named(".lua")
            if suites in path.parents and suites / "requirements" not in path.parents]


def no_fixed_port(tree):
    return tree.matches(scenarios(tree), FIXED_PORT)


def no_provider_name(tree):
    return tree.matches(scenarios(tree), PROVIDER_NAME)


RULES = (
    ("C files are formatted as .clang-format says", formatted),
    ("cppcheck finds nothing", cppcheck),
    ("shellcheck finds nothing", shellcheck),
    (f"no function is longer than {FUNCTION_LINES} lines", short_functions),
    (f"no file is longer than {FILE_LINES} lines", short_files),
    (f"lines of C and Lua have at most {LINE_LENGTH} characters, no tabs and no blanks at the end", tidy_lines),
    ("nothing sleeps", no_naps),
    ("nothing is left for later", nothing_left_for_later),
    ("the house's own words are used", house_words),
    ("no scenario fixes a port", no_fixed_port),
    ("no scenario names a provider", no_provider_name),
)


def main():
    tree = Tree(pathlib.Path(sys.argv[1]).resolve())
    failed = False
    print(f"1..{len(RULES)}")
    for number, (name, rule) in enumerate(RULES, 1):
        try:
            faults = rule(tree)
            print(f"{'not ok' if faults else 'ok'} {number} - {name}")
        except Skip as reason:
            faults = []
            print(f"ok {number} - {name} # SKIP {reason}")
        for fault in faults[:SHOWN]:
            print(f"#   {fault}")
        if len(faults) > SHOWN:
            print(f"#   and {len(faults) - SHOWN} lines more")
        failed = failed or bool(faults)
    sys.exit(1 if failed else 0)


main()
