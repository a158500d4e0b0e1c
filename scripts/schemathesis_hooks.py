"""What schemathesis sends to the service as SIP messages and MIME bodies: well formed ones, and octets of all kinds."""
import schemathesis
from hypothesis import strategies as st

DOCUMENT = (
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.test"><tuple id="t"><status><basic>open'
    "</basic></status></tuple></presence>"
)


def message(method, body, kind, event):
    lines = [
        f"{method} sip:alice@example.test SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1",
        "From: <sip:alice@example.test>;tag=1", "To: <sip:alice@example.test>", "Call-ID: 1", f"CSeq: 1 {method}",
        f"Event: {event}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "", body,
    ]
    return "\r\n".join(lines).encode()


messages = st.builds(
    message,
    st.sampled_from(["PUBLISH", "SUBSCRIBE", "NOTIFY", "MESSAGE", "ACK"]),
    st.sampled_from(["", DOCUMENT, "<presence", "0\x80"]),
    st.sampled_from(["application/pidf+xml", "application/pkcs7-mime", "multipart/signed", "text/plain", "x"]),
    st.sampled_from(["presence", "dialog", ""]),
)


def cut(octets, length):
    return octets[:length]


@schemathesis.serializer("message/sip", "application/pidf+xml", "application/pkcs7-mime")
def serialize(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


schemathesis.openapi.media_type(
    "message/sip", st.one_of(messages, st.builds(cut, messages, st.integers(0, 400)), st.binary(max_size=200)))
schemathesis.openapi.media_type(
    "application/pidf+xml", st.one_of(st.just(DOCUMENT.encode()), st.binary(max_size=200)))
schemathesis.openapi.media_type("application/pkcs7-mime", st.binary(max_size=200))
