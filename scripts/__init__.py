"""What a checkout brings beside the package: `start`, `test`, and the laboratory `lab`."""
