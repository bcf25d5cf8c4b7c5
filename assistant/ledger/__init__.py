"""The ledger: the figures of all documents, looked up, lined up by period and compared."""
