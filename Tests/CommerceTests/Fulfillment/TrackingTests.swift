import Commerce
import Foundation
import TestSupport
import Testing

@Suite struct TrackingTests {
    @Test(arguments: [
        ("1Z5R89390357567127", Carrier.ups), ("1z 5r8 939 03 5756 7127", .ups), ("RB123456785GB", .royalMail),
        ("RB 123 456 785 GE", .post), ("9400 1112 0108 0805 4830 16", .usps), ("986578788855", .fedex),
        ("3318810025", .dhl), ("JJD0099999999", .dhl), ("09 9800 0002 0033 F", .dpd),
        ("TBA000000000000", .amazon),
    ])
    func `a number names its carrier`(text: String, carrier: Carrier) throws {
        let number = try #require(TrackingReading(text).best)
        #expect(number.carrier == carrier)
        #expect(number.text == text.uppercased().filter { $0 != " " })
        #expect(!number.carrierName.isEmpty)
    }

    @Test(arguments: [
        ("1Z5R89390357567128", Carrier.ups), ("RB123456786US", .post), ("9611020987654312345673", .fedex),
    ])
    func `a wrong check digit is refused where no other carrier writes so`(text: String, carrier: Carrier) {
        #expect(TrackingReading(text) == .wrongCheckDigit(carrier))
    }

    @Test(arguments: [
        "", "hello", "123", "https://example.com", "1Z", "\u{1B}[31m1Z5R89390357567127",
        "12345678901234567890123456789012345678901234567890",
    ])
    func `what is no number is unknown`(text: String) {
        #expect(TrackingReading(text) == .unknown)
    }

    private struct Courier: Decodable {
        struct Form: Decodable {
            struct Numbers: Decodable {
                let valid: [String]
                let invalid: [String]
            }

            let name: String
            let test_numbers: Numbers
        }

        let tracking_numbers: [Form]
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `the published test numbers of our carriers are told apart`() throws {
        let files: [(String, Set<Carrier>)] = [
            ("ups", [.ups]), ("usps", [.usps]), ("fedex", [.fedex]), ("dhl", [.dhl]), ("dpd", [.dpd]),
            ("s10", [.royalMail, .post, .usps, .dhl, .canadaPost]), ("canadapost", [.canadaPost]),
            ("yodel", [.yodel]), ("landmark", [.landmark]),
        ]
        // Forms without a check digit that many carriers share are left to the seller.
        let unsupported: Set<String> = ["DHL E-Commerce (14)"]
        for (file, carriers) in files {
            let url = try SharedFolder.file("data/tracking-numbers/\(file).json")
            for form in try JSONDecoder().decode(Courier.self, from: Data(contentsOf: url)).tracking_numbers {
                guard !unsupported.contains(form.name) else { continue }
                for text in form.test_numbers.valid {
                    guard case .numbers(let numbers) = TrackingReading(text) else {
                        Issue.record("\(form.name): \(text) is not known")
                        continue
                    }
                    #expect(numbers.contains { carriers.contains($0.carrier) }, "\(form.name): \(text)")
                }
                for text in form.test_numbers.invalid {
                    // Another carrier, or another form of the same one without a check digit, may take it.
                    if case .numbers(let numbers) = TrackingReading(text) {
                        #expect(
                            !numbers.contains { carriers.contains($0.carrier) && $0.isChecked },
                            "\(form.name): \(text) was taken as \(numbers)")
                    }
                }
            }
        }
    }

    @Test func `nasty text traps nowhere`() {
        // Seed 17.
        var random = SeededRandom(seed: 17)
        for _ in 0..<20_000 {
            let text = String(
                (0..<random.integer(in: 0...36)).map { _ in random.pick("0123456789ZRBGJDM1 ") })
            _ = TrackingReading(random.chance(1, in: 4) ? text + random.nastyText() : text)
        }
    }
}
