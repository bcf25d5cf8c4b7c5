#!/usr/bin/env bash
# Puts everything that the lock names into wheelhouse/, as wheels for this Python and this kind of
# machine: run it where there is a package index, with the Python of the image (3.11), and take the
# folder to where there is none. PyTorch is the CPU build; where pip does not find that one,
#   TORCH_WHEELS=/its/folder/or/address deploy/wheelhouse.sh
# PYTHON names another Python.
set -euo pipefail

cd "$(dirname "$0")/.."
to=wheelhouse
torch=$(grep -o '^torch==[0-9.]*' requirements.lock)
get=("${PYTHON:-python3.11}" -m pip download --no-deps --only-binary :all: --dest "$to")

mkdir -p "$to"
"${get[@]}" ${TORCH_WHEELS:+--find-links "$TORCH_WHEELS"} "$torch+cpu"
"${get[@]}" -r <(grep -v '^torch==' requirements.lock)
(cd "$to" && sha256sum ./*.whl > SHA256SUMS)
echo "$(find "$to" -name '*.whl' | wc -l) wheels in $to/, with their hashes in $to/SHA256SUMS."
