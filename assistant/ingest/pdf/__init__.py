"""A PDF becomes a Document: its characters, lines, blocks, tables and headings."""
