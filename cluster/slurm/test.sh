#!/usr/bin/env bash
# A sweep through a real Slurm of two nodes on this machine: as an array, one task killed with kill -9, what is missing
# resubmitted, merged, and compared byte for byte with the sweep in one go. Usage: test.sh PEAKDESK [SCENARIO]
#
# Needs root, and Debian's packages slurm-wlm and munge (apt-get install --no-install-recommends slurm-wlm munge).
set -euo pipefail

peakdesk=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
scenario=$(realpath "${2:-$here/../../scenarios/one-queue}")
work=$(mktemp -d)
chmod 755 "$work"
cd "$work"
end() {
  "$here/two-nodes-down.sh" "$work/slurm" || true
  sleep 1
  rm -rf "$work"
}
trap end EXIT
say() { echo "[$(date -u +%H:%M:%S)] $*"; }

say "in one go, for comparison"
what=(--replications 1500 --vary demand.scale=0.8:1.2:8 --vary contracts.per-contact.fees.0.per_contact=3.4,3.6)
"$peakdesk" sweep "$scenario" "${what[@]}" -o local --quiet >/dev/null

say "starting two nodes"
"$here/two-nodes-up.sh" "$work/slurm"
export SLURM_CONF=$work/slurm/slurm.conf PEAKDESK=$peakdesk
shards=8
"$peakdesk" sweep plan "$scenario" "${what[@]}" -o plan.json

wait_for() {
  for _ in $(seq 1200); do
    [ -z "$(squeue -h -j "$1" 2>/dev/null)" ] && return 0
    sleep 0.2
  done
  say "job $1 did not end"
  return 1
}

job=$(sbatch --parsable --array=0-$((shards - 1)) "$here/array.sbatch" plan.json $shards)
say "array $job of $shards tasks"

# the first task that is seen at work is killed
victim=
for _ in $(seq 600); do
  victim=$(pgrep -f "^$peakdesk sweep run plan.json" | head -n 1 || true)
  [ -n "$victim" ] && break
  sleep 0.05
done
[ -n "$victim" ] || { say "no task was seen at work"; exit 1; }
shard=$(tr '\0' ' ' <"/proc/$victim/cmdline" | sed 's/.*--shard \([0-9/]*\).*/\1/')
kill -9 "$victim"
say "killed process $victim at shard $shard with kill -9"
wait_for "$job"
say "the array has ended: $(ls parts/*.part | wc -l) of $shards parts are there"

status=0
"$peakdesk" sweep merge plan.json --parts parts -o merged || status=$?
[ "$status" = 6 ] || { say "merging with a hole ended with status $status and not 6"; exit 1; }
[ ! -e merged ] || { say "merging with a hole wrote something"; exit 1; }
missing=$("$peakdesk" sweep status plan.json --parts parts --shards $shards --missing)
[ "$missing" = "${shard%/*}" ] || { say "missing is '$missing', and should be '${shard%/*}'"; exit 1; }

say "resubmitting what is missing: $missing"
again=$(sbatch --parsable --array="$missing" "$here/array.sbatch" plan.json $shards)
merge=$(sbatch --parsable --dependency=afterany:"$again" "$here/merge.sbatch" plan.json merged)
wait_for "$again"
wait_for "$merge"
cat slurm/finished.txt | sed 's/ UserId.*JobState/ JobState/; s/ StartTime.*NodeList/ NodeList/; s/ NodeCnt.*//'
for file in sweep.csv sweep_effects.csv; do
  cmp "local/$file" "merged/$file"
  say "$file: the same $(stat -c %s "merged/$file") bytes as in one go"
done
nodes=$(grep -o 'NodeList=n[12]' slurm/finished.txt | sort -u | wc -l)
[ "$nodes" = 2 ] || { say "only one node worked"; exit 1; }
say "done: both nodes worked, one task was killed and resubmitted"
