"""`python -m campaign`: the same as the `campaign` command."""

from .cli import main

main(prog_name="campaign")
