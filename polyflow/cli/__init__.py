"""The ``polyflow`` command. Each subcommand is a thin layer over a module that programs can use too."""

from __future__ import annotations

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polyflow")
def main() -> None:
    """Runs dataflow-graph programs of the TensorFlow 0.x and 1.x API on NumPy and PyTorch."""


@main.command()
@click.option("--device", help="cpu, cuda or cuda:N; a CUDA device means Torch.")
@click.option(
    "--compare", is_flag=True, help="Train on NumPy and on Torch from the same seed, and print how far they are apart at each step."
)
@click.option(
    "--epochs", type=click.IntRange(min=1), help="How often the training images are gone through.  [default: 12, with --compare 1]"
)
@click.option("--steps", type=click.IntRange(min=1), help="Stop after so many training steps.")
@click.option(
    "--logdir", type=click.Path(file_okay=False), default="polyflow-demo", show_default=True, help="Where event files and the picture go."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Makes initial weights and the order of images repeatable.")
def demo(device: str | None, compare: bool, epochs: int | None, steps: int | None, logdir: str, seed: int) -> None:
    """Train a small convolutional network on real handwritten digits."""
    from . import comparison, training

    try:
        if compare:
            comparison.run(device, epochs or 1, steps, seed)
        else:
            training.run(device, epochs or 12, steps, logdir, seed)
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@main.command()
def backends() -> None:
    """Show which backends can be used here: versions and devices."""
    from .available import run

    run()


@main.command()
@click.option("--missing", is_flag=True, help="List the ops that are still to come.")
@click.option("--summary", is_flag=True, help="Count by family, and list deviations with their reasons.")
@click.argument("words", nargs=-1)
def ops(missing: bool, summary: bool, words: tuple[str, ...]) -> None:
    """List the ops there are, or those whose type or family contains one of WORDS."""
    from .op_tables import run

    run(missing, summary, words)


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []})
@click.argument("script", type=click.Path(exists=True, dir_okay=False))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run(script: str, arguments: tuple[str, ...]) -> None:
    """Run a program that says `import tensorflow`, unmodified, with the ARGUMENTS that follow its name."""
    from ..compat.launcher import run_program

    run_program(script, arguments)
