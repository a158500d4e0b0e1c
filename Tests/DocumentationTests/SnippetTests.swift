import Foundation
import TestSupport
import Testing

@Suite("Swift code in README and in the articles")
struct SnippetTests {
    /// What a reader is told to have already, as parameters of a function around the code of a document.
    private static let given = """
        (publish: SIPMessage, received: SIPMessage, body: MIMEEntity, document: MIMEEntity, now: Date,
        alice: SIPURI, bob: SIPURI, server: SIPURI,
        anchors: TrustAnchors, certificates: [Certificate], keyedCertificates: [KeyedCertificate], keyRing: KeyRing,
        opener: Opener<Never>, store: MessageStore, protected: ProtectedMessage, ledger: some ReplayLedger, rules: Rules)
        """

    private static let modules = [
        "CMS", "CertStore", "Exposure", "FoundationEssentials", "MIME", "Octets", "SIPMessage", "SMIMEAgent",
        "SMIMEBody",
    ]

    private static func documents() throws -> [String] {
        try ["README.md"]
            + ["SMIMEBody", "SMIMEAgent"].flatMap { library in
                let catalogue = "Sources/\(library)/\(library).docc"
                return try Project.files(in: catalogue).map { "\(catalogue)/\($0)" }
            }
    }

    /// A function with the code of a document; code that imports modules begins a scope of its own.
    private static func function(_ number: Int, of snippets: [SwiftSnippet]) -> String {
        var scopes: [[Substring]] = []
        for snippet in snippets where !snippet.isOfManifest {
            if scopes.isEmpty || !snippet.imports.isEmpty { scopes.append([]) }
            scopes[scopes.count - 1] += snippet.statements
        }
        let bodies = scopes.map { "    do {\n\($0.joined(separator: "\n"))\n    }" }.joined(separator: "\n")
        return "func document\(number)\(given) throws {\n\(bodies)\n}\n"
    }

    @Test("compiles, given what the text says the reader has")
    func compiles() throws {
        let directory = try TemporaryDirectory()
        let documents = try Self.documents()
        let functions = try documents.enumerated().map { number, document in
            let snippets = SwiftSnippet.all(in: try Project.text(document))
            return "// \(document)\n" + Self.function(number, of: snippets)
        }
        let imports = Self.modules.map { "import \($0)" }.joined(separator: "\n")
        let rules = """
            struct Rules { func judge(_: SignatureEvidence?, _: [HeaderComparison]) throws(CMSError) {} }
            """
        let program = "\(imports)\n\(rules)\n\(functions.joined(separator: "\n"))"
        try directory.write(Array(program.utf8), to: "Snippets.swift")
        let floors = ["CCrypto/include", "CExpat", "CZlib", "CSQLite"].flatMap {
            ["-I", Project.directory.appending(path: "Sources/\($0)").path()]
        }
        let compiler = Tool(name: "swiftc", directory: directory, seconds: 300)
        let modules = Project.products.appending(path: "Modules").path()
        _ = try compiler.run(
            ["-typecheck", "-swift-version", "6", "-I", modules] + floors + ["Snippets.swift"])
    }

    @Test(
        "is in README and in every article about a task",
        arguments: ["ProtectAPublish", "OpenANotify", "Errors"])
    func present(article: String) throws {
        #expect(try !SwiftSnippet.all(in: Project.text("README.md")).isEmpty)
        for library in ["SMIMEBody", "SMIMEAgent"] {
            let text = try Project.text("Sources/\(library)/\(library).docc/\(article).md")
            #expect(!SwiftSnippet.all(in: text).isEmpty, "\(library)")
        }
    }
}
