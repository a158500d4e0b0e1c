#!/bin/sh
# Makes these messages again, or messages like them: by the program that SMIME_PRESENCE names, with the certificates of
# certs/testca. Those that are kept here were made by the program of commit 84722a6 (0.1.0).
#
# usage: make.sh [DIRECTORY]     (from the root of the repository)
set -eu

program=${SMIME_PRESENCE:-smime-presence}
directory=${1:-Tests/Vectors/version-0.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
SMIME_PRESENCE_STORE=$work/store.db
export SMIME_PRESENCE_STORE
mkdir -p "$directory"

certs=certs/testca
"$program" trust add "$certs/ca.pem" 2>"$work/words"
for holder in alice bob presence-server; do
    "$program" cert import "$certs/$holder.pem" --key "$certs/$holder-TEST-ONLY.key" 2>"$work/words"
done

document='<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:alice@example.test">
  <tuple id="a1"><status><basic>open</basic></status></tuple>
</presence>'

# message START-LINE CSEQ FROM TO [FIELD ...], with the document as its body
message() {
    printf '%s\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK652hsge\r\n' "$1"
    printf 'From: <%s>;tag=1234wxyz\r\nTo: <%s>\r\nCall-ID: 81818181@192.0.2.1\r\nCSeq: %s\r\n' "$3" "$4" "$2"
    shift 4
    for field in "$@"; do printf '%s\r\n' "$field"; done
    printf 'Content-Type: application/pidf+xml\r\nContent-Length: %d\r\n\r\n%s' "${#document}" "$document"
}

alice=sip:alice@example.test
bob=sip:bob@example.test
message "PUBLISH $alice SIP/2.0" '1 PUBLISH' "$alice" "$alice" 'Max-Forwards: 70' 'Subject: lunch' 'Event: presence' \
    'Expires: 3600' >"$work/publish.sip"
message 'NOTIFY sip:bob@192.0.2.9 SIP/2.0' '2 NOTIFY' "$alice" "$bob" 'Max-Forwards: 70' 'Contact: <sip:192.0.2.5>' \
    'Event: presence' 'Subscription-State: active;expires=500' >"$work/notify.sip"
message 'SIP/2.0 200 OK' '3 SUBSCRIBE' "$bob" "$alice" 'Contact: <sip:192.0.2.5>' 'Expires: 3600' >"$work/response.sip"

# make NAME INPUT COMMAND [OPTION ...]
make() {
    name=$1 input=$2
    shift 2
    "$program" "$@" -o "$directory/$name.sip" "$work/$input.sip" 2>"$work/words" ||
        { cat "$work/words" >&2; exit 1; }
}

for input in publish notify response; do
    make "$input-enveloped" "$input" encrypt
    make "$input-cbc" "$input" encrypt --cipher aes-256-cbc
    make "$input-detached" "$input" sign --form detached
    make "$input-opaque" "$input" sign --form opaque
    make "$input-base64" "$input" sign --form opaque --transfer-encoding base64
    make "$input-padded" "$input" encrypt --pad 512
    make "$input-tunnel" "$input" encrypt --tunnel
    make "$input-signed-tunnel" "$input" sign --tunnel
    make "$input-unbound" "$input" encrypt --no-binding
done
make publish-unsigned publish encrypt --unsigned
make publish-anonymous publish encrypt --tunnel --outer-headers anonymous --rewrite-dialog "$work/dialog.json"
make publish-for-three publish encrypt --to sip:example.test --to "$bob" --to "$alice"
