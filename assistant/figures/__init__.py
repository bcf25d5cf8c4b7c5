"""Figures: every number of a document, with its unit, period and what it measures."""
