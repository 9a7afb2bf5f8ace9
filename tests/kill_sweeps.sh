#!/usr/bin/env bash
# Kills a sweep with kill -9 at random moments, starts it again each time, and compares its files with those of a sweep that
# was left alone. Usage: tests/kill_sweeps.sh PEAKDESK [KILLS] [SEED]; 50 kills if nothing is said.
set -euo pipefail

peakdesk=$(realpath "$1")
kills=${2:-50}
RANDOM=${3:-1}
scenario=$(realpath "$(dirname "$0")/../scenarios/one-queue")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# points of different length, some of which share a simulation
what=(--replications 100 --vary demand.scale=0.7:1.3:12 --vary contracts.per-contact.fees.0.per_contact=3.4,3.6,3.8)
"$peakdesk" sweep "$scenario" "${what[@]}" -o whole --quiet >/dev/null

done_kills=0
sweeps=0
while [ "$done_kills" -lt "$kills" ]; do
  rm -rf cut
  sweeps=$((sweeps + 1))
  while true; do
    "$peakdesk" sweep "$scenario" "${what[@]}" -o cut --quiet >/dev/null 2>err &
    child=$!
    # 0 to 0.8 s, so that reading, planning, playing, writing and putting in place are all met
    sleep "0.$(printf '%03d' $((RANDOM % 800)))"
    if [ "$done_kills" -lt "$kills" ] && kill -9 "$child" 2>/dev/null; then
      done_kills=$((done_kills + 1))
      wait "$child" 2>/dev/null || true
    else
      status=0
      wait "$child" || status=$?
      [ "$status" = 0 ] || { echo "ended with status $status:"; cat err; exit 1; }
      break
    fi
  done
  for file in sweep.csv sweep_effects.csv; do
    cmp "whole/$file" "cut/$file"
  done
  [ ! -e cut.journal ] || { echo "the journal was left behind"; exit 1; }
done
echo "$done_kills kills over $sweeps sweeps: the same bytes every time"
