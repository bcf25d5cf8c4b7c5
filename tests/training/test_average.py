from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.reader.average import average


def reader(file: Path, value: float, name: str = "heads.weight") -> Path:
    save_file({name: torch.full((2, 2), value, dtype=torch.float16)}, file)
    return file


def test_weights_are_averaged_by_their_shares(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", 1.0), reader(tmp_path / "other", 5.0)
    average([(one, 0.75), (other, 0.25)], tmp_path / "mean")
    (mean,) = load_file(tmp_path / "mean").values()
    assert mean.dtype == torch.float16
    assert mean.tolist() == [[2.0, 2.0], [2.0, 2.0]]


def test_shares_that_do_not_come_to_one_are_refused(tmp_path: Path) -> None:
    one = reader(tmp_path / "one", 1.0)
    with pytest.raises(SystemExit, match="come to 1"):
        average([(one, 0.5), (one, 0.6)], tmp_path / "mean")
    assert not (tmp_path / "mean").exists()


def test_readers_of_two_kinds_are_refused(tmp_path: Path) -> None:
    one, other = reader(tmp_path / "one", 1.0), reader(tmp_path / "other", 1.0, "answers.weight")
    with pytest.raises(SystemExit, match="one kind"):
        average([(one, 0.5), (other, 0.5)], tmp_path / "mean")
