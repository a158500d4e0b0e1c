/// The four ways a command ends; scripts rely on them.
public enum ExitStatus: Int32, CaseIterable, Sendable {
    /// What was asked for is done.
    case done = 0
    /// The message, signature or certificate is not acceptable.
    case refused = 1
    /// A file, the store or a permission failed: the same call may succeed later.
    case environment = 2
    /// The command line itself is wrong (EX_USAGE of sysexits.h).
    case usage = 64

    /// What the status means, as printed at the end of every help page.
    public var meaning: String {
        switch self {
        case .done: "done"
        case .refused: "refused: the message, signature or certificate is not acceptable"
        case .environment: "environment error: file, store or permission"
        case .usage: "wrong usage"
        }
    }
}
