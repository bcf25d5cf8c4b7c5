"""Questions to start with and to ask next, each asked first to see that the documents answer it.

`suggestions.py` chooses among the candidates of `candidates.py`; `heading_questions.py` makes
questions of headings, by the words in `heading_words.py`.
"""
