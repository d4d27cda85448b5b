"""The command line: each module one group of commands, all of them thin."""
