import AccessLeg
import SIPMessage
import TestSupport
import Testing

@Suite("SecurityMechanism and its lists")
struct SecurityMechanismTests {
    @Test("reads both generations of parameter names in any case")
    func generations() throws {
        let old = try #require(
            SecurityMechanism.parse(
                "IPsec-3GPP;q=0.1;alg=HMAC-SHA-1-96;EALG=AES-CBC;spi=12345;port1=5062;port2=5063"))
        #expect(old.name == "ipsec-3gpp" && old.preference == 100 && old.parameterNames == .single)
        #expect(old.integrityAlgorithm == "hmac-sha-1-96" && old.encryptionAlgorithm == "aes-cbc")
        let new = try #require(
            SecurityMechanism.parse(
                "ipsec-3gpp; alg=hmac-md5-96; prot=esp; mod=trans; spi-c=1; spi-s=2; port-c=5062; port-s=5064"
            ))
        #expect(new.parameterNames == .clientAndServer && new.preference == nil && new.ipsecProtocol == "esp")
        #expect(SecurityMechanism.parse("tls;q=1.000")?.parameterNames == nil)
    }

    @Test(
        "is judged by its effect, not by its name",
        arguments: [
            ("tls", .encrypts), ("digest;d-alg=md5;d-qop=auth", .leavesReadable),
            ("ipsec-3gpp;alg=hmac-sha-1-96", .leavesReadable),
            ("ipsec-3gpp;ealg=null", .leavesReadable), ("ipsec-3gpp;ealg=NULL", .leavesReadable),
            ("ipsec-3gpp;ealg=aes-cbc", .encrypts), ("ipsec-3gpp;ealg=des-ede3-cbc", .encrypts),
            ("ipsec-3gpp;ealg=aes-gcm", .encrypts), ("ipsec-3gpp;ealg=rot13", .unknown),
            ("ipsec-3gpp;prot=ah;ealg=aes-cbc", .leavesReadable),
            ("ipsec-3gpp;prot=x;ealg=aes-cbc", .unknown),
            ("ipsec-ike", .unknown), ("ipsec-man;ealg=aes-cbc", .unknown), ("quantum", .unknown),
        ] as [(String, SecurityMechanism.Effect)])
    func effect(value: String, effect: SecurityMechanism.Effect) throws {
        #expect(try #require(SecurityMechanism.parse(value)).effect == effect)
    }

    @Test(
        "refuses malformed and contradictory mechanisms",
        arguments: [
            "", ";q=1", "ipsec-3gpp;ealg", "ipsec-3gpp;ealg=", "ipsec-3gpp;ealg=\"\"", "tls;q=2",
            "tls;q=1.001",
            "tls;q=0.1234", "tls;q", "tls;q=-0.1", "tls;q=.5", "ipsec-3gpp;ealg=aes-cbc;ealg=null",
            "ipsec-3gpp;spi=1;spi-c=2", "ipsec-3gpp;spi=4294967296", "ipsec-3gpp;spi-s=-1",
            "ipsec-3gpp;port-c=65536",
            "ipsec-3gpp;port1=", "tls digest",
        ])
    func refused(value: String) {
        #expect(SecurityMechanism.parse(value) == nil)
    }

    private func list(_ lines: String..., name: HeaderName = "Security-Verify") throws
        -> SecurityMechanismList?
    {
        SecurityMechanismList(
            name, of: try ExampleMessage.subscribe(others: lines.map { "\(name): \($0)" }))
    }

    @Test("the most preferred of several mechanisms is in effect, over repeated fields and lists")
    func preferred() throws {
        let found = try list("ipsec-3gpp;q=0.3;ealg=null, digest;q=0.1", "tls;q=0.7")
        #expect(found?.mechanisms.count == 3 && found?.effective()?.name == "tls")
        #expect(try list() == nil)
    }

    @Test(
        "if preferences do not decide, the mechanism that protects least counts",
        arguments: [
            ("tls;q=0.5, ipsec-3gpp;q=0.5;ealg=null", "ipsec-3gpp"),
            ("tls, ipsec-3gpp;ealg=null", "ipsec-3gpp"),
            ("tls;q=0.9, digest", "digest"), ("tls;q=0.5, quantum;q=0.5", "quantum"),
        ])
    func ties(value: String, name: String) throws {
        #expect(try list(value)?.effective()?.name == name)
    }

    @Test("a mechanism that the terminal did not offer is not in effect")
    func common() throws {
        let server = try #require(try list("tls;q=0.9, ipsec-3gpp;q=0.1;ealg=null", name: "Security-Server"))
        #expect(
            server.effective(offeredTo: try list("ipsec-3gpp", name: "Security-Client"))?.name == "ipsec-3gpp"
        )
        #expect(
            server.effective(offeredTo: try list("ipsec-3gpp;ealg=aes-cbc", name: "Security-Client")) == nil)
        #expect(server.effective(offeredTo: try list("tls;q=2", name: "Security-Client")) == nil)
    }

    @Test("one malformed element makes a list unusable, and so does one above the limit")
    func faults() throws {
        let malformed = try list("tls;q=0.9, ipsec-3gpp;q=7")
        #expect(malformed?.fault == .malformed && malformed?.effective() == nil)
        let long = Array(repeating: "tls", count: SecurityMechanismList.maximum + 1).joined(separator: ",")
        #expect(try list(long)?.fault == .tooMany)
        #expect(try list(String(long.dropLast(4)))?.fault == nil)
    }

    @Test("a list repeats another only if nothing differs")
    func repeats() throws {
        let server = try #require(try list("ipsec-3gpp;q=0.1;ealg=aes-cbc;spi-c=1", name: "Security-Server"))
        let same = try #require(try list("ipsec-3gpp; ealg=AES-CBC; spi-c=1; q=0.1"))
        #expect(same.repeats(server))
        for other in ["ipsec-3gpp;q=0.1;spi-c=1", "ipsec-3gpp;q=0.1;ealg=aes-cbc;spi-c=2", "tls;q=9"] {
            #expect(try list(other)?.repeats(server) == false)
        }
    }
}
