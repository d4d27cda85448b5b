"""Trains the assessor: labels, items, network, fit, scales, export, install. `scripts.lab.fit_assessor` runs it all."""
