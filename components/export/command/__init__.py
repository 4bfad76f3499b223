"""``python app.py export``: every format from the command line, one at a time or in batches."""

from components.export.command.arguments import joined
from components.export.command.main import add_command, run
from components.export.command.parser import MISUSED, Parser

__all__ = ["MISUSED", "Parser", "add_command", "joined", "run"]
