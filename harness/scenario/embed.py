"""Writes a C file that holds Lua chunks as they are: embed.py OUTPUT SYMBOL FILE..."""

import pathlib
import sys


def chunk(index, path):
    data = path.read_bytes()
    rows = [", ".join(str(byte) for byte in data[i : i + 24]) for i in range(0, len(data), 24)]
    return f"static const unsigned char chunk_{index}[] = {{\n" + ",\n".join(rows) + "\n};\n"


def main(output, symbol, *files):
    paths = [pathlib.Path(name) for name in files]
    parts = ['#include "scenario/vocabulary.h"\n']
    parts += [chunk(index, path) for index, path in enumerate(paths)]
    rows = [f'    {{"vocabulary/{path.name}", chunk_{i}, sizeof chunk_{i}}},\n' for i, path in enumerate(paths)]
    parts.append("static const struct vocabulary_chunk chunks[] = {\n" + "".join(rows) + "};\n")
    parts.append(f"const struct vocabulary {symbol} = {{chunks, sizeof chunks / sizeof chunks[0]}};\n")
    pathlib.Path(output).write_text("\n".join(parts), encoding="ascii")


main(*sys.argv[1:])
