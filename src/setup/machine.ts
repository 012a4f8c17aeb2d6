/** For a machine that stays: its disk keeps the runs, and the bucket a copy. */

const CONFIG = '/etc/countersign/config.yaml';
const ENVIRONMENT = '/etc/countersign/environment';
const STATE = '/var/lib/countersign';
const SCAN = `countersign scan --config ${CONFIG} --out ${STATE} --log-format json`;

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
export function systemdService(heading: string): string {
  return `# ${heading}
# /etc/systemd/system/countersign.service
# ${ENVIRONMENT} belongs to root with mode 0600 and holds COUNTERSIGN_EXTERNAL_ID and AWS_REGION.
# The unit fails with the code of the scan: 1 could not run, 2 findings, 3 not complete. OnFailure= in a drop-in tells
# whom you like.
[Unit]
Description=Countersign: who from outside may enter our AWS accounts
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/local/bin/${SCAN}
EnvironmentFile=${ENVIRONMENT}
DynamicUser=yes
StateDirectory=countersign
StateDirectoryMode=0700
WorkingDirectory=${STATE}
UMask=0077
# As long as limits.runMinutes of the configuration, and an hour for judging and sealing.
TimeoutStartSec=9h
# A scan that is told to stop seals what it has read.
TimeoutStopSec=5min
CapabilityBoundingSet=
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
`;
}

export function systemdTimer(heading: string): string {
  return `# ${heading}
# /etc/systemd/system/countersign.timer: systemctl enable --now countersign.timer
[Unit]
Description=Countersign every night

[Timer]
OnCalendar=*-*-* 03:15:00
RandomizedDelaySec=5min
# A machine that slept through it runs it when it wakes.
Persistent=true

[Install]
WantedBy=timers.target
`;
}

/** Two runs never write at once; cron sends a mail only where a run did not end with 0. */
export function crontab(heading: string): string {
  return `# ${heading}
# /etc/cron.d/countersign, for the user countersign, who owns ${STATE}.
# ${ENVIRONMENT} has mode 0600, belongs to that user and holds COUNTERSIGN_EXTERNAL_ID and AWS_REGION.
SHELL=/bin/sh
PATH=/usr/local/bin:/usr/bin:/bin
MAILTO=root
15 3 * * * countersign cd ${STATE} && set -a && . ${ENVIRONMENT} && { flock --nonblock cron.lock ${SCAN} >cron.log 2>&1 || { code=$?; tail -n 20 cron.log; echo "countersign ended with $code"; }; }
`;
}
