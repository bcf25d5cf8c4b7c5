"""What a build changed: documents, saved citations, standing questions, figures.

`report.py` compares the new version with the one before, part by part; `kept.py` keeps the reports.
"""
