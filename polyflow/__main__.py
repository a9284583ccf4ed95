"""``python -m polyflow`` is the ``polyflow`` command."""

from .cli import main

main(prog_name="polyflow")
