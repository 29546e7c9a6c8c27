"""The parts of the benchmark; each measures some of the figures."""
