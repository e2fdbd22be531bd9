"""EPO OPS 3.2 on loopback, as documented and under each fault, for tests and benchmarks."""
