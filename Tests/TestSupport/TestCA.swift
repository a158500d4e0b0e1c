import Foundation

/// The certificates shipped in certs/testca, found from where this file stands.
public enum TestCA {
    /// The octets of a file, such as "alice.pem" or "alice-TEST-ONLY.key".
    public static func octets(of name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try [UInt8](Data(contentsOf: root.appending(path: "certs/testca/\(name)")))
    }
}
