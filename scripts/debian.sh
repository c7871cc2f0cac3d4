#!/bin/sh
# Install those of the named Debian packages that are missing, as root or by sudo; nothing to do needs neither.
# No database cluster of the system's own is made for a PostgreSQL that only tests use.
set -eu

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
    # one line a package, and each must say so: an unknown package prints none
    [ "$(dpkg-query --show --showformat='${db:Status-Status}\n' "$@" 2>/dev/null | grep -cx installed)" -eq $# ]
}

if installed "$@"; then exit 0; fi

# Debian makes a cluster "main" and starts it while it installs a server, unless this says no. Gone again afterwards:
# who installs PostgreSQL for another purpose later gets Debian's own behaviour.
no_cluster=/etc/postgresql-common/createcluster.d/covidsol-tests.conf
as_root mkdir -p "${no_cluster%/*}"
as_root sh -c "echo 'create_main_cluster = false' > $no_cluster"
trap 'as_root rm -f "$no_cluster"' EXIT

echo "Installing Debian packages: $*"
as_root apt-get -o Acquire::Retries=3 update -qq
as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o Acquire::Retries=3 install -qq -y --no-install-recommends "$@"
