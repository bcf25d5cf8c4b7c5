"""Versions of what is stored: how they are built, kept and asked. `face.py` is the seam."""
