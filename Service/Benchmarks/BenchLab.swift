import CMS
import CertStore
import CertificateAdministration
import Foundation
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// A store with the keys of many users and of their presence server, and messages between them.
struct BenchLab {
    let directory: URL
    let users: Int

    var storePath: String { directory.appending(path: "store.db").path }
    var socketPath: String { directory.appending(path: "s").path }

    init(users: Int) throws {
        self.users = users
        directory = URL(filePath: NSTemporaryDirectory()).appending(
            path: "service-bench-\(UInt32.random(in: 0...(.max)))")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try CertStore.openOrCreate(
            storePath, encrypted: false, rememberingSince: Date() - 3600)
        let now = Date() - 60
        _ = try store.makeAuthority(forDomain: "example.test", key: .p256, at: now)
        for uri in ["sip:example.test"] + (0..<users).map({ "sip:u\($0)@example.test" }) {
            _ = try store.issue(try SubscriberAddress(uri).profile(), on: IssuingTerms(days: 30, at: now))
        }
    }

    func remove() { try? FileManager.default.removeItem(at: directory) }

    /// The PUBLISH with a number, of one of the users.
    func publication(_ number: Int) -> [UInt8] {
        let user = "sip:u\(number % users)@example.test"
        let document =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" "
            + "entity=\"\(user)\"><tuple id=\"t1\"><status><basic>open</basic></status>"
            + "<contact priority=\"0.8\">\(user)</contact><note xml:lang=\"en\">In a meeting \(number)</note>"
            + "</tuple></presence>"
        let lines = [
            "PUBLISH \(user) SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK\(number)",
            "Max-Forwards: 70", "From: <\(user)>;tag=\(number)", "To: <\(user)>",
            "Call-ID: \(number)@pc.example.test", "CSeq: 1 PUBLISH", "Event: presence", "Expires: 3600",
            "Content-Type: application/pidf+xml", "Content-Length: \(document.utf8.count)", "", document,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
