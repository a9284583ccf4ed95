"""polyflow beside hand-written PyTorch and, where it is installed, TensorFlow.

``python -m benchmarks`` measures all of them in turns and prints ratios; ``pytest benchmarks`` records them with pytest-benchmark, and
``python -m benchmarks.table`` prints what that recorded.
"""
