import Foundation
import TestSupport
import Testing

@Suite("The example of a program that uses the library")
struct LibraryExampleTests {
    @Test("is a package that builds and runs, and prints the evidence")
    func runs() throws {
        let directory = try TemporaryDirectory()
        let project = Project.directory.path()
        // Kept between runs of the tests: the first one builds the library once more.
        let scratch = Project.directory.appending(path: ".build/example").path()
        let swift = Tool(name: "swift", directory: directory, seconds: 1800)
        let arguments = ["--package-path", "\(project)/examples/library", "--scratch-path", scratch]
        let output = try swift.run(
            ["run"] + arguments + [
                "protect-and-open", "\(project)/certs/testca", "\(project)/examples/messages/publish.sip",
            ])
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("signed by sip:alice@example.test") })
        #expect(lines.contains("by the rule user-owns-sender"))
    }
}
