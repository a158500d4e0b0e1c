#!/bin/sh
# Protects a PUBLISH for the presence server of its domain and sends it over UDP, with a branch and Call-ID of its own
# each time: a server treats a second request with the same ones as a repetition. Prints the response of the server.
# Usage: protect-publish.sh MESSAGE HOST [PORT]
set -eu

if [ $# -lt 2 ]; then
    echo "usage: $0 MESSAGE HOST [PORT]" >&2
    exit 64
fi
smime_presence=${SMIME_PRESENCE:-smime-presence}
message=$1 host=$2 port=${3:-5060}

protected=$(mktemp)
trap 'rm -f "$protected"' EXIT
fresh=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
# Changes the header before the message is protected, since the Call-ID is signed with the body.
LC_ALL=C sed "1,/^\r*\$/ {
    s/^\(Call-ID\|i\) *:[^\r]*/Call-ID: $fresh/I
    s/;branch=z9hG4bK[^;,\r]*/;branch=z9hG4bK$fresh/
}" "$message" | "$smime_presence" encrypt -o "$protected"

# Without nc, bash can send a datagram too.
if command -v nc >/dev/null; then
    nc -u -w 1 "$host" "$port" <"$protected"
else
    echo "no nc here: sending without waiting for an answer" >&2
    bash -c 'cat >"/dev/udp/$0/$1"' "$host" "$port" <"$protected"
fi
