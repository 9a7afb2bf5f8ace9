#!/usr/bin/env bash
# Checks the manifest against the schemas of Kubernetes, with the PyPI package kubernetes-validate. A schema catches
# misspelt keys and wrong types, not wrong meaning.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet kubernetes-validate
for version in 1.31 1.33; do
  "$folder/venv/bin/kubernetes-validate" --strict -k "$version" sweep.yaml
done
