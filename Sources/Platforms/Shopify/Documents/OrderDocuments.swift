/// How orders are read. The sizes of nested pages keep ten orders below 1,000 points; what does not fit is read on by
/// itself (``ShopifyOrderReading``).
extension ShopifyDocument {
    static let ordersPage = ShopifyDocument(
        "OrdersPage", cost: 972,
        """
        query OrdersPage($first: Int!, $after: String, $query: String) {
          orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes { ...OrderFacts }
            pageInfo { hasNextPage endCursor }
          }
        }
        \(orderFacts)
        """)

    static let ordersByID = ShopifyDocument(
        "OrdersByID", cost: 980,
        """
        query OrdersByID($ids: [ID!]!) {
          nodes(ids: $ids) { ... on Order { ...OrderFacts } }
        }
        \(orderFacts)
        """)

    static let orderLines = ShopifyDocument(
        "OrderLines", cost: 883,
        """
        query OrderLines($id: ID!, $after: String) {
          order(id: $id) {
            lineItems(first: 80, after: $after) {
              nodes { ...LineFacts }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        \(lineFacts)
        """)

    static let orderParcels = ShopifyDocument(
        "OrderParcels", cost: 701,
        """
        query OrderParcels($id: ID!, $parcels: Int!, $tracking: Int!, $lines: Int!) {
          order(id: $id) {
            fulfillments(first: $parcels) {
              id createdAt deliveredAt status displayStatus
              trackingInfo(first: $tracking) { company number }
              fulfillmentLineItems(first: $lines) {
                nodes { quantity lineItem { id } }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
        """)

    static let parcelLines = ShopifyDocument(
        "ParcelLines", cost: 503,
        """
        query ParcelLines($id: ID!, $after: String) {
          node(id: $id) {
            ... on Fulfillment {
              fulfillmentLineItems(first: 250, after: $after) {
                nodes { quantity lineItem { id } }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
        """)

    static let orderRefunds = ShopifyDocument(
        "OrderRefunds", cost: 701,
        """
        query OrderRefunds($id: ID!, $refunds: Int!, $lines: Int!) {
          order(id: $id) {
            refunds(first: $refunds) {
              id createdAt note
              totalRefundedSet { shopMoney { amount } }
              refundLineItems(first: $lines) {
                nodes { ...RefundLineFacts }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
        \(refundLineFacts)
        """)

    static let refundLines = ShopifyDocument(
        "RefundLines", cost: 603,
        """
        query RefundLines($id: ID!, $after: String) {
          node(id: $id) {
            ... on Refund {
              refundLineItems(first: 100, after: $after) {
                nodes { ...RefundLineFacts }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
        \(refundLineFacts)
        """)

    static let orderIdentifiers = ShopifyDocument(
        "OrderIdentifiers", cost: 252,
        """
        query OrderIdentifiers($after: String) {
          orders(first: 250, after: $after, sortKey: ID) {
            nodes { id }
            pageInfo { hasNextPage endCursor }
          }
        }
        """)

    private static let orderFacts = """
        fragment OrderFacts on Order {
          id name createdAt processedAt updatedAt cancelledAt cancelReason note email phone
          displayFinancialStatus displayFulfillmentStatus currencyCode taxesIncluded paymentGatewayNames
          totalPriceSet {
            shopMoney { amount currencyCode }
            presentmentMoney { amount currencyCode }
          }
          totalTaxSet { shopMoney { amount } }
          totalShippingPriceSet { shopMoney { amount } }
          totalDiscountsSet { shopMoney { amount } }
          totalReceivedSet { shopMoney { amount } }
          shippingLine { title }
          customer {
            id displayName tags updatedAt
            defaultEmailAddress { emailAddress }
            defaultPhoneNumber { phoneNumber }
          }
          shippingAddress { ...AddressFacts }
          billingAddress { ...AddressFacts }
          transactions(first: 3) { kind status processedAt paymentId }
          lineItems(first: 4) {
            nodes { ...LineFacts }
            pageInfo { hasNextPage endCursor }
          }
          fulfillments(first: 2) {
            id createdAt deliveredAt status displayStatus
            trackingInfo(first: 2) { company number }
            fulfillmentLineItems(first: 4) {
              nodes { quantity lineItem { id } }
              pageInfo { hasNextPage endCursor }
            }
          }
          refunds(first: 1) { id }
        }
        \(lineFacts)
        \(addressFacts)
        """

    private static let lineFacts = """
        fragment LineFacts on LineItem {
          id name sku quantity
          originalUnitPriceSet { shopMoney { amount } }
          discountAllocations { allocatedAmountSet { shopMoney { amount } } }
          taxLines { ratePercentage priceSet { shopMoney { amount } } }
          variant { id }
          product { id }
        }
        """

    private static let refundLineFacts = """
        fragment RefundLineFacts on RefundLineItem {
          quantity restockType
          lineItem { id }
          subtotalSet { shopMoney { amount } }
          totalTaxSet { shopMoney { amount } }
        }
        """
}
