#!/bin/sh
# Runs a command in a network namespace with one address of its own: Firefox offers no ICE candidates on loopback, and nothing
# that the suites send can leave it. Usage: unshare --net sh own-network.sh COMMAND…
set -e
ip link set lo up
ip link add stage type veth peer name wings
ip address add 10.77.0.1/24 dev stage
ip link set stage up
ip link set wings up
ip route add default dev stage
VECHE_E2E_MEDIA_ADDRESS=10.77.0.1 exec "$@"
