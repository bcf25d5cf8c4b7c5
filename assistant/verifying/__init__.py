"""Citations of exports and saved answers, held against the documents of today."""
