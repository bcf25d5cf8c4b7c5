"""What is asked: spelling, acronyms, follow-ups, and what kind of words would answer.

| what is decided | where |
|---|---|
| whether a question leans on the one before | `leaning.py` |
| what it takes from there | `follow_up.py`, and `slots.py` where it exchanges a part |
| which words are misspelt, and what short forms stand for | `spelling.py`, `acronyms.py` |
| whether a date, an amount, a list, ... is wanted | `wanted.py` |
| which words say nothing about what is asked | `stop_words.py` |
"""
