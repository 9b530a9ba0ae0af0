"""exe_wrapper.py present|absent: one test case, which fails when the programs of this build cannot be run here."""
import sys

present = sys.argv[1] == "present"
print("1..1")
print("ok 1 - programs of this build can be run" if present else
      "not ok 1 - programs of this build can be run\n"
      "# Meson has no exe_wrapper: pass a machine file that names one (cross/run-under-wine), or -Dbuild_only=true")
sys.exit(0 if present else 1)
