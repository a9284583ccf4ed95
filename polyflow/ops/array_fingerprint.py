"""Fingerprints of rows."""

from ..framework.op import Host, Outputs, op, require, value_of


@op("Fingerprint")
def fingerprint(data: "T", method: Host["string"]) -> Outputs(fingerprint="uint8"):
    """A fingerprint of each row ``data[i]``, the same on every machine: the bytes of a number, the lowest first.

    ``method`` is "farmhash64", whose fingerprints have 8 bytes. A row is taken as the bytes of its elements one after another, a row of
    one string as that string; a row of several strings as the fingerprints of these.
    """
    require(method.shape.has_rank(0), "method must be a scalar, not of shape {}", method.shape)
    require(data.shape.rank_at_least(1), "data must have at least one dimension")
    name = value_of(method)
    require(name in (None, b"farmhash64"), "there is no fingerprint method {}", name)
    batch = None if data.shape.sizes is None else data.shape.sizes[0]
    return [batch, None if name is None else 8]
