from __future__ import annotations

import numpy as np
import pytest

from assistant.ingest.pdf.spaced import medians


@pytest.mark.parametrize("count", [1, 2, 7, 8])
def test_medians_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(count).normal(size=(count, 2)).astype(np.float32)
    assert medians(values).tolist() == np.median(values, axis=0).tolist()
    assert float(medians(values[:, 0])) == float(np.median(values[:, 0]))
