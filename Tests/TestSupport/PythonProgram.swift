/// A program of a few lines of Python over the primitives of its package cryptography, for
/// forms that no other program has.
public struct PythonProgram {
    private let text: String
    private let python: Tool

    /// Whether python3 is installed with the package.
    public static let isUsable: Bool = {
        guard Tool.arePresent("python3"), let directory = try? TemporaryDirectory() else { return false }
        let python = Tool(name: "python3", directory: directory)
        return (try? python("-c", "import cryptography.hazmat.primitives.kdf.hkdf")) != nil
    }()

    /// Functions that read trees of DER, and write them.
    private static let functions = """
        import os, sys

        def tlv(tag, *parts):
            content = b"".join(parts)
            n = len(content)
            size = bytes([n]) if n < 128 else bytes([0x82, n >> 8, n & 255])
            return bytes([tag]) + size + content

        def elements(der):
            found = []
            while der:
                n, start = der[1], 2
                if n > 127:
                    start = 2 + (n & 127)
                    n = int.from_bytes(der[2:start], "big")
                found.append((der[0], der[start:start + n], der[:start + n]))
                der = der[start + n:]
            return found

        def oid(text):
            return tlv(6, bytes.fromhex(text))

        NIST, PKCS = "6086480165030401", "2a864886f70d01"
        CIPHERS = {"aes-128-gcm": (NIST + "06", 16), "aes-256-gcm": (NIST + "2e", 32),
                   "aes-128-cbc": (NIST + "02", 16), "aes-256-cbc": (NIST + "2a", 32),
                   "chacha20-poly1305": (PKCS + "09100312", 32)}


        """

    /// Creates a program that runs in a directory: this text, which begins with
    /// functions that read and write DER.
    public init(_ text: String, in directory: TemporaryDirectory) {
        self.text = Self.functions + text
        python = Tool(name: "python3", directory: directory)
    }

    /// Runs with arguments and returns standard output; throws on any status but 0.
    public func run(_ arguments: String...) throws -> [UInt8] {
        try python.run(["-c", text] + arguments)
    }
}
