"""Answers each question with jsonsubschema of PyPI, in a process each. An exception or a timeout is no answer."""
import json
import multiprocessing
import os
import resource
import sys

from jsonsubschema import isSubschema

SECONDS = 5  # Processor time, so that the answers do not depend on the load of the machine.


def ask(question, answer):
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # jsonsubschema prints messages of its own, which would mix with the answers.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        answer.send(bool(isSubschema(question["old"], question["new"])))
    except Exception:
        answer.send(None)


for line in sys.stdin:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    asked = multiprocessing.get_context("fork").Process(target=ask, args=(json.loads(line), theirs))
    asked.start()
    theirs.close()
    try:
        safe = ours.recv()
    except EOFError:
        safe = None
    asked.join()
    print(json.dumps({"safe": safe}), flush=True)
