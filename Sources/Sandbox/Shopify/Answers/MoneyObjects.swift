import Commerce
import HTTP

/// An amount in the shop's and in the buyer's currency.
struct MoneyBagObject: GraphQLObject {
    let typeName = "MoneyBag"
    let shop: Money
    let presentment: Money

    init(_ amount: Money, in order: ShopifyOrderRecord) {
        shop = amount
        presentment = Self.converted(amount, order)
    }

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "shopMoney": .object(Self.money(self.shop))
        case "presentmentMoney": .object(Self.money(presentment))
        default: nil
        }
    }

    static func money(_ amount: Money) -> PlainObject {
        PlainObject(
            "MoneyV2",
            ["amount": .text(decimal(amount)), "currencyCode": .text(amount.currency.code)])
    }

    /// As the platform writes a Decimal: no more zeros than one, `12.5` and `10.0`.
    static func decimal(_ amount: Money) -> String {
        DecimalText.format(
            amount.minorUnits, scale: amount.currency.exponent, keeping: min(1, amount.currency.exponent))
            + (amount.currency.exponent == 0 ? ".0" : "")
    }

    private static func converted(_ amount: Money, _ order: ShopifyOrderRecord) -> Money {
        guard order.presentment != amount.currency else { return amount }
        let rate = order.presentmentRate
        let scale = Int128(order.presentment.unitsPerMajor)
        let top = Int128(amount.minorUnits) * Int128(rate.numerator) * scale
        let bottom = Int128(rate.denominator) * Int128(amount.currency.unitsPerMajor)
        // Rounded half up: nothing here is below zero.
        let minor = (top + bottom / 2) / bottom
        return Money(minorUnits: Int64(clamping: minor), currency: order.presentment)
    }
}

struct AddressObject: GraphQLObject {
    let typeName = "MailingAddress"
    let address: PostalAddress

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "name": .text(address.name)
        case "company": .text(address.company.isEmpty ? nil : address.company)
        case "address1": .text(address.street)
        case "address2": .text(address.extra.isEmpty ? nil : address.extra)
        case "city": .text(address.city)
        case "province": .text(address.province.isEmpty ? nil : address.province)
        case "zip": .text(address.postcode)
        case "country": .text(address.countryText)
        case "countryCodeV2": .text(address.country?.code)
        case "phone": .text(address.phone.isEmpty ? nil : address.phone)
        default: nil
        }
    }
}

struct CustomerObject: GraphQLObject {
    let typeName = "Customer"
    let customer: ShopifyCustomerRecord

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "id": .text(customer.gid)
        case "displayName": .text(customer.name)
        case "tags": .texts(customer.tags)
        case "updatedAt": .text(ShopifyState.time(customer.updatedAt))
        case "defaultEmailAddress":
            customer.email.isEmpty
                ? .null
                : .object(PlainObject("CustomerEmailAddress", ["emailAddress": .text(customer.email)]))
        case "defaultPhoneNumber":
            customer.phone.isEmpty
                ? .null : .object(PlainObject("CustomerPhoneNumber", ["phoneNumber": .text(customer.phone)]))
        case "defaultAddress": customer.address.map { .object(AddressObject(address: $0)) } ?? .null
        default: nil
        }
    }
}
