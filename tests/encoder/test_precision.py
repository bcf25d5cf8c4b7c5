from __future__ import annotations

import pytest
import torch

from assistant.encoder.precision import Precision, dtype_of


@pytest.mark.parametrize("has", ["_is_avx512_bf16_supported", "_is_amx_tile_supported", None])
def test_what_the_processor_multiplies_by_itself_is_used(
    has: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"):
        # raising: a torch without these functions would never be quick, and nobody would notice
        monkeypatch.setattr(torch.cpu, name, lambda name=name: name == has, raising=True)
    assert dtype_of("auto") == (torch.bfloat16 if has else torch.float32)


@pytest.mark.parametrize(
    ("precision", "dtype"), [("float32", torch.float32), ("bfloat16", torch.bfloat16)]
)
def test_who_names_one_gets_it(precision: Precision, dtype: torch.dtype) -> None:
    assert dtype_of(precision) == dtype
