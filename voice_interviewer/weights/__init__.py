"""Model weights: what there is, whether it is intact, and the only code that may use the network."""
