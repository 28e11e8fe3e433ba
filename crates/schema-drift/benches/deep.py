"""Changes one schema of a real document to which many others lead, and prints a row of the README's table.

`python3 benches/deep.py BINARY DOCUMENT NAME [--components] [--few]`: bounds the length of a string in the schema that most others
reach, or that fewest do, and compares the two; with `--components`, without the operations. The row has the schemas; those that are no
longer the same; those that are not decided; the seconds of the processor; how often serde_json, in the example `parse` beside the
binary, could have read both documents in that time; and the memory of the largest process, in MB. The times are the least of five.
"""
import copy
import json
import os
import resource
import subprocess
import sys
import tempfile

ROUNDS = 5


def references(value):
    if isinstance(value, dict):
        reference = value.get("$ref")
        found = {reference} if isinstance(reference, str) else set()
        return found.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def reaching(name, users):
    found, open_names = {name}, [name]
    while open_names:
        fresh = users.get(open_names.pop(), set()) - found
        found |= fresh
        open_names.extend(fresh)
    return len(found)


def free_texts(schema):
    """The properties that are strings of any length and content."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, one in properties.items() if isinstance(properties, dict) else ():
        if isinstance(one, dict) and one.get("type") == "string" and not {"enum", "format", "maxLength"} & one.keys():
            yield name


def schemas_of(document):
    """The schemas, and the start of references to them."""
    if "components" in document:
        return document["components"]["schemas"], "#/components/schemas/"
    return document["definitions"], "#/definitions/"


def changed(old, choose):
    schemas, start = schemas_of(old)
    users = {}
    for user, schema in schemas.items():
        for reference in references(schema):
            users.setdefault(reference.removeprefix(start), set()).add(user)
    candidates = [one for one in schemas if any(free_texts(schemas[one]))]
    chosen = choose(candidates, key=lambda one: reaching(one, users))
    new = copy.deepcopy(old)
    schema = schemas_of(new)[0][chosen]
    schema["properties"][next(free_texts(schema))]["maxLength"] = 39
    return new


def run(command):
    """The output, and the seconds of the processor in which it was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    binary, file, name, *flags = sys.argv[1:]
    with open(file, encoding="utf-8") as source:
        old = json.load(source)
    if "--components" in flags:
        old["paths"] = {}
    choose = min if "--few" in flags else max
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, side) for side in ("old.json", "new.json")]
        for path, document in zip(files, (old, changed(old, choose))):
            with open(path, "w", encoding="utf-8") as out:
                json.dump(document, out, indent=2)
        command = [binary, "compare", "--fail-on", "never", "--config", "/dev/null", *files]
        parse = os.path.join(os.path.dirname(binary), "examples", "parse")
        seconds = min(run(command)[1] for _ in range(ROUNDS))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        reading = min(run([parse, *files])[1] for _ in range(ROUNDS))
        report = json.loads(run([*command, "--format", "json"])[0])
    verdicts = [component["verdict"] for component in report["components"]]
    differ = sum(1 for verdict in verdicts if verdict != "equivalent")
    print(f"| {name} | {len(verdicts)} | {differ} | {verdicts.count('unknown')} "
          f"| {seconds:.2f} | {seconds / reading:.2g} | {used.ru_maxrss / 1024:.0f} |")


main()
