"""Sessions without sound: personas, simulation, scripted conversations."""
