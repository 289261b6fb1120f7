import Commerce
import Foundation
import Shop

/// Why a run ended without its result: a word for programs and a line for people.
struct Failure: Error {
    let code: String
    let message: String
    let outcome: Outcome

    init(_ message: String, code: String = "failed", outcome: Outcome = .failed) {
        self.code = code
        self.message = message
        self.outcome = outcome
    }

    /// What the arguments ask for makes no sense.
    static func misused(_ message: String) -> Failure {
        Failure(message, code: "misused", outcome: .misused)
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let refusal as Refusal: self.init(refusal.reason, code: refusal.code)
        case let error as ShopError: self.init(error.description, code: error.code)
        case let failure as SealFailure: self.init(failure.description, code: failure.code)
        case let error as DecodingError: self.init(Self.words(error), code: "bad-json")
        case let error as CocoaError: self.init(error.localizedDescription)
        case let error as any CustomStringConvertible: self.init(error.description)
        default: self.init("\(error)")
        }
    }

    private static func words(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
            return path.isEmpty ? "the JSON" : path.joined(separator: ".")
        }
        return switch error {
        case .keyNotFound(let key, let context): "\(place(context)) lacks “\(key.stringValue)”."
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(place(context)): \(context.debugDescription)"
        @unknown default: "the JSON cannot be read."
        }
    }
}

extension SealFailure {
    /// A stable word for programs.
    var code: String {
        switch self {
        case .locked: "locked"
        case .wrongPassphrase: "wrong-passphrase"
        case .missingKey, .badKey, .cannotOpen: "sign-in"
        case .keyReadable: "file-readable"
        case .cannotWrite: "failed"
        }
    }
}

extension ShopError {
    /// A stable word for programs.
    var code: String {
        switch self {
        case .missing: "no-shop"
        case .exists: "exists"
        case .notAShop: "not-a-shop"
        case .newer: "newer"
        case .readOnly: "read-only"
        case .diskFull: "disk-full"
        case .busy: "busy"
        case .damaged: "damaged"
        case .damagedBackup: "damaged-backup"
        case .ioFailed: "io-failed"
        case .cannotOpen: "cannot-open"
        }
    }
}
