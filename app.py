"""losscore: a laboratory for loss surfaces.

``create_app()`` builds the Dash app, and ``server`` is its WSGI application. ``python app.py``
serves the lab, ``python app.py export`` writes figures, and ``python app.py site DIR`` writes a
static site.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

# While there is nothing to clean up yet, Ctrl-C simply ends the program, without a traceback.
if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

# Otherwise Dash would ask another host whether a newer version exists.
os.environ.setdefault("DASH_DISABLE_VERSION_CHECK", "true")

from dash import Dash
from flask import Response
from flask_bootstrap import Bootstrap5
from waitress.server import create_server

from callbacks import embed_route, register, report_error
from callbacks.export_route import serve_exports
from callbacks.figure_route import serve_figures
from components import site
from components.export import command
from components.export.chromium.browser import has_chromium
from components.export.command.interruption import FAILED, leave, tidy
from components.export.jobs import end_exports
from components.page.html_page import PAGE
from components.page.icons import stylesheet
from components.page.layout import build_layout
from components.session.text import Refusal, reason_of
from losscore.checks import InputError

ROOT = Path(__file__).parent
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8050
THREADS = 4
# Seconds that pending answers may take at shutdown, and seconds between two checks.
SHUTDOWN_TIMEOUT, POLL_INTERVAL = 3.0, 0.02
ICONS = "/icons.css"
# These levels make plotly's 4.8 MB a tenth smaller than the defaults do, for about 0.1 s more.
COMPRESSION = {"COMPRESS_ZSTD_LEVEL": 9, "COMPRESS_BR_LEVEL": 5}
STYLESHEETS = ("/bootstrap/static/css/bootstrap.min.css", ICONS)


def create_app() -> Dash:
    """Build the page with its callbacks; ``app.server`` is its Flask application."""
    app = Dash(
        __name__,
        title="losscore",
        update_title="",
        compress=True,
        # dash_bridge.js imports the modules, so Dash must not load them as scripts.
        assets_ignore=r".*\.mjs$",
        assets_folder=str(ROOT / "assets"),
        external_stylesheets=list(STYLESHEETS),
        index_string=PAGE,
        on_error=report_error,
    )
    app.server.config |= COMPRESSION
    # Serve Bootstrap ourselves, so that nothing on the page comes from another host.
    app.server.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app.server)
    app.server.add_url_rule(ICONS, "icons", lambda: Response(stylesheet(), mimetype="text/css"))
    app.server.add_url_rule("/healthz", "healthz", lambda: Response("ok", mimetype="text/plain"))
    serve_figures(app.server)
    serve_exports(app.server)
    embed_route.serve_embed(app, os.environ.get(embed_route.VARIABLE) or embed_route.ANY_SITE)
    app.layout = lambda: build_layout(has_chromium=has_chromium())
    register(app)
    return app


app = create_app()
server = app.server


def serve(host: str, port: int) -> None:
    """Serve until interrupted; exit with one clear sentence if the address is not available."""
    try:
        sockets: dict[int, Any] = {}
        listener = create_server(server, host=host, port=port, threads=THREADS, map=sockets)
    except OSError as error:
        reason = error.strerror or error
        sys.exit(
            f"Cannot serve on {host}:{port}: {reason}. Choose another port: PORT=8051 make run"
        )
    print(f"losscore is ready at http://{host}:{port}", flush=True)

    def stop() -> None:
        end_exports()
        _wait_for_answers(listener.task_dispatcher, sockets)

    with suppress(KeyboardInterrupt), tidy(stop):
        listener.run()
    print()


def _wait_for_answers(dispatcher: Any, sockets: dict[int, Any]) -> None:
    """Wait for the pending answers to be sent, but no longer than SHUTDOWN_TIMEOUT."""
    end = time.monotonic() + SHUTDOWN_TIMEOUT
    while time.monotonic() < end:
        unsent = any(getattr(one, "total_outbufs_len", 0) for one in list(sockets.values()))
        if not (dispatcher.active_count or dispatcher.queue or unsent):
            return
        time.sleep(POLL_INTERVAL)


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or not 0 < int(text) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, got {text[:50]!r}")
    return int(text)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: serve the lab, or run one of its commands."""
    parser = command.Parser(
        prog="python app.py", description="losscore. Without a command, it serves the lab."
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    command.add_command(commands)
    site.add_command(commands)
    options = parser.parse_args(command.joined(sys.argv[1:] if arguments is None else arguments))
    if options.command == "export":
        command.run(options)
    elif options.command == "site":
        try:
            with tidy():
                site.run(options, server.test_client(), print)
        except InputError as error:
            parser.exit(command.MISUSED, f"python app.py site: {error}\n")
        except Refusal as error:
            parser.exit(FAILED, f"python app.py site: {error}\n")
        except OSError as error:
            parser.exit(FAILED, f"python app.py site: {reason_of(error)}\n")
        except KeyboardInterrupt:
            parser.exit(FAILED, "python app.py site: cancelled\n")
    else:
        port = _port(os.environ.get("PORT") or str(DEFAULT_PORT))
        serve(os.environ.get("HOST") or DEFAULT_HOST, port)


if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        leave(end.code)
    leave(0)
