/// A program of a few lines of Python over the primitives of its package cryptography, for forms that no other
/// program has.
public struct PythonProgram {
    private let text: String
    private let python: Tool

    /// Whether python3 is installed with the package.
    public static let isUsable: Bool = {
        guard Tool.arePresent("python3"), let directory = try? TemporaryDirectory() else { return false }
        let python = Tool(name: "python3", directory: directory)
        return (try? python("-c", "import cryptography.hazmat.primitives.kdf.hkdf")) != nil
    }()

    /// Creates a program of this text, which runs in a directory.
    public init(_ text: String, in directory: TemporaryDirectory) {
        self.text = text
        python = Tool(name: "python3", directory: directory)
    }

    /// Runs with arguments and returns standard output; throws on any status but 0.
    public func run(_ arguments: String...) throws -> [UInt8] {
        try python.run(["-c", text] + arguments)
    }
}
