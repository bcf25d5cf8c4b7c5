"""What people take away: papers as Word, Markdown and print, figures, checked drafts, cases.

Each file with quotes has receipts, by which `verifying` proves them later.
"""
