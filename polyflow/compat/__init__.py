"""What older programs expect: the ``tensorflow`` import alias and the launcher."""

from .alias import install_tensorflow_alias, remove_tensorflow_alias
from .launcher import run_program

__all__ = ["install_tensorflow_alias", "remove_tensorflow_alias", "run_program"]
