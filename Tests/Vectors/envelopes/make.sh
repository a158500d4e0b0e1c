#!/bin/sh
# Makes the objects of this folder again, with new keys, which are public. Needs the openssl command line, 3.0 or later.
# Each is alice's signature of document.txt, enveloped for the presence server in one of the forms there are.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ca=../../../certs/testca

cat >"$work/ca.cnf" <<CONFIG
[ca]
default_ca = test
[test]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = anything
[anything]
commonName = supplied
CONFIG

# certificate NAME SERIAL URI KEYTYPE USAGE: key, and a certificate by the test CA.
certificate() {
    # shellcheck disable=SC2086
    openssl genpkey $4 -out "$1.key.pem" 2>/dev/null
    openssl req -new -key "$1.key.pem" -subj "/CN=$1" -out "$work/request.pem"
    printf '%s\n' 'basicConstraints=critical,CA:FALSE' "subjectAltName=URI:$3" 'subjectKeyIdentifier=hash' \
        "keyUsage=critical,digitalSignature,$5" >"$work/extensions.cnf"
    : >"$work/index.txt"
    echo "$2" >"$work/serial"
    openssl ca -batch -config "$work/ca.cnf" -in "$work/request.pem" -out "$1.pem" -notext \
        -startdate 20260101000000Z -enddate 20491231235959Z -extfile "$work/extensions.cnf" \
        -keyfile $ca/ca-TEST-ONLY.key -cert $ca/ca.pem 2>/dev/null
}

rsa='-algorithm RSA -pkeyopt rsa_keygen_bits:2048'
certificate alice-rsa 5EED01 sip:alice@example.test "$rsa" keyEncipherment
certificate rsa 5EED02 sip:example.test "$rsa" keyEncipherment
certificate p384 5EED03 sip:example.test '-algorithm EC -pkeyopt ec_paramgen_curve:P-384' keyAgreement
server=$ca/presence-server.pem

{
    printf 'Content-Type: application/pidf+xml\r\n\r\n<presence xmlns="urn:ietf:params:xml:ns:pidf" '
    printf 'entity="pres:alice@example.test"><tuple id="t"><status><basic>open</basic></status></tuple></presence>'
} >document.txt

# signed NAME OPTION...: the document in a SignedData.
signed() {
    name=$1
    shift
    openssl cms -sign -binary -nodetach -in document.txt -outform DER -out "$name.der" "$@"
}
p256="-signer $ca/alice.pem -inkey $ca/alice-TEST-ONLY.key"
rsa='-signer alice-rsa.pem -inkey alice-rsa.key.pem'
# shellcheck disable=SC2086
{
    signed signed $p256
    signed signed-no-attributes $p256 -noattr
    signed signed-key-identifier $p256 -keyid
    signed signed-no-certificate $p256 -nocerts
    signed signed-in-pieces $p256 -stream
    signed signed-rsa $rsa -md sha512
    signed signed-rsa-pss $rsa -keyopt rsa_padding_mode:pss
}

{
    printf 'Content-Type: application/pkcs7-mime\r\n\r\n'
    cat signed.der
} >"$work/entity"

# enveloped NAME OPTION...: the signature in an EnvelopedData or AuthEnvelopedData.
enveloped() {
    name=$1
    shift
    openssl cms -encrypt -binary -in "$work/entity" -outform DER -out "$name.der" "$@"
}
oaep='-keyopt rsa_padding_mode:oaep'
secret='-secretkey 000102030405060708090a0b0c0d0e0f -secretkeyid 01'
# shellcheck disable=SC2086
{
    enveloped rsa-pkcs1-cbc -aes-128-cbc -recip rsa.pem
    enveloped rsa-pkcs1-gcm -aes-128-gcm -recip rsa.pem
    enveloped rsa-pkcs1-3des -des3 -recip rsa.pem
    enveloped rsa-oaep-sha1 -aes-192-gcm -recip rsa.pem $oaep
    enveloped rsa-oaep-sha256 -aes-256-gcm -recip rsa.pem $oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha256
    enveloped rsa-oaep-two-digests -aes-256-cbc -recip rsa.pem $oaep -keyopt rsa_oaep_md:sha512
    enveloped rsa-oaep-label -aes-256-gcm -recip rsa.pem $oaep -keyopt rsa_oaep_label:6c6162656c
    enveloped rsa-key-identifier -aes-256-gcm -keyid -recip rsa.pem $oaep
    enveloped ecdh-sha1 -aes-128-gcm -recip $server
    enveloped ecdh-sha256 -aes-256-gcm -aes256-wrap -recip $server -keyopt ecdh_kdf_md:sha256
    enveloped ecdh-sha384 -aes-192-cbc -aes192-wrap -recip p384.pem -keyopt ecdh_kdf_md:sha384
    enveloped ecdh-sha512 -aes-256-cbc -aes128-wrap -recip $server -keyopt ecdh_kdf_md:sha512
    enveloped ecdh-3des -des3 -recip p384.pem
    enveloped ecdh-cofactor -aes-128-gcm -recip $server -keyopt ecdh_cofactor_mode:1
    enveloped ecdh-key-identifier -aes-256-gcm -keyid -recip p384.pem -keyopt ecdh_kdf_md:sha256
    enveloped in-pieces-cbc -stream -aes-256-cbc -recip rsa.pem
    enveloped in-pieces-gcm -stream -aes-256-gcm -recip $server
    enveloped shared-key -aes-128-gcm $secret
    enveloped password -aes-128-cbc -pwri_password secret
    enveloped all-recipients -aes-256-gcm $secret -recip rsa.pem -recip $server -recip p384.pem
}
