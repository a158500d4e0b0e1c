import Testing

@Suite("What stands in documents and in the code")
struct FigureTests {
    @Test("the fuzz table of SECURITY lists the targets that there are, and no others")
    func fuzzTargets() throws {
        let code = try Project.text("Fuzz/Fuzz.swift")
        let table = try #require(code.split(separator: "targets: [String: any FuzzTarget] = [").last)
        // Between quotation marks stand the names and nothing else.
        let parts = table.prefix { $0 != "]" }.split(separator: "\"", omittingEmptySubsequences: false)
        let targets = parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
        let section = try #require(Project.text("SECURITY.md").split(separator: "## Fuzzing").last)
        let listed = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { line in
            line.split(separator: "`").dropFirst().first.map(String.init)
        }
        #expect(targets.count > 10 && Set(listed) == Set(targets))
    }

    @Test("the first heading of CHANGELOG names the version of the program")
    func version() throws {
        let heading = try Project.text("CHANGELOG.md").split(separator: "\n").first { $0.hasPrefix("## [") }
        let version = try #require(heading?.split(separator: "[").last?.split(separator: "]").first)
        #expect(
            try Project.text("Sources/smime-presence/SmimePresence.swift").contains("version: \"\(version)\"")
        )
    }
}
