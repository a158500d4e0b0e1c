import Synchronization

/// A cache of values that are expensive to get, by key, with a fixed capacity.
///
/// At capacity all values are removed, so that a sender that chooses the keys cannot make it grow.
final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// Returns the value of a key, from `work` unless a usable one is kept; an unusable value is not kept.
    ///
    /// Two threads may do the same work at once, without waiting for each other.
    func value<Failure: Error>(
        of key: Key, if isUsable: (Value) -> Bool = { _ in true }, _ work: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if let kept = values.withLock({ $0[key] }), isUsable(kept) { return kept }
        let value = try work()
        guard isUsable(value) else { return value }
        values.withLock { values in
            if values.count >= capacity, values[key] == nil { values.removeAll() }
            values[key] = value
        }
        return value
    }
}
