import CMS
import TestSupport
import Testing

/// Derived content keys (RFC 9709) are exchanged with a reader and a writer of a few lines of Python, over the
/// primitives of its package cryptography: no program of Debian has them.
@Suite(
    "Derived keys over cryptography for Python",
    .enabled(if: PythonProgram.isUsable, "python3 with the package cryptography is not installed"))
struct DerivedKeyTests {
    private static let ciphers: [ContentCipher] = [
        .aes256GCM, .aes128GCM, .chaCha20Poly1305, .aes256CBC, .aes128CBC,
    ]

    private static let program = """
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        DERIVED, DATA, RSA, OAEP = (oid(PKCS + end) for end in ["0910031f", "0701", "0101", "0107"])
        SHA256 = tlv(0x30, oid("608648016503040201"))
        OAEP_PARAMETERS = tlv(0x30, tlv(0xa0, SHA256), tlv(0xa1, tlv(0x30, oid(PKCS + "0108"), SHA256)))

        def derive(key, algorithm):
            return HKDF(hashes.SHA256(), len(key), b"The Cryptographic Message Syntax", algorithm).derive(key)

        def transport(name):
            if name == "pkcs1":
                return padding.PKCS1v15()
            return padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)

        def write(certificate, name, way, content):
            identifier, octets = CIPHERS[name]
            key, nonce = os.urandom(octets), os.urandom(16 if "cbc" in name else 12)
            parameters = tlv(4, nonce)
            if "gcm" in name:
                parameters = tlv(0x30, parameters, tlv(2, bytes([16])))
            algorithm = tlv(0x30, oid(identifier), parameters)
            used = derive(key, algorithm)
            tag = b""
            if "cbc" in name:
                fill = 16 - len(content) % 16
                encryptor = Cipher(algorithms.AES(used), modes.CBC(nonce)).encryptor()
                sealed = encryptor.update(content + bytes([fill] * fill)) + encryptor.finalize()
            else:
                aead = (ChaCha20Poly1305 if "chacha" in name else AESGCM)(used)
                sealed = aead.encrypt(nonce, content, None)
                sealed, tag = sealed[:-16], tlv(4, sealed[-16:])
            issuer = certificate.issuer.public_bytes()
            number = certificate.serial_number
            serial = tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))
            means = tlv(0x30, RSA, tlv(5)) if way == "pkcs1" else tlv(0x30, OAEP, OAEP_PARAMETERS)
            encrypted = certificate.public_key().encrypt(key, transport(way))
            recipient = tlv(0x30, tlv(2, b"\\0"), tlv(0x30, issuer, serial), means, tlv(4, encrypted))
            body = tlv(0x30, tlv(2, b"\\0"), tlv(0x31, recipient),
                       tlv(0x30, DATA, tlv(0x30, DERIVED, algorithm), tlv(0x80, sealed)), tag)
            kind = PKCS + ("0703" if "cbc" in name else "09100117")
            return tlv(0x30, oid(kind), tlv(0xa0, body))

        def read(private, way, message):
            body = elements(elements(elements(elements(message)[0][1])[1][1])[0][1])
            recipient = elements(elements(body[1][1])[0][1])
            key = private.decrypt(recipient[3][1], transport(way))
            info = elements(body[2][1])
            derivation = elements(info[1][1])
            assert derivation[0][2] == DERIVED and len(derivation) == 2
            algorithm = derivation[1][2]
            used, sealed = derive(key, algorithm), info[2][1]
            cipher, parameters = elements(derivation[1][1])
            name = next(name for name in CIPHERS if oid(CIPHERS[name][0]) == cipher[2])
            if "cbc" in name:
                decryptor = Cipher(algorithms.AES(used), modes.CBC(parameters[1])).decryptor()
                plain = decryptor.update(sealed) + decryptor.finalize()
                return plain[:-plain[-1]]
            nonce = parameters[1] if "chacha" in name else elements(parameters[1])[0][1]
            aead = (ChaCha20Poly1305 if "chacha" in name else AESGCM)(used)
            return aead.decrypt(nonce, sealed + body[3][1], None)

        if sys.argv[1] == "write":
            certificate = x509.load_pem_x509_certificate(open("bob.pem", "rb").read())
            result = write(certificate, sys.argv[2], sys.argv[3], open("content", "rb").read())
        else:
            private = serialization.load_pem_private_key(open("bob.key", "rb").read(), None)
            result = read(private, sys.argv[2], open("message", "rb").read())
        sys.stdout.buffer.write(result)
        """

    @Test("are opened there", arguments: ciphers, Enveloper.RSAKeyTransport.allCases)
    func written(cipher: ContentCipher, transport: Enveloper.RSAKeyTransport) throws {
        guard cipher != .chaCha20Poly1305 || transport != .pkcs1 else { return }
        let lab = try InteropLab(.rsa(bits: 2048))
        let message = try Enveloper(
            cipher: cipher, recipients: [lab.bob.certificate], rsaKeyTransport: transport,
            keyDerivation: .hkdfSHA256
        ).envelope(InteropLab.content)
        try lab.directory.write(message, to: "message")
        let opened = try PythonProgram(Self.program, in: lab.directory).run("read", transport.rawValue)
        #expect(opened == InteropLab.content)
    }

    @Test("are opened here", arguments: ciphers, Enveloper.RSAKeyTransport.allCases)
    func read(cipher: ContentCipher, transport: Enveloper.RSAKeyTransport) throws {
        let lab = try InteropLab(.rsa(bits: 2048))
        try lab.directory.write(InteropLab.content, to: "content")
        let message = try PythonProgram(Self.program, in: lab.directory).run(
            "write", cipher.name, transport.rawValue)
        guard case .envelopedData(let data) = try ContentInfo.read(message) else { throw TestLab.Missing() }
        #expect(data.cipher == cipher && data.keyDerivation == .hkdfSHA256)
        let recipient = try #require(data.recipients(naming: lab.bob.certificate).first)
        let opened = try data.decrypt(
            for: recipient, certificate: lab.bob.certificate, key: lab.bob.key)
        #expect(opened == InteropLab.content)
    }
}
