public import struct FoundationEssentials.Date

extension Opener {
    /// Admits a checked body without a ledger.
    ///
    /// - Parameters:
    ///   - checked: the body; it is consumed.
    ///   - policy: judges the facts of the body, and refuses by throwing.
    ///   - instant: now, by the same clock as the instant in the context of the check.
    /// - Throws: ``AdmissionError/policy(_:)`` with the error of `policy`; ``AdmissionError/body(_:)`` if the
    ///   body was checked again (see ``CheckedBody``) and did not pass; ``AdmissionError/source(_:layers:)``
    ///   if its keys or certificates could not be read again.
    public func admit<Refusal: Error>(
        _ checked: consuming CheckedBody, by policy: (borrowing CheckedBody) throws(Refusal) -> Void,
        at instant: Date
    ) throws(AdmissionError<Refusal, Never, SourceFailure>) -> OpenedBody {
        try accepted(checked, by: policy, once: false, at: instant).content.opened
    }

    /// Admits a checked body once: asks the policy first and the ledger last, so that a
    /// refused body leaves no record.
    ///
    /// - Parameters:
    ///   - checked: the body; it is consumed.
    ///   - policy: judges the facts of the body, and refuses by throwing.
    ///   - ledger: remembers admitted bodies; nil admits the same body any number of times.
    ///   - instant: now, by the same clock as the instant in the context of the check.
    /// - Throws: ``AdmissionError/policy(_:)`` with the error of `policy`; ``AdmissionError/ledger(_:)`` with
    ///   the error of `ledger`; ``AdmissionError/body(_:)`` if the body was accepted before, or was checked
    ///   again (see ``CheckedBody``) and did not pass; ``AdmissionError/source(_:layers:)`` if its keys or
    ///   certificates could not be read again.
    public func admit<Refusal: Error, Ledger: ReplayLedger>(
        _ checked: consuming CheckedBody, by policy: (borrowing CheckedBody) throws(Refusal) -> Void,
        recordingIn ledger: Ledger?, at instant: Date
    ) throws(AdmissionError<Refusal, Ledger.Failure, SourceFailure>) -> OpenedBody {
        guard let ledger else {
            do throws(AdmissionError<Refusal, Never, SourceFailure>) {
                return try admit(checked, by: policy, at: instant)
            } catch {
                throw AdmissionError(error)
            }
        }
        let pending: PendingBody
        do throws(AdmissionError<Refusal, Never, SourceFailure>) {
            pending = try self.pending(checked, by: policy, at: instant)
        } catch {
            throw AdmissionError(error)
        }
        let request = pending.request
        let verdict: ReplayVerdict
        do throws(Ledger.Failure) {
            verdict = try ledger.admit(
                request.record, at: request.instant, rememberingFor: request.seconds)
        } catch {
            throw .ledger(error)
        }
        do throws(OpeningRefusal) { return try pending.completed(with: verdict) } catch { throw .body(error) }
    }

    /// Asks the policy about a checked body, and returns the request to a ledger: for services
    /// that record many bodies at once.
    ///
    /// The body should have been checked with `once`; otherwise it is checked again.
    ///
    /// - Parameters:
    ///   - checked: the body; it is consumed.
    ///   - policy: judges the facts of the body, and refuses by throwing.
    ///   - instant: now, by the same clock as the instant in the context of the check.
    /// - Throws: ``AdmissionError/policy(_:)`` with the error of `policy`; ``AdmissionError/body(_:)`` if the
    ///   body was checked again (see ``CheckedBody``) and did not pass; ``AdmissionError/source(_:layers:)``
    ///   if its keys or certificates could not be read again.
    public func pending<Refusal: Error>(
        _ checked: consuming CheckedBody, by policy: (borrowing CheckedBody) throws(Refusal) -> Void,
        at instant: Date
    ) throws(AdmissionError<Refusal, Never, SourceFailure>) -> PendingBody {
        let accepted = try accepted(checked, by: policy, once: true, at: instant)
        let content = accepted.content
        // Every body that was checked for a ledger has a record; without one nothing could be remembered.
        guard let pending = PendingBody(accepted) else { throw .body(content.refusal(.unsigned)) }
        return pending
    }

    /// Returns the body for admission now, checked again if necessary, and accepted by the policy.
    private func accepted<Refusal: Error>(
        _ checked: consuming CheckedBody, by policy: (borrowing CheckedBody) throws(Refusal) -> Void,
        once: Bool, at instant: Date
    ) throws(AdmissionError<Refusal, Never, SourceFailure>) -> CheckedBody {
        let current: CheckedBody
        do throws(OpeningError<SourceFailure>) {
            current = try self.current(checked, once: once, at: instant)
        } catch {
            throw AdmissionError(error)
        }
        do throws(Refusal) { try policy(current) } catch { throw .policy(error) }
        return current
    }

    private func current(
        _ checked: consuming CheckedBody, once: Bool, at instant: Date
    ) throws(OpeningError<SourceFailure>) -> CheckedBody {
        guard !checked.isCurrent(for: edition, once: once, at: instant) else { return checked }
        var context = checked.context
        context.instant = instant
        return try self.checked(checked.entity, in: context, once: once)
    }
}
