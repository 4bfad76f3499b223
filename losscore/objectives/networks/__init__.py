"""Small neural networks: their parameters, their training, and planes through trained weights."""
