extension ShopifyDocument {
    static let identity = ShopifyDocument(
        "Identity", cost: 4,
        """
        query Identity {
          shop {
            id name myshopifyDomain url currencyCode ianaTimezone
            billingAddress { countryCodeV2 }
          }
          currentAppInstallation { accessScopes { handle } }
        }
        """)

    /// Without an identifier `location` is the shop's primary one.
    static let primaryLocation = ShopifyDocument(
        "PrimaryLocation", cost: 1,
        """
        query PrimaryLocation {
          location { id name }
        }
        """)

    static let customersPage = ShopifyDocument(
        "CustomersPage", cost: 502,
        """
        query CustomersPage($first: Int!, $after: String, $query: String) {
          customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes {
              id displayName tags updatedAt
              defaultEmailAddress { emailAddress }
              defaultPhoneNumber { phoneNumber }
              defaultAddress { ...AddressFacts }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
        \(addressFacts)
        """)

    static let customerIdentifiers = ShopifyDocument(
        "CustomerIdentifiers", cost: 252,
        """
        query CustomerIdentifiers($after: String) {
          customers(first: 250, after: $after, sortKey: ID) {
            nodes { id }
            pageInfo { hasNextPage endCursor }
          }
        }
        """)

    static let addressFacts = """
        fragment AddressFacts on MailingAddress {
          name company address1 address2 city province zip country countryCodeV2 phone
        }
        """
}
