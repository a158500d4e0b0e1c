import CMS
import CommandOptions
import FoundationEssentials
import SMIMEAgent

extension Option {
    /// A moment as RFC 3339 writes it.
    static func time(
        _ names: String..., into path: @autoclosure @escaping () -> WritableKeyPath<Root, Date?>, help: String
    ) -> Option {
        .parsed(names, as: "TIME", into: path(), help: help) { (value, spelling) throws(UsageError) in
            guard let date = Date(internetTime: value) else {
                throw .notATime(option: spelling, value: value)
            }
            return date
        }
    }
}
