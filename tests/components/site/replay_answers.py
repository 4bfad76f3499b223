"""Answer recorded requests as a browser's Python would: run with the stand-ins on the path.

Reads [request, …] from standard input, writes [answer or null, …].
"""

import json
import sys

import dash
from lab_server import LabServer

assert not hasattr(dash, "__version__"), "this is the real one"
server = LabServer()
answers = [server.answer(json.dumps(request)) for request in json.load(sys.stdin)]
json.dump([json.loads(answer) if answer else None for answer in answers], sys.stdout)
