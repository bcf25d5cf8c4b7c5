"""Drafts: each figure and quotation of a text held against the documents."""
