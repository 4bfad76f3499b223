"""Small neural networks: their parameters, their training, and planes through what was learnt."""
