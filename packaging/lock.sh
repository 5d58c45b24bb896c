#!/bin/sh
# Makes requirements.lock and requirements-test.lock anew from pyproject.toml (needs uv and the network).
# Versions that still fit stay as they are; "packaging/lock.sh --upgrade" takes the newest of everything.
set -eu
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cd "$ROOT"

compile() {
  uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
    --python-version 3.11 "$@" pyproject.toml
}

compile "$@" --output-file requirements.lock
# The tests must run on the very versions that are shipped.
compile "$@" --extra test --constraints requirements.lock --output-file requirements-test.lock
