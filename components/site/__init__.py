"""A static site: the lab on pages that need no server, because its Python runs in the browser."""

from components.site.command import add_command, run

__all__ = ["add_command", "run"]
