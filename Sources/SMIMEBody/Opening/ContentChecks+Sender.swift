import CMS

// What else is wrong with a body whose signer is not the sender: known from what was opened anyway, so that no key is used
// a second time to find it out.

extension ContentChecks {
    /// Whether content whose signer is not the sender would be refused with any sender.
    ///
    /// Under a cipher without authentication it is not looked at: a refusal discloses nothing of what is inside.
    func failsRegardlessOfSender(_ content: UnwrappedContent) -> Bool {
        guard content.cipher?.isAuthenticated != false else { return false }
        var context = context
        context.sender = .anybody
        var content = content
        content.senderMismatch = nil
        let checks = ContentChecks(terms: terms, context: context, once: once)
        do throws(SMIMEError) {
            _ = try checks.check(content, layers: [], warnings: [])
            return false
        } catch {
            return true
        }
    }

    /// Whether what an outer signature binds is contradicted by the message, so that the content need not be known.
    func isTampered(_ bound: BoundContent) -> Bool {
        guard let message = context.message else { return false }
        return BindingChecks.comparisons(of: bound, with: message).contains(where: \.isTampered)
    }
}
