"""Average readers: `python -m training.reader.average OUT FILE=0.6 FILE=0.2 ...`.

The mean of the weights of readers that were trained on from one another answers better than any of
them, and costs nothing when it is read with (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
import sys
from math import isclose
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Write the average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="FILE=SHARE")
    options = parser.parse_args()
    parts = [part.rpartition("=") for part in options.parts]
    average([(Path(file), float(share)) for file, _, share in parts], options.out)


def average(parts: list[tuple[Path, float]], out: Path) -> None:
    """Write the mean of the readers' weights, each counted by its share, in float16."""
    if not isclose(sum(share for _, share in parts), 1):
        sys.exit("The shares must come to 1.")
    readers = [(load_file(file), share) for file, share in parts]
    names = readers[0][0].keys()
    if any(reader.keys() != names for reader, _ in readers):
        sys.exit("These are not readers of one kind.")
    mean = {name: sum(share * reader[name].float() for reader, share in readers) for name in names}
    save_file({name: tensor.half().contiguous() for name, tensor in mean.items()}, out)


if __name__ == "__main__":
    main()
