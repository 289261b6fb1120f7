package import Commerce
import GRDB

/// Takes a new customer in.
package struct CreateCustomer: Action {
    package let sheet: CustomerSheet

    package init(_ sheet: CustomerSheet) { self.sheet = sheet }

    /// - Throws: a ``Refusal`` for a field that cannot be kept, and for an e-mail address that another customer has.
    package func perform(in transaction: Transaction) throws -> CustomerID {
        let name = try CustomerValue.checked(sheet.name, for: .name)
        let email = try CustomerValue.checked(sheet.email, for: .email)
        let phone = try CustomerValue.checked(sheet.phone, for: .phone)
        let company = try CustomerValue.checked(sheet.company, for: .company)
        try CustomerValue.checkKnown(name: name, email: email, phone: phone, company: company)
        try CustomerEmail.checkFree(email, except: nil, in: transaction)
        let country = try CustomerValue.checked(sheet.country, for: .country)
        let address = try CustomerValue.checked(sheet.address, for: .address)
        let id: CustomerID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO customers VALUES (?, NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id.rawValue, name, email, phone, company, address,
                country, try CustomerValue.checked(Tag.text(sheet.tags), for: .tags),
                transaction.now.milliseconds,
            ])
        return id
    }

    package func summary(of outcome: CustomerID) -> String {
        "new customer \([sheet.name, sheet.company, sheet.email].first { !$0.isEmpty } ?? "")"
    }
}

enum CustomerEmail {
    /// That nobody else has the address; it is how an order finds its customer.
    static func checkFree(_ email: String, except id: CustomerID?, in transaction: Transaction) throws {
        guard !email.isEmpty,
            let other = try Row.fetchOne(
                transaction.db, sql: "SELECT name FROM customers WHERE email = ? AND email <> '' AND id <> ?",
                arguments: [email, id?.rawValue ?? 0])
        else { return }
        let name: String = other[0]
        throw Refusal(
            "same-email",
            "\(email) is \(name.isEmpty ? "another customer" : name)’s already: merge the two, or take another address."
        )
    }
}
