import Synchronization

/// The profile of a socket until the configuration is read again.
final class CurrentProfile: Sendable {
    private let profile: Mutex<Profile>

    init(_ profile: Profile) { self.profile = Mutex(profile) }

    /// The current profile; a request reads it once.
    var now: Profile { profile.withLock { $0 } }

    /// Replaces the profile for requests that begin from now on.
    func replace(with profile: Profile) { self.profile.withLock { $0 = profile } }
}
