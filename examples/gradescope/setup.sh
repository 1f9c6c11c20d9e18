#!/usr/bin/env bash
# Gradescope runs this once, while it builds the autograder's image.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
# Where torch and torchvision come from. Empty: the ordinary package index, which on Linux may be a CUDA build of several
# GB. Set it to PyTorch's CPU index, which PyTorch's installation page shows when you choose "CPU".
torch_index="${TORCH_INDEX:-}"

python="${PYTHON:-}"
for candidate in python3.13 python3.12 python3.11 python3; do
    if [ -z "$python" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python="$candidate"
    fi
done
if [ -z "$python" ]; then  # Ubuntu 22.04 has 3.10 as its own, and 3.11 as a package
    apt-get update
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/pip" install --quiet ${torch_index:+--index-url "$torch_index"} torch torchvision
"$root/venv/bin/pip" install --quiet "$root/source/kit" pillow
