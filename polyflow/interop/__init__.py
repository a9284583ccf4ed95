"""Formats of other programs: graphs, checkpoints, records and events."""
