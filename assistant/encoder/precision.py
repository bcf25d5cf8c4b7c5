"""In which numbers the models compute: what the processor is fast at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import torch

Precision = Literal["auto", "float32", "bfloat16"]


def dtype_of(precision: Precision) -> torch.dtype:
    """The type of the numbers; `auto` is bfloat16 where the processor multiplies it by itself.

    Without such instructions bfloat16 is emulated, and slower than float32.
    """
    import torch

    if precision == "auto":
        precision = "bfloat16" if _multiplies_bfloat16() else "float32"
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


def _multiplies_bfloat16() -> bool:
    """Whether the processor has the instructions; False where torch cannot tell."""
    import torch

    asked = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name, lambda: False)()) for name in asked)
