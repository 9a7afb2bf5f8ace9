#!/usr/bin/env bash
# Ends what two-nodes-up.sh started, by the process numbers that it wrote down and by nothing else.
set -uo pipefail

folder=$(cd "$1" && pwd)
for pid_file in "$folder"/slurmctld.pid "$folder"/slurmd-n1.pid "$folder"/slurmd-n2.pid "$folder"/munge/pid; do
  if [ -s "$pid_file" ]; then
    kill "$(cat "$pid_file")" 2>/dev/null
  fi
done
exit 0
