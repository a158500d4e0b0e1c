/// The options that every command has, and that may also precede it.
package struct ProgramOptions: Equatable, Sendable {
    /// An option with its help.
    struct Row: Sendable {
        let names: [String]
        let help: String
    }

    /// The options in the order of help pages.
    static let rows = [
        Row(names: HelpPage.spellings, help: "show this page, or the page of a command ('help [COMMAND]')"),
        Row(names: ["--version"], help: "show the version"),
    ]
}
