"""Makes questions from labelled pairs, and a table of the answers.

Each pair asks in both directions: does new accept everything that old accepts? An answer line is a comparison by
schema-drift, or {"safe": true | false | null}.
"""
import json
import pathlib
import sys

DEFAULT = "https://json-schema.org/draft/2020-12/schema"


def questions(folder):
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        file = json.loads(path.read_text())
        if file.get("formats") == "assert":
            continue  # The peers have no such switch.
        draft = file.get("draft", DEFAULT)
        for pair in file["pairs"]:
            verdict = pair["verdict"]
            old, new = pair["old"], pair["new"]
            yield {"old": old, "new": new, "draft": draft, "safe": verdict in ("equivalent", "wider")}
            yield {"old": new, "new": old, "draft": draft, "safe": verdict in ("equivalent", "narrower")}


def answer(line):
    line = json.loads(line)
    if "safe" in line:
        return line["safe"]
    if line["verdict"] == "unknown":
        return False if "writer" in line["breaks"] else None
    return line["verdict"] in ("equivalent", "wider")


def table(asked, peers):
    wanted = [json.loads(line)["safe"] for line in open(asked)]
    print(f"| {len(wanted)} questions | right | called safe though breaking | false alarm | no answer |")
    print("|---|---|---|---|---|")
    for peer in peers:
        name, file = peer.rsplit("=", 1)
        given = [answer(line) for line in open(file)]
        assert len(given) == len(wanted), (name, len(given))
        count = lambda want, got: sum(1 for pair in zip(wanted, given) if pair == (want, got))
        right = count(True, True) + count(False, False)
        none = count(True, None) + count(False, None)
        print(f"| {name} | {100 * right / len(wanted):.1f} % | {count(False, True)} | {count(True, False)} | {none} |")


if sys.argv[1] == "questions":
    for question in questions(sys.argv[2]):
        print(json.dumps(question))
else:
    table(sys.argv[2], sys.argv[3:])
