"""One script a question: how fast, how well read, how safe."""
