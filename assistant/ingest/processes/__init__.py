"""Processes with few rights, little time and memory, in which files are read."""
