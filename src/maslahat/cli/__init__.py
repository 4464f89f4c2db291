"""The command line: one module a verb; each has `register(app)`, and is found by being in this folder.

Takes words, gives back text, files and an exit code: 0 done, 1 the thing asked about does not hold,
2 the words or a file are wrong (a sentence each, no traceback).
"""

from maslahat.cli.main import main

__all__ = ["main"]
