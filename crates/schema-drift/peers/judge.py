"""Judges schema-drift by python-jsonschema, a validator of another author, over random pairs of schemas.

`python3 peers/judge.py BINARY PAIRS SEED` prints each contradiction and a last line that counts; the exit code is 1 if there is
one. A contradiction is a value that the verdict excludes, a witness that is none, or a verdict about a reference to nothing.
"""
import json
import random
import subprocess
import sys
from collections import Counter

from jsonschema import Draft202012Validator

NAMES = ["a", "b", "ab", "c1"]
# Python reads these as ECMA-262 does.
PATTERNS = ["^a", "b$", "^[ab]+$", "a|b", "^[a-z]{2,3}$", "^c?$", "^(ab)*$", "^(?!a)", "^[^a]*$", "^x-"]
TEXTS = ["", "a", "b", "ab", "abc", "c1", "12", "ba", "é", "x-y", " "]
# Binary fractions, so that no product is rounded.
NUMBERS = [-2, -1, 0, 1, 2, 3, 4, 7, 12, 0.5, 2.5, -1.5, 1.0, 0.25]
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]
DEFINITIONS = ["A", "B"]
VALUES_PER_PAIR = 150


def value(rng, depth):
    kind = rng.randrange(8 if depth == 0 else 12)
    if kind < 2:
        return rng.choice([None, True, False])
    if kind < 5:
        return rng.choice(NUMBERS)
    if kind < 8:
        return rng.choice(TEXTS)
    if kind < 10:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {rng.choice(NAMES): value(rng, depth - 1) for _ in range(rng.randrange(4))}


def schema(rng, depth, refers):
    if rng.random() < 0.05:
        return rng.random() < 0.5
    if refers and rng.random() < 0.2:
        # Every keyword that holds a schema gets references, and some lead nowhere.
        return {"$ref": "#/$defs/" + ("C" if rng.random() < 0.01 else rng.choice(DEFINITIONS))}
    inner = lambda: schema(rng, depth - 1, refers)
    some = lambda: [inner() for _ in range(rng.randrange(1, 4))]
    keys = lambda: rng.sample(NAMES, rng.randrange(1, 3))
    count = lambda: rng.randrange(4)
    flat = {
        "type": lambda: rng.choice([rng.choice(TYPES), rng.sample(TYPES, 2)]),
        "enum": lambda: [value(rng, 1) for _ in range(rng.randrange(1, 4))],
        "const": lambda: value(rng, 1),
        "minimum": lambda: rng.choice(NUMBERS), "maximum": lambda: rng.choice(NUMBERS),
        "exclusiveMinimum": lambda: rng.choice(NUMBERS), "exclusiveMaximum": lambda: rng.choice(NUMBERS),
        "multipleOf": lambda: rng.choice([1, 2, 3, 0.5, 2.5]),
        "minLength": count, "maxLength": count, "pattern": lambda: rng.choice(PATTERNS),
        "minItems": count, "maxItems": count, "uniqueItems": lambda: rng.random() < 0.7,
        "minProperties": count, "maxProperties": count, "required": keys,
        "dependentRequired": lambda: {rng.choice(NAMES): keys()},
    }
    deep = {
        "properties": lambda: {name: inner() for name in keys()},
        "patternProperties": lambda: {rng.choice(PATTERNS): inner()},
        "additionalProperties": inner, "propertyNames": inner, "unevaluatedProperties": inner,
        "dependentSchemas": lambda: {rng.choice(NAMES): inner()},
        "items": inner, "prefixItems": some, "contains": inner, "unevaluatedItems": inner,
        "allOf": some, "anyOf": some, "oneOf": some, "not": inner, "if": inner, "then": inner, "else": inner,
    }
    made = {}
    for _ in range(rng.randrange(1, 4)):
        table = deep if depth and rng.random() < 0.5 else flat
        keyword = rng.choice(list(table))
        made[keyword] = table[keyword]()
    if "contains" in made and rng.random() < 0.3:
        made[rng.choice(["minContains", "maxContains"])] = count()
    return made


def document(rng):
    root = schema(rng, rng.randrange(1, 4), True)
    root = root if isinstance(root, dict) else {"allOf": [root]}
    # Definitions refer to nothing, so that there is no loop.
    return root | {"$defs": {name: schema(rng, 1, False) for name in DEFINITIONS}}


ONE = ["additionalProperties", "propertyNames", "unevaluatedProperties", "items", "contains", "unevaluatedItems", "not",
       "if", "then", "else"]
LISTS = ["prefixItems", "allOf", "anyOf", "oneOf"]
MAPS = ["properties", "patternProperties", "dependentSchemas", "$defs"]


def places(here):
    """Where a schema has schemas: containers with their keys."""
    if not isinstance(here, dict):
        return
    inside = [(here, key) for key in ONE if key in here]
    inside += [(here[key], at) for key in LISTS if key in here for at in range(len(here[key]))]
    inside += [(here[key], name) for key in MAPS if key in here for name in here[key]]
    for container, key in inside:
        yield container, key
        yield from places(container[key])


def mutate(rng, old):
    """Replaces one schema inside, so that the two are close to each other; sometimes all of it."""
    new = json.loads(json.dumps(old))
    found = list(places(new))
    if rng.random() < 0.2:
        return document(rng)
    container, key = rng.choice(found)
    container[key] = schema(rng, 1, False)
    return new


def leads_nowhere(part):
    if isinstance(part, dict):
        return part.get("$ref") == "#/$defs/C" or any(map(leads_nowhere, part.values()))
    return isinstance(part, list) and any(map(leads_nowhere, part))


def find_contradiction(rng, pair, report):
    if any(map(leads_nowhere, pair)) and pair[0] != pair[1]:
        return None if "error" in report else "a reference to nothing has a verdict"
    if "error" in report:
        return f"refused: {report['error']}"
    old, new = (Draft202012Validator(side).is_valid for side in pair)
    for change in report["changes"]:
        for witness in change["witnesses"]:
            if witness["whole"] and "described" not in witness:
                accepted = {"old": old(witness["value"]), "new": new(witness["value"])}
                other = "new" if witness["accepted_by"] == "old" else "old"
                if not accepted[witness["accepted_by"]] or accepted[other]:
                    return f"no witness: {json.dumps(witness)}"
    excluded = {"equivalent": [(True, False), (False, True)], "narrower": [(False, True)], "wider": [(True, False)]}
    for _ in range(VALUES_PER_PAIR):
        one = value(rng, 2)
        if (old(one), new(one)) in excluded.get(report["verdict"], []):
            return f"{report['verdict']} is contradicted by {json.dumps(one)}"
    return None


def main():
    binary, pairs, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    asked = []
    for _ in range(pairs):
        old = document(rng)
        asked.append((old, mutate(rng, old)))
    lines = "".join(json.dumps({"old": old, "new": new}) + "\n" for old, new in asked)
    answers = subprocess.run([binary, "batch"], input=lines, capture_output=True, text=True, check=True).stdout
    answers = [json.loads(line) for line in answers.splitlines()]
    assert len(answers) == pairs, f"{len(answers)} answers to {pairs} questions"
    counts = Counter()
    for number, (pair, report) in enumerate(zip(asked, answers)):
        counts["refused" if "error" in report else report["verdict"]] += 1
        if why := find_contradiction(rng, pair, report):
            counts["contradicted"] += 1
            print(f"{number}: {why}\n  old {json.dumps(pair[0])}\n  new {json.dumps(pair[1])}")
    names = ["equivalent", "narrower", "wider", "incomparable", "unknown", "refused", "contradicted"]
    print(f"{pairs} pairs: " + ", ".join(f"{counts[name]} {name}" for name in names))
    sys.exit(counts["contradicted"] > 0)


main()
