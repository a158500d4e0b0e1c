/// Returns "1 certificate" or "2 certificates"; `plural` is for a noun whose plural does not end in s.
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? "\(noun)s")"
}
