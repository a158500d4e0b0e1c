#!/bin/sh
# Issues the test subscribers of a lab: a CA, the presence server of the domain, and a certificate
# with its key for each user. Run it again to add users.
# Usage: issue-subscribers.sh DIRECTORY DOMAIN USER...
set -eu

if [ $# -lt 3 ]; then
    echo "usage: $0 DIRECTORY DOMAIN USER..." >&2
    exit 64
fi
smime_presence=${SMIME_PRESENCE:-smime-presence}
directory=$1 domain=$2
shift 2
mkdir -p "$directory"
export SMIME_PRESENCE_STORE="$directory/store.db"

if [ ! -e "$SMIME_PRESENCE_STORE" ]; then
    "$smime_presence" ca init --domain "$domain"
    "$smime_presence" cert issue "sip:$domain"
    "$smime_presence" ca show -o "$directory/ca.pem"
fi
for user; do
    "$smime_presence" cert issue "sip:$user@$domain"
    "$smime_presence" cert export -o "$directory/$user.pem" "sip:$user@$domain"
    "$smime_presence" cert export --key -o "$directory/$user.key" "sip:$user@$domain"
done
