from __future__ import annotations

import numpy as np

from assistant.checking.candidates import Candidates
from assistant.figures.figure import Amount
from assistant.ledger.ledger import Ledger


def test_a_share_is_looked_for_as_per_cent_too(ledger: Ledger) -> None:
    statements = ledger.index.statements
    ((path, figure), *_) = statements.of_value(94.6, 94.6)
    identity = statements.at(path, figure.start, figure.end)
    vector = np.asarray(ledger.embedder.encode(["occupancy"])[0])
    candidates = Candidates(ledger.index, ledger.embedder)
    assert identity in candidates._of_value(Amount(0.946, "ratio"), vector)
    assert identity not in candidates._of_value(Amount(0.946, "beds"), vector)
