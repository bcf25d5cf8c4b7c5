"""What this program quoted: the citations of an exported file, held against the documents of today.

The file is read (`exported`, `rows` for tables and JSON), each citation's words are looked for
(`words`) and judged (`verify`, a `Verdict`), and so is what a table says besides (`claims`).
"""
