"""The proof that the backends agree with each other and with independent truth: one case per op, and whole programs."""
