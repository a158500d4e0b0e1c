#!/bin/sh
# Regenerates the certificate requests of this folder with new keys, of which only erin's is kept. Needs the openssl
# command line, 3.0 or later.
set -eu
cd "$(dirname "$0")"
key=$(mktemp)
trap 'rm -f "$key"' EXIT

# request NAME KEYTYPE [OPTION...]
request() {
    name=$1 type=$2
    shift 2
    # shellcheck disable=SC2086
    openssl genpkey $type -out "$key" 2>/dev/null
    openssl req -new -key "$key" -subj "/CN=$name" -out "$name.csr" "$@"
}

p256="-algorithm EC -pkeyopt ec_paramgen_curve:P-256"
rsa2048="-algorithm RSA -pkeyopt rsa_keygen_bits:2048"
request erin "$p256" -addext "subjectAltName=URI:sip:erin@example.test"
cp "$key" erin.key
request p384 "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"
request rsa2048 "$rsa2048"
request everything "$p256" -addext "basicConstraints=critical,CA:TRUE,pathlen:3" \
    -addext "keyUsage=critical,keyCertSign,cRLSign" -addext "extendedKeyUsage=anyExtendedKeyUsage" \
    -addext "subjectAltName=URI:sip:mallory@example.test,URI:SIP:erin@Example.TEST,DNS:example.test"
request pss-sha256 "$rsa2048" -sigopt rsa_padding_mode:pss -sha256
# What is refused.
request pss-sha1 "$rsa2048" -sigopt rsa_padding_mode:pss -sha1
request rsa1024 "-algorithm RSA -pkeyopt rsa_keygen_bits:1024"
request p521 "-algorithm EC -pkeyopt ec_paramgen_curve:P-521"
request explicit "$p256 -pkeyopt ec_param_enc:explicit"
request ed25519 "-algorithm ED25519"
request rsa-pss "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"
request sha1 "$rsa2048" -sha1
# A question about three certificates, with a nonce.
ca=../../../certs/testca
openssl ocsp -issuer $ca/ca.pem -cert $ca/alice.pem -cert $ca/bob.pem -sha256 -cert $ca/carol.pem -reqout three.ocsp
