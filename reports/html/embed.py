#!/usr/bin/env python3
"""embed.py INPUT OUTPUT NAME: a C file with INPUT as a string constant NAME."""
import sys

source, target, name = sys.argv[1:4]
with open(source, encoding="utf-8") as file:
    lines = file.read().splitlines()


def quoted(line):
    return '    "' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


# A compiler need not take one literal of more than 4095 characters, so the sheet is an array of lines.
with open(target, "w", encoding="utf-8") as file:
    file.write("extern const char *const %s[];\nconst char *const %s[] = {\n" % (name, name))
    file.write(",\n".join(quoted(line) for line in lines))
    file.write(",\n    (void *)0,\n};\n")
