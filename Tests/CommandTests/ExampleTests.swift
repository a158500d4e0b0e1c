import CommandOptions
import TestSupport
import Testing

@testable import smime_presence

@Suite("The examples in help pages")
struct ExampleTests {
    static let lines = SmimePresence.commands.commands.flatMap { $0.examples.map { $0.line } }

    @Test("every example works", arguments: lines)
    func works(line: String) throws {
        try ExampleLab.shell(in: ExampleLab.directory()).run(line)
    }

    @Test("every command has an example")
    func present() {
        for command in SmimePresence.commands.commands {
            #expect(!command.examples.isEmpty, "\(command.name) has none")
        }
    }

    @Test("the interpreter runs pipes and redirections, and fails where a command fails")
    func interpreter() throws {
        let directory = try ExampleLab.directory()
        let shell = ExampleLab.shell(in: directory, commands: sampleCommands)
        let message = try directory.octets(of: "publish.sip")
        #expect(try shell.run("smime-presence copy 'publish.sip' | smime-presence copy") == message)
        try shell.run("smime-presence copy < publish.sip > copy.sip")
        #expect(try directory.octets(of: "copy.sip") == message)
        #expect(throws: ExampleShell.Failure.self) { try shell.run("smime-presence copy absent") }
        #expect(throws: ExampleShell.Failure.self) { try shell.run("cat publish.sip") }
        #expect(throws: ExampleShell.Failure.self) { try shell.run("smime-presence copy 'open") }
    }
}
