@main struct SmimePresence { static func main() {} }
