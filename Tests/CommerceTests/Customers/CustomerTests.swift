import Commerce
import TestSupport
import Testing

@Suite struct CustomerTests {
    @Test(
        arguments: [
            ("DE", "DE"), ("deu", "DE"), ("Germany", "DE"), ("Deutschland", "DE"), ("EIRE", "IE"),
            ("RSA", "ZA"), ("USA", "US"),
            ("UK", "GB"), ("United Kingdom", "GB"), ("საქართველო", "GE"), ("Czech Republic", "CZ"),
            ("Hong Kong", "HK"),
            ("Channel Islands", nil), ("European Community", nil), ("Unspecified", nil), ("", nil),
            ("XX", nil),
        ] as [(String, String?)])
    func `a country is known by its codes and names, or not guessed`(text: String, code: String?) {
        #expect(CountryCode(named: text)?.code == code)
    }

    @Test func `every country is found by its own codes and name, and has a rule`() {
        #expect(CountryCode.all.count == 249)
        for country in CountryCode.all {
            #expect(CountryCode(code: country.code) == country)
            #expect(CountryCode(code: country.threeLetters) == country)
            #expect(CountryCode(named: country.name) == country)
            #expect(!AddressRule.of(country).required.isEmpty)
        }
    }

    @Test(arguments: [
        ("DE", "10969", true), ("DE", "D-10969", true), ("DE", "1109", false), ("GB", "sw1a 1aa", true),
        ("GB", "M1 1AE", true), ("GB", "12345", false), ("US", "95014", true), ("US", "22162-1010", true),
        ("US", "9501", false), ("NL", "1234 AB", true), ("NL", "1234", false), ("GE", "0101", true),
        ("FR", "33 380", true), ("AT", "A-1010", true), ("IE", "D02 X285", true), ("IE", "12345", false),
        ("LV", "1010", true), ("LV", "LV-1010", true), ("IT", "00144", true), ("CA", "K1A 0B1", true),
        ("DE", "10٩69", false), ("HK", "whatever", true),
    ])
    func `a postcode has its country's form`(country: String, postcode: String, isRight: Bool) throws {
        #expect(
            AddressRule.of(CountryCode(code: country)).accepts(postcode: postcode) == isRight)
    }

    @Test(arguments: ["GE", "FR", "IE", "DE", "AT", "GB", "NL"])
    func `no province is demanded where none exists, LESSONS 57`(country: String) throws {
        var address = PostalAddress(
            name: "Anna", street: "Main 5", city: "Town", country: CountryCode(code: country))
        #expect(!address.problems().contains(.missing(.province)))
        address.country = CountryCode(code: "US")
        #expect(address.problems().contains(.missing(.province)))
    }

    @Test func `all that is wrong with an address is said at once, LESSONS 58`() throws {
        let address = PostalAddress(postcode: "1109", countryText: "Germany")
        let problems = address.problems().map(\.description)
        #expect(
            problems == [
                "there is no name", "there is no street", "there is no city",
                "no postcode of DE looks like 1109; one such as 12345 does",
            ])
        #expect(
            PostalAddress(name: "A", countryText: "Channel Islands").problems()
                == [.unknownCountry("Channel Islands")])
        #expect(PostalAddress(name: "A").problems() == [.missing(.country)])
        #expect(PostalAddress(countryText: " ").isEmpty)
    }

    @Test func `labels are written as the country does`() throws {
        func lines(_ country: String, province: String = "", postcode: String = "10969") throws -> [String] {
            PostalAddress(
                name: "Anna Keller", street: "Lindenstr. 5", extra: "back house", city: "Berlin",
                province: province, postcode: postcode, country: CountryCode(code: country)
            ).lines(from: CountryCode(code: "DE"))
        }
        #expect(try lines("DE") == ["Anna Keller", "Lindenstr. 5", "back house", "10969 Berlin"])
        #expect(try lines("US", province: "CA").suffix(2) == ["Berlin, CA 10969", "UNITED STATES"])
        #expect(try lines("US").suffix(2) == ["Berlin 10969", "UNITED STATES"])
        #expect(try lines("CH").suffix(2) == ["CH-10969 Berlin", "SWITZERLAND"])
        #expect(try lines("CH", postcode: "").suffix(2) == ["Berlin", "SWITZERLAND"])
        #expect(try lines("GB").suffix(3) == ["Berlin", "10969", "UNITED KINGDOM"])
    }

    @Test(
        arguments: [
            (" Anna@Example.COM ", "anna@example.com"), ("anna", nil), ("a@b", nil), ("a@b.", nil),
            ("a b@c.de", nil),
            ("@c.de", nil), ("a@b@c.de", nil),
        ] as [(String, String?)])
    func `an e-mail address has one form`(text: String, expected: String?) {
        #expect(Contact.matchingEmail(text) == expected)
    }

    @Test(
        arguments: [
            ("+49 30 555 0142", "DE", "+49305550142"), ("030 / 555-0142", "DE", "+49305550142"),
            ("0049 (0)30 5550142", "DE", "+49305550142"), ("555 12 34 56", "GE", "+995555123456"),
            ("(212) 555-0142 x5", "US", "+12125550142"), ("1-212-555-0142", "US", "+12125550142"),
            ("12", "DE", nil),
            ("call me", "DE", nil),
        ] as [(String, String, String?)])
    func `a telephone number has one form`(text: String, country: String, expected: String?) {
        #expect(Contact.matchingPhone(text, country: CountryCode(code: country)) == expected)
    }

    @Test func `nasty text in an address traps nowhere`() {
        // Seed 16.
        var random = SeededRandom(seed: 16)
        for _ in 0..<5000 {
            let address = PostalAddress(
                name: random.nastyText(), street: random.nastyText(), city: random.nastyText(),
                postcode: random.nastyText(), country: random.pick(CountryCode.all), phone: random.nastyText()
            )
            _ = address.problems()
            _ = address.lines()
            _ = Contact.matchingPhone(address.phone, country: address.country)
        }
    }
}
