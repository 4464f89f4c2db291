"""`python -m maslahat`: the command line without its script."""

from maslahat.cli import main

main()
