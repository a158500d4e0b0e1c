import CMS
import CommandFiles
import CommandOptions
import FoundationEssentials

struct ManPages: Command {
    static let name = "man"
    static let summary = "write the man pages"
    static let details = [
        """
        Writes smime-presence.1 to standard output, for 'man -l -'; with --directory every page: one for the \
        program and one for each command. Their date is today's, or the one in SOURCE_DATE_EPOCH.
        """
    ]
    static var options: [Option<ManPages>] {
        [
            .value(
                "--directory", as: "DIRECTORY", into: \.directory,
                help: "write every page to this directory, which must exist")
        ]
    }
    static let examples = [
        Example("smime-presence man > smime-presence.1", "Write the page of the program.")
    ]

    var directory: String?

    func run(on console: Console) throws(CommandFailure) {
        let epoch = console.environment("SOURCE_DATE_EPOCH").flatMap(Double.init)
        let date = epoch.map { Date(timeIntervalSince1970: $0) } ?? console.now()
        let pages = ManPage.all(of: SmimePresence.commands, date: String(date.internetTime.prefix(10)))
        let outputs =
            directory.map { directory in
                pages.map { Output(Array($0.text.utf8), .text, to: "\(directory)/\($0.fileName)") }
            } ?? pages.prefix(1).map { Output(Array($0.text.utf8), .text, to: nil) }
        try describingErrors { try console.deliver(outputs) }
    }
}
