import CMS

// Further defects of a body whose signer is not the sender. They are derived from the content already opened,
// so that no key is used a second time.

extension ContentChecks {
    /// Returns whether content whose signer is not the sender would be refused with any sender.
    ///
    /// Under a cipher without authentication it returns false: a refusal must not
    /// disclose anything about the content.
    func failsRegardlessOfSender(_ content: UnwrappedContent) -> Bool {
        guard content.cipher?.isAuthenticated != false else { return false }
        var context = context
        context.sender = .any
        var content = content
        content.senderMismatch = nil
        let checks = ContentChecks(
            input: OpeningInput(terms: input.terms, context: context), once: once)
        do throws(SMIMEError) {
            _ = try checks.check(content, layers: [], warnings: [])
            return false
        } catch {
            return true
        }
    }

    /// Returns whether the message contradicts the fields that an outer signature
    /// binds, whatever the content.
    func isTampered(_ bound: BoundContent) -> Bool {
        guard let message = context.message else { return false }
        return BindingChecks.comparisons(of: bound, with: message).contains(where: \.isTampered)
    }
}
