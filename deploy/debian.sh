#!/usr/bin/env bash
# Install Debian packages that tests need, as root; of what they bring, nothing is started.
set -euo pipefail

policy=${POLICY_RC_D:-/usr/sbin/policy-rc.d}
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
# The policy is for systemd; without it, this is what keeps a daemon from being started.
export RUNLEVEL=1
export DEBIAN_FRONTEND=noninteractive
echo "Installing $* ..."
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
