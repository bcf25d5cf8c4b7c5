"""What people wrote themselves: each figure and quotation of a draft held against the documents.

A draft is read (`draft_file`, `draft_document`). Its quotations are found (`quotations`) and looked
for word for word (`quotation_checker`, over `texts` that are `folded`). Its figures are held
against those of the `statements` that come near (`candidates`, `figure_checker`): whether they are
of the same measure, have the same part in their sentence and the same amount (`same_measure`,
`same_part`, `same_amount`), and whether something sets them apart (`conflicts`). What comes of each
is a `Finding`.

What this program quoted is not checked here: a citation in a file is held against the documents by
`verifying`, and a quote against its page by `evaluate/verbatim.py`.
"""
