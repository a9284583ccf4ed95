"""Whole graphs: programs of variables, control flow and training that no case of a single op can express."""
