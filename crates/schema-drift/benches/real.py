"""Compares two versions of a real document, and prints a row of the README's table.

`python3 benches/real.py BINARY OLD NEW NAME`: the schemas; the findings that break clients, which a person has to read; all findings;
the schemas that are not decided; the seconds of the processor; and the memory of the largest process, in MB. The documents of the
README are in packages of npm, which `npm pack NAME@VERSION` fetches.
"""
import json
import re
import resource
import subprocess
import sys

binary, old, new, name = sys.argv[1:]
printed = subprocess.run([binary, "compare", "--fail-on", "never", "--config", "/dev/null", old, new],
                         capture_output=True, text=True, check=True).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
levels = [re.match(r"(error|warning|note)\[", line) for line in printed.splitlines()]
levels = [level[1] for level in levels if level]
report = subprocess.run([binary, "compare", "--fail-on", "never", "--config", "/dev/null", "--format", "json", old, new],
                        capture_output=True, text=True, check=True).stdout
components = json.loads(report).get("components", [])
undecided = sum(1 for one in components if one["verdict"] == "unknown")
print(f"| {name} | {len(components)} | {levels.count('error')} | {len(levels)} | {undecided} "
      f"| {used.ru_utime + used.ru_stime:.1f} | {used.ru_maxrss / 1024:.0f} |")
