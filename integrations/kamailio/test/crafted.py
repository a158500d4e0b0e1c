"""A protected message that no program here would write: an attacker's own, signed by a subscriber's true key."""
import subprocess

PART = b"Content-Disposition: attachment; handling=required\r\nContent-Transfer-Encoding: binary\r\n"


def tunnel(lab, signer, inside, outside):
    """`inside`, signed in a tunnel and enveloped for the server; its signer declares that `outside` may differ.

    Both are heads of messages without the empty line; `outside` gets the enveloped body.
    """
    def cms(*arguments, octets):
        return subprocess.run(["openssl", "cms", "-outform", "DER", *arguments], input=octets, check=True,
                              capture_output=True, cwd=lab.directory).stdout

    declared = outside.partition(b"\r\n")[2] + b"Intended-Recipient: <sip:example.test>\r\n"
    parts = [b"Content-Type: message/sip\r\nContent-Transfer-Encoding: binary\r\n\r\n" + inside,
             b"Content-Type: message/sipfrag\r\nContent-Disposition: aib;handling=optional\r\n\r\n" + declared]
    content = (b"Content-Type: multipart/mixed;boundary=part\r\n\r\n"
               + b"".join(b"--part\r\n" + part + b"\r\n" for part in parts) + b"--part--\r\n")
    signed = cms("-sign", "-binary", "-nodetach", "-signer", signer + ".pem", "-inkey", signer + ".key", octets=content)
    entity = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n" + PART + b"\r\n" + signed
    enveloped = cms("-encrypt", "-binary", "-aes-256-gcm", "server.pem", octets=entity)
    return (outside + b"Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data\r\n" + PART
            + b"Content-Length: %d\r\n\r\n" % len(enveloped) + enveloped)
