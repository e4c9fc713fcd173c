#!/bin/bash
# Installs this release on a new machine with Amazon Linux 2023, and starts it:
#   install.sh ENVIRONMENT_FILE
# A machine is installed once. A new release comes with new machines.
set -euo pipefail

release=$(cd "$(dirname "$0")" && pwd)
environment=$1
agent=/opt/aws/amazon-cloudwatch-agent

# No repository of ours, no package index: Python and the agent come from Amazon Linux, all else
# lies in the release, whose hash was checked.
dnf install -y -q python3.13 amazon-cloudwatch-agent

useradd --system --user-group --home-dir /var/lib/errata --shell /sbin/nologin errata
install -d -m 0755 /etc/errata
install -m 0600 "$environment" /etc/errata/orchestrator.env

python3.13 -m venv --without-pip /opt/errata
cp -R "$release/packages/." /opt/errata/lib/python3.13/site-packages/
python3.13 -m compileall -q /opt/errata/lib/python3.13/site-packages
install -d -m 0700 -o errata -g errata /var/lib/errata
cp -R "$release/clips" /var/lib/errata/clips
chown -R errata:errata /var/lib/errata/clips

# Boxes are user namespaces, a handful for each candidate.
echo 'user.max_user_namespaces = 1024' > /etc/sysctl.d/90-errata.conf
sysctl -q --load /etc/sysctl.d/90-errata.conf

# shellcheck source=/dev/null
source "$environment"
sed "s|\${ERRATA_LOG_GROUP}|$ERRATA_LOG_GROUP|" "$release/amazon-cloudwatch-agent.json" > "$agent/errata.json"
"$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$agent/errata.json"

install -m 0644 "$release/errata-orchestrator.service" /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now errata-orchestrator.service
