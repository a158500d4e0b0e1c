#!/bin/sh
# Protects a PUBLISH for the presence server of its domain and sends it over UDP.
# Prints the response of the server. Usage: protect-publish.sh MESSAGE HOST [PORT]
set -eu

if [ $# -lt 2 ]; then
    echo "usage: $0 MESSAGE HOST [PORT]" >&2
    exit 64
fi
smime_presence=${SMIME_PRESENCE:-smime-presence}
message=$1 host=$2 port=${3:-5060}

protected=$(mktemp)
trap 'rm -f "$protected"' EXIT
"$smime_presence" encrypt -o "$protected" "$message"

# Without nc, bash can send a datagram too.
if command -v nc >/dev/null; then
    nc -u -w 1 "$host" "$port" <"$protected"
else
    echo "no nc here: sending without waiting for an answer" >&2
    bash -c 'cat >"/dev/udp/$0/$1"' "$host" "$port" <"$protected"
fi
