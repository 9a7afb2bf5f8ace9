#!/usr/bin/env bash
# Starts a private Slurm of two nodes on this machine, for trying things out and for the test beside it. Needs root and
# Debian's slurm-wlm and munge; touches nothing of a Slurm that is installed here. Usage: two-nodes-up.sh FOLDER, then
# export SLURM_CONF=FOLDER/slurm.conf. End it with two-nodes-down.sh FOLDER.
set -euo pipefail

mkdir -p "$1"
folder=$(cd "$1" && pwd)
host=$(hostname -s)
mkdir -p "$folder"/{munge,state,spool-n1,spool-n2}
# munged runs as its own user and must reach its socket
chmod 755 "$folder"
chown munge:munge "$folder/munge"
chmod 755 "$folder/munge"
dd if=/dev/urandom bs=128 count=8 of="$folder/munge/key" status=none
chown munge:munge "$folder/munge/key"
chmod 400 "$folder/munge/key"
setpriv --reuid=munge --regid=munge --clear-groups munged --key-file="$folder/munge/key" \
  --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" \
  --seed-file="$folder/munge/seed"

cat >"$folder/slurm.conf" <<CONF
ClusterName=two
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=10
StateSaveLocation=$folder/state
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmdSpoolDir=$folder/spool-%n
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$folder/finished.txt
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MaxArraySize=10001
SlurmdTimeout=10
ReturnToService=2
MpiDefault=none
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=27001 CPUs=1 RealMemory=1000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=27002 CPUs=1 RealMemory=1000
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF

export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd -N n1
slurmd -N n2
for _ in $(seq 60); do
  if [ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ]; then
    echo "two nodes are up; export SLURM_CONF=$folder/slurm.conf"
    exit 0
  fi
  sleep 0.5
done
echo "the nodes did not come up; see $folder/slurmctld.log" >&2
exit 1
