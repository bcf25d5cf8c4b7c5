"""The commands, one module each: its flags, what it does and how its results are printed."""
