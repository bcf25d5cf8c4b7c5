"""The trained reader: its examples, its training and its measures."""
