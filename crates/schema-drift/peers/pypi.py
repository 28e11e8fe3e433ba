"""Answers each question by jsonsubschema of PyPI; what it raises, or takes ten seconds for, is no answer."""
import contextlib
import io
import json
import signal
import sys

from jsonsubschema import isSubschema


def stop(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, stop)
for line in sys.stdin:
    question = json.loads(line)
    safe = None
    signal.alarm(10)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            safe = bool(isSubschema(question["old"], question["new"]))
    except (Exception, RecursionError):
        pass
    signal.alarm(0)
    print(json.dumps({"safe": safe}), flush=True)
