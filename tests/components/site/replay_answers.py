"""Answers recorded requests as Python in a browser would. Run it with the stand-ins on the path.

It reads [request, …] from standard input and writes [answer or null, …] to standard output.
"""

import json
import sys

import dash
from lab_server import LabServer

assert not hasattr(dash, "__version__"), "this is the real Dash"
server = LabServer()
answers = [server.answer(json.dumps(request)) for request in json.load(sys.stdin)]
json.dump([json.loads(answer) if answer else None for answer in answers], sys.stdout)
