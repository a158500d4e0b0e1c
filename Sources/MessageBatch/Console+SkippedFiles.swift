package import CommandFiles
import Octets

extension Console {
    /// Says how many files of directories are not messages; with `--verbose` it names each of them first.
    package func saySkippedFiles(of list: MessageList) {
        guard list.skippedFileCount > 0 else { return }
        for file in list.skippedFiles { say("skipped '\(printable(file))': not a SIP message") }
        say(
            "skipped \(counted(list.skippedFileCount, "file")) that "
                + (list.skippedFileCount == 1 ? "is not a SIP message" : "are not SIP messages"))
    }
}
