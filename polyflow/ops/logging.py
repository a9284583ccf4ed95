"""Looking at values while a graph runs."""

from ..framework.op import Each, Outputs, at_least, op, require


@op("Assert", kind="host", effects="io", T=at_least(1))
def assert_(condition: "bool", data: Each["T"], *, summarize: int = 3) -> None:
    """InvalidArgumentError with the first ``summarize`` elements of each of ``data`` (all if negative) unless ``condition`` holds."""
    require(condition.shape.has_rank(0), "condition must be a scalar, not of shape {}", condition.shape)


@op("Print", kind="host", effects="io", view=True, U=at_least(0))
def print_(input: "T", data: Each["U"], *, message: str = "", first_n: int = -1, summarize: int = 3) -> Outputs(output="T"):
    """``input``; prints ``message`` and the first ``summarize`` elements of each of ``data`` (all if negative) to the standard error.

    It prints the first ``first_n`` times that it runs in a session (every time if negative).
    """
    return input.shape
