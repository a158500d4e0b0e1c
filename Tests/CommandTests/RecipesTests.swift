import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// A block of commands in docs/recipes.md, under its heading.
struct Recipe: CustomTestStringConvertible, Sendable {
    let title: String
    let script: String

    var testDescription: String { title }

    /// The programs that it runs, in addition to those of every system and of this project.
    var tools: [String] {
        ["tcpdump", "tshark", "openssl", "sipp"].filter { tool in
            tool == "sipp" ? script.contains("sipp-publish") : script.contains("\(tool) ")
        } + (script.contains("verify trace.pcap") ? ["tshark"] : [])
    }

    /// The blocks of the document, in its order.
    static let all: [Recipe] = {
        let path = Vectors.directory.appending(path: "../../docs/recipes.md").standardized
        let document = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        return document.components(separatedBy: "\n## ").dropFirst().compactMap { section in
            let parts = section.components(separatedBy: "```")
            guard parts.count == 3, parts[1].hasPrefix("sh\n") else { return nil }
            return Recipe(
                title: String(section.prefix { $0 != "\n" }), script: String(parts[1].dropFirst(3)))
        }
    }()

    /// Why the recipe cannot be run here; nil if it can.
    var obstacle: String? {
        let missing = tools.filter { !Tool.arePresent($0) }
        if !missing.isEmpty { return "not installed: \(missing.joined(separator: ", "))" }
        return tools.contains("tcpdump") && getuid() != 0 ? "tcpdump needs root" : nil
    }
}

@Suite(
    "docs/recipes.md",
    .enabled(
        if: BuiltProgram.isThere && Tool.arePresent("python3"), "needs python3, bash and the built program"))
struct RecipesTests {
    /// Answers every UDP request with 200, and writes each request to its own file.
    private static let server = """
        import os, re, socket, sys
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(("127.0.0.1", 0))
        os.mkdir("received")
        open("port.new", "w").write(str(server.getsockname()[1]))
        os.rename("port.new", "port")
        seen = set()
        while True:
            data, sender = server.recvfrom(65535)
            lines = data.split(b"\\r\\n\\r\\n", 1)[0].split(b"\\r\\n")
            call = [line for line in lines if line.lower().startswith(b"call-id")][0]
            if call not in seen:
                seen.add(call)
                open("received/%d.sip" % len(seen), "wb").write(data)
            kept = [line for line in lines[1:] if re.match(rb"(?i)(via|from|to|call-id|cseq) *:", line)]
            answer = [b"SIP/2.0 200 OK"] + kept + [b"Content-Length: 0", b"", b""]
            server.sendto(b"\\r\\n".join(answer), sender)
        """

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let example = try CommandLab.example().directory
        for name in ["publish.sip", "notify.sip"] { try directory.write(example.octets(of: name), to: name) }
        let program = BuiltProgram(directory: directory)
        try program("ca", "init", "--domain", "example.test")
        for uri in ["sip:example.test", "sip:alice@example.test", "sip:bob@example.test"] {
            #expect(try program("cert", "issue", uri).status == 0)
        }
        let examples = Vectors.directory.appending(path: "../../examples").standardized.path
        try FileManager.default.createSymbolicLink(
            atPath: directory.file("examples"), withDestinationPath: examples)
    }

    /// Runs a script while the server runs, and returns what the script wrote.
    private func run(_ script: String) throws -> String {
        try directory.write(Array(Self.server.utf8), to: "server.py")
        try directory.write(Array(script.utf8), to: "recipe.sh")
        let program = URL(filePath: BuiltProgram.path).deletingLastPathComponent().path
        let whole = """
            python3 server.py >/dev/null 2>&1 & server=$!
            trap 'kill -KILL $server' EXIT
            while [ ! -e port ]; do sleep 0.1; done
            export SERVER=127.0.0.1:$(cat port) SMIME_PRESENCE_STORE="$PWD/store.db" PATH="\(program):$PATH"
            sh -eu recipe.sh 2>&1 || { echo "status $?"; exit 0; }
            echo done
            """
        try directory.write(Array(whole.utf8), to: "whole.sh")
        // Other tests of this process block signals, and a recipe stops tcpdump with a signal.
        let unblocking = """
            import os, signal
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execvp("bash", ["bash", "whole.sh"])
            """
        let output = try Tool(name: "python3", directory: directory, seconds: 120).run(["-c", unblocking])
        return String(decoding: output, as: UTF8.self)
    }

    @Test("there are six recipes")
    func number() { #expect(Recipe.all.count == 6) }

    @Test("each runs as it is written", arguments: Recipe.all.filter { $0.obstacle == nil })
    func recipes(recipe: Recipe) throws {
        let output = try run(recipe.script)
        #expect(output.hasSuffix("done\n"), "\(output.suffix(2_000))")
        let program = BuiltProgram(directory: directory)
        if recipe.tools.contains("sipp") {
            let opened = try program("verify", "received", "--brief")
            #expect(opened.status == 0, "\(opened.words.suffix(500))")
            #expect(opened.words.contains("1000 of 1000 messages done"), "\(opened.words.suffix(500))")
        } else if recipe.script.contains("protect-publish") {
            #expect(try program("verify", "received/1.sip").status == 0)
        }
        if recipe.tools.contains("tcpdump") {
            let verdicts = String(decoding: try directory.octets(of: "verdicts.jsonl"), as: UTF8.self)
            #expect(verdicts.contains("\"verdict\":\"accepted\""), "\(verdicts.prefix(2_000))")
        }
    }

    @Test(
        "none is skipped here for want of a program",
        .enabled(
            if: Recipe.all.allSatisfy { $0.obstacle == nil },
            "\(Recipe.all.compactMap { recipe in recipe.obstacle.map { "\(recipe.title): \($0)" } })"))
    func complete() { #expect(Recipe.all.allSatisfy { $0.obstacle == nil }) }
}
