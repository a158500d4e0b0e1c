import Synchronization

/// Values that took work to get, by key; at most so many.
///
/// If there are too many, all are forgotten: a sender who chooses the keys cannot make it grow.
final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// Returns the value of a key, got by `work` unless it is kept and still usable; what is not usable is not kept.
    ///
    /// Two threads may do the same work at once; neither waits for the other.
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
