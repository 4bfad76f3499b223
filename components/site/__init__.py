"""A static site: the lab as pages that need no server, because Python runs in the browser."""

from components.site.command import add_command, run

__all__ = ["add_command", "run"]
