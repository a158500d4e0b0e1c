import CMS
import TestSupport
import Testing

@testable import CertStore

@Suite("SQLite, statements", .onlyInFiles)
struct SQLiteStatementTests {
    private let fixture: StoreFixture
    private let database: SQLiteDatabase

    init() throws {
        fixture = try StoreFixture()
        database = try SQLiteDatabase.open(fixture.path)
    }

    private func texts(_ statement: String, _ values: [DatabaseValue]) throws -> [String] {
        var texts: [String] = []
        try database.run(statement, values) { (row) throws(DatabaseFailure) in texts.append(row.text(0)) }
        return texts
    }

    @Test("distinguish empty values from NULL")
    func empty() throws {
        for (value, kind) in [
            (DatabaseValue.text(""), "text0"), (.octets([]), "blob0"), (.secret(SecretOctets([])), "blob0"),
            (.null, "null"), (.text("\u{E9}"), "text1"), (.octets([0, 1]), "blob2"),
            (.secret(SecretOctets([7, 7, 7])), "blob3"), (.text(String(repeating: "x", count: 99)), "text99"),
        ] {
            #expect(try texts("SELECT typeof(?1) || coalesce(length(?1), '')", [value]) == [kind])
        }
    }

    @Test("run inside the rows of the same statement, each with its own values")
    func nested() throws {
        let both = "SELECT ? UNION ALL SELECT ?"
        var seen: [String] = []
        try database.run(both, [.text("a"), .text("b")]) { (outer) throws(DatabaseFailure) in
            try database.run(both, [.text("c"), .octets([0x64])]) { (inner) throws(DatabaseFailure) in
                seen.append(outer.text(0) + inner.text(0))
            }
        }
        #expect(seen == ["ac", "ad", "bc", "bd"])
    }

    @Test("can run again after a row that was refused, and after values that were too many")
    func refused() throws {
        let refusal = DatabaseFailure(code: "a test's", message: "")
        #expect(throws: refusal) {
            try database.run("SELECT ?", [.text("a")]) { (_) throws(DatabaseFailure) in throw refusal }
        }
        #expect(throws: DatabaseFailure.self) { try texts("SELECT ?", [.text("a"), .text("b")]) }
        #expect(try texts("SELECT ?", [.text("c")]) == ["c"])
    }

    @Test("find a URI's certificates without searching all names")
    func plan() throws {
        var plan = ""
        try database.run("EXPLAIN QUERY PLAN \(CertStore.withoutNames)", []) {
            (row) throws(DatabaseFailure) in plan += row.text(3) + "\n"
        }
        #expect(
            plan.contains("SEARCH certificate USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), "\(plan)")
        #expect(plan.contains("SEARCH name USING INDEX name_elsewhere (uri=?)"), "\(plan)")
        #expect(!plan.contains("SCAN") && !plan.contains("SEARCH name USING PRIMARY KEY"), "\(plan)")
    }
}
