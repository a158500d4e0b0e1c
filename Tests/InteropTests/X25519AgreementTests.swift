import CMS
import TestSupport
import Testing

/// Key agreement with X25519 (RFC 8418) is exchanged with a reader and a writer of a few lines of Python,
/// over the primitives of its package cryptography: no program of Debian has it.
@Suite(
    "X25519 over cryptography for Python",
    .enabled(if: PythonProgram.isUsable, "python3 with the package cryptography is not installed"))
struct X25519AgreementTests {
    private static let program = """
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, keywrap, serialization
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
        from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        SCHEMES = {"x25519-hkdf-sha256": (PKCS + "09100313", True, hashes.SHA256()),
                   "x25519-hkdf-sha384": (PKCS + "09100314", True, hashes.SHA384()),
                   "x25519-hkdf-sha512": (PKCS + "09100315", True, hashes.SHA512()),
                   "x25519-sha256kdf": ("2b8104010b01", False, hashes.SHA256()),
                   "x25519-sha384kdf": ("2b8104010b02", False, hashes.SHA384()),
                   "x25519-sha512kdf": ("2b8104010b03", False, hashes.SHA512())}
        X25519 = tlv(0x30, oid("2b656e"))
        WRAPS = {16: tlv(0x30, oid(NIST + "05")), 32: tlv(0x30, oid(NIST + "2d"))}

        def derive(secret, scheme, octets, ukm):
            _, is_hkdf, digest = SCHEMES[scheme]
            u = b"" if ukm is None else tlv(0xa0, tlv(4, ukm))
            info = tlv(0x30, WRAPS[octets], u, tlv(0xa2, tlv(4, (octets * 8).to_bytes(4, "big"))))
            if is_hkdf:
                return HKDF(digest, octets, ukm, info).derive(secret)
            return X963KDF(digest, octets, info).derive(secret)

        def write(certificate, cipher, scheme, ukm, content):
            identifier, octets = CIPHERS[cipher]
            key, nonce = os.urandom(octets), os.urandom(12)
            parameters = tlv(4, nonce)
            if "gcm" in cipher:
                parameters = tlv(0x30, parameters, tlv(2, bytes([16])))
            sealed = (AESGCM if "gcm" in cipher else ChaCha20Poly1305)(key).encrypt(nonce, content, None)
            own = X25519PrivateKey.generate()
            wrapping = derive(own.exchange(certificate.public_key()), scheme, octets, ukm)
            point = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            number = certificate.serial_number
            serial = tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))
            recipient = tlv(
                0xa1, tlv(2, b"\\x03"), tlv(0xa0, tlv(0xa1, X25519, tlv(3, b"\\0", point))),
                b"" if ukm is None else tlv(0xa1, tlv(4, ukm)),
                tlv(0x30, oid(SCHEMES[scheme][0]), WRAPS[octets]),
                tlv(0x30, tlv(0x30, tlv(0x30, certificate.issuer.public_bytes(), serial),
                              tlv(4, keywrap.aes_key_wrap(wrapping, key)))))
            body = tlv(0x30, tlv(2, b"\\0"), tlv(0x31, recipient),
                       tlv(0x30, oid(PKCS + "0701"), tlv(0x30, oid(identifier), parameters),
                           tlv(0x80, sealed[:-16])), tlv(4, sealed[-16:]))
            return tlv(0x30, oid(PKCS + "09100117"), tlv(0xa0, body))

        def read(private, message):
            body = elements(elements(elements(elements(message)[0][1])[1][1])[0][1])
            recipient = elements(elements(body[1][1])[0][1])
            originator = elements(elements(recipient[1][1])[0][1])
            assert originator[0][2] == X25519 and originator[1][1][0] == 0
            scheme = elements(recipient[2][1])
            assert scheme[0][2] == oid(PKCS + "09100313")
            octets = next(n for n in WRAPS if WRAPS[n] == scheme[1][2])
            secret = private.exchange(X25519PublicKey.from_public_bytes(originator[1][1][1:]))
            wrapping = derive(secret, "x25519-hkdf-sha256", octets, None)
            wrapped = elements(elements(recipient[3][1])[0][1])[1][1]
            key = keywrap.aes_key_unwrap(wrapping, wrapped)
            info = elements(body[2][1])
            parameters = elements(info[1][1])[1]
            aead = ChaCha20Poly1305 if parameters[0] == 4 else AESGCM
            nonce = parameters[1] if parameters[0] == 4 else elements(parameters[1])[0][1]
            return aead(key).decrypt(nonce, info[2][1] + body[3][1], None)

        if sys.argv[1] == "write":
            certificate = x509.load_pem_x509_certificate(open("bob.pem", "rb").read())
            ukm = None if sys.argv[4] == "none" else bytes.fromhex(sys.argv[4])
            result = write(certificate, sys.argv[2], sys.argv[3], ukm, open("content", "rb").read())
        else:
            private = serialization.load_pem_private_key(open("bob.key", "rb").read(), None)
            result = read(private, open("message", "rb").read())
        sys.stdout.buffer.write(result)
        """

    private static let ciphers: [ContentCipher] = [.aes256GCM, .aes128GCM, .chaCha20Poly1305]

    @Test("is opened there", arguments: ciphers)
    func written(cipher: ContentCipher) throws {
        let lab = try InteropLab(.x25519)
        let message = try Enveloper(cipher: cipher, recipients: [lab.bob.certificate])
            .envelope(InteropLab.content)
        try lab.directory.write(message, to: "message")
        #expect(try PythonProgram(Self.program, in: lab.directory).run("read") == InteropLab.content)
    }

    @Test(
        "is opened here, in each derivation, with and without keying material",
        arguments: [
            "x25519-hkdf-sha256", "x25519-hkdf-sha384", "x25519-hkdf-sha512", "x25519-sha256kdf",
            "x25519-sha384kdf", "x25519-sha512kdf",
        ], ["none", "0102030405060708", String(repeating: "5a", count: 64)])
    func read(scheme: String, material: String) throws {
        let lab = try InteropLab(.x25519)
        let program = PythonProgram(Self.program, in: lab.directory)
        for cipher in Self.ciphers {
            let message = try program.run("write", cipher.name, scheme, material)
            guard case .envelopedData(let data) = try ContentInfo.read(message) else {
                throw TestLab.Missing()
            }
            let recipient = try #require(data.recipients(naming: lab.bob.certificate).first)
            #expect(recipient.keyManagement?.name == scheme && data.cipher == cipher)
            let opened = try data.decrypt(
                for: recipient, certificate: lab.bob.certificate, key: lab.bob.key)
            #expect(opened == InteropLab.content)
        }
    }
}
