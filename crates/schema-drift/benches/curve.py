"""Prints how the time of a comparison grows with the number of components: `curve.py PROGRAM`.

PROGRAM is a release build of schema-drift. In "one change", all components lead to one that changes. In "all change", every
component changes. Each refers to six that are listed before it. The seconds are of the processor, in the program and its child process.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile


def document(schemas):
    return {"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}


def reference(number):
    return {"$ref": f"#/components/schemas/C{number}"}


def component(number, limit):
    properties = {"name": {"type": "string", "maxLength": limit}, "size": {"type": "integer", "minimum": number}}
    for divisor in range(2, 8 if number else 2):
        properties[f"to{divisor}"] = reference(number // divisor)
    return {"type": "object", "properties": properties, "required": ["name"]}


def one_change(count, limit):
    schemas = {f"C{number}": component(number, 9) for number in range(count)}
    schemas["C0"]["properties"]["name"]["maxLength"] = limit
    return document(schemas)


def all_change(count, limit):
    return document({f"C{number}": component(number, limit) for number in range(count)})


def seconds(program, make, count):
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("old.json", "new.json")]
        for file, limit in zip(files, (9, 8)):
            with open(file, "w", encoding="utf-8") as out:
                json.dump(make(count, limit), out)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, "compare", "--fail-on", "never", *files], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    print(f"{'components':>10} {'one change':>12} {'all change':>12}")
    for count in (100, 200, 400, 800):
        one, every = (seconds(sys.argv[1], make, count) for make in (one_change, all_change))
        print(f"{count:>10} {one:>10.2f} s {every:>10.2f} s")


main()
