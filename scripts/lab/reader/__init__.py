"""Trains the reader: material, network, fit, judging, thresholds, export. `scripts.lab.train_reader` runs it all."""
