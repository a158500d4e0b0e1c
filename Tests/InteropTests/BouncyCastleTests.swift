import CMS
import Foundation
import TestSupport
import Testing

/// Bouncy Castle is the one other implementation in Debian 12 of Ed25519 in CMS (RFC 8419).
@Suite(
    "Bouncy Castle",
    .enabled(if: BouncyCastle.isUsable, "Bouncy Castle or a JDK is not installed"))
struct BouncyCastleTests {
    private static let program = """
        import java.io.*;
        import java.nio.file.*;
        import java.security.*;
        import java.security.cert.*;
        import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
        import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
        import org.bouncycastle.cms.*;
        import org.bouncycastle.cms.jcajce.*;
        import org.bouncycastle.jce.provider.BouncyCastleProvider;
        import org.bouncycastle.openssl.PEMParser;
        import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
        import org.bouncycastle.operator.ContentSigner;
        import org.bouncycastle.operator.jcajce.*;

        public class Exchange {
            public static void main(String[] arguments) throws Exception {
                Security.addProvider(new BouncyCastleProvider());
                X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", "BC")
                    .generateCertificate(new FileInputStream("alice.pem"));
                if (arguments[0].equals("verify")) {
                    // Messages, each after its length: a letter for each verdict.
                    DataInputStream messages = new DataInputStream(new FileInputStream("messages"));
                    while (messages.available() > 0) {
                        byte[] message = new byte[messages.readInt()];
                        messages.readFully(message);
                        System.out.print(isSigned(message, certificate) ? 'y' : 'n');
                    }
                    System.out.flush();
                } else {
                    System.out.write(sign(arguments[1], arguments[2].equals("direct"), certificate));
                    System.out.flush();
                }
            }

            static boolean isSigned(byte[] message, X509Certificate certificate) {
                try {
                    SignerInformation signer = new CMSSignedData(message).getSignerInfos().iterator().next();
                    return signer.verify(
                        new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
                } catch (Exception failure) {
                    return false;
                }
            }

            static byte[] sign(String algorithm, boolean isDirect, X509Certificate certificate)
                throws Exception {
                PEMParser parser = new PEMParser(new FileReader("alice.key"));
                PrivateKey key = new JcaPEMKeyConverter().setProvider("BC")
                    .getPrivateKey((PrivateKeyInfo) parser.readObject());
                ContentSigner signer = new JcaContentSignerBuilder(algorithm).setProvider("BC").build(key);
                JcaSignerInfoGeneratorBuilder builder = new JcaSignerInfoGeneratorBuilder(
                    new JcaDigestCalculatorProviderBuilder().setProvider("BC").build());
                builder.setDirectSignature(isDirect);
                CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
                generator.addSignerInfoGenerator(builder.build(signer, certificate));
                generator.addCertificate(new JcaX509CertificateHolder(certificate));
                byte[] content = Files.readAllBytes(Path.of("content"));
                return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
            }
        }
        """

    private static func run(_ arguments: String..., in lab: InteropLab) throws -> [UInt8] {
        try lab.directory.write(Array(program.utf8), to: "Exchange.java")
        return try lab.tool("java").run(["-cp", BouncyCastle.path, "Exchange.java"] + arguments)
    }

    /// Whether each message is signed, as Bouncy Castle and this library say.
    private static func verdicts(
        _ messages: [[UInt8]], in lab: InteropLab
    ) throws -> (there: [Bool], here: [Bool]) {
        var octets: [UInt8] = []
        for message in messages {
            octets += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: message.count >> $0) }
            octets += message
        }
        try lab.directory.write(octets, to: "messages")
        let letters = try run("verify", in: lab)
        let here = messages.map { message -> Bool in
            guard case .signedData(let data) = try? ContentInfo.read(message) else { return false }
            return (try? data.verify(signedBy: lab.alice.certificate)) != nil
        }
        return (letters.map { $0 == UInt8(ascii: "y") }, here)
    }

    @Test(
        "verifies signatures of this library, and refuses each with an octet changed",
        arguments: [
            (KeyAlgorithm.ed25519, Signer.RSASignature.pkcs1), (.rsa(bits: 2048), .pss), (.p521, .pkcs1),
        ])
    func verifies(algorithm: KeyAlgorithm, signature: Signer.RSASignature) throws {
        let lab = try InteropLab(algorithm)
        let signer = try Signer(
            certificate: lab.alice.certificate, key: lab.alice.key, rsaSignature: signature)
        let message = try signer.sign(InteropLab.content, form: .opaque, signingTime: TestLab.now)
        let node = try DERNode(parsing: message)
        let attributes = Array(node.signedAttributes.map(\.der).joined())
        var messages = [message]
        for part in [InteropLab.content, attributes, node.signature] {
            // One octet in eight: a signature on P-521 takes it a millisecond.
            for index in try #require(message.firstRange(of: part)) where index % 8 == 0 {
                var changed = message
                changed[index] ^= 0x10
                messages.append(changed)
            }
        }
        let (there, here) = try Self.verdicts(messages, in: lab)
        #expect(there == here && there.count == messages.count)
        #expect(there.first == true && !there.dropFirst().contains(true))
    }

    @Test(
        "makes signatures that this library verifies, with attributes and without",
        arguments: [
            (KeyAlgorithm.ed25519, "Ed25519", "Ed25519"),
            (.rsa(bits: 2048), "SHA256withRSAandMGF1", "RSA-PSS"), (.p521, "SHA512withECDSA", "ECDSA"),
        ], ["attributes", "direct"])
    func signs(row: (key: KeyAlgorithm, algorithm: String, name: String), form: String) throws {
        let lab = try InteropLab(row.key)
        let message = try Self.run("sign", row.algorithm, form, in: lab)
        guard case .signedData(let data) = try ContentInfo.read(message) else { throw TestLab.Missing() }
        #expect(data.signer.signatureAlgorithm.name == row.name)
        #expect((data.signer.signedAttributes == nil) == (form == "direct"))
        #expect(try data.verify(signedBy: lab.alice.certificate).content == InteropLab.content)
    }
}

/// Bouncy Castle, where Debian installs it.
private enum BouncyCastle {
    private static let libraries = ["bcpkix", "bcprov", "bcutil"].map { "/usr/share/java/\($0).jar" }

    static let path = libraries.joined(separator: ":")

    static let isUsable =
        Tool.arePresent("java", "javac")
        && libraries.allSatisfy { FileManager.default.isReadableFile(atPath: $0) }
}
