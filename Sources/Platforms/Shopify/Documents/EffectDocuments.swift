extension ShopifyDocument {
    static let shippableOrder = ShopifyDocument(
        "ShippableOrder", cost: 654,
        """
        query ShippableOrder($id: ID!) {
          order(id: $id) {
            id cancelledAt displayFulfillmentStatus
            fulfillmentOrders(first: 10) {
              nodes {
                id status
                assignedLocation { location { id } }
                lineItems(first: 30) {
                  nodes { id remainingQuantity lineItem { id } }
                  pageInfo { hasNextPage endCursor }
                }
              }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        """)

    static let shippableLines = ShopifyDocument(
        "ShippableLines", cost: 503,
        """
        query ShippableLines($id: ID!, $after: String) {
          node(id: $id) {
            ... on FulfillmentOrder {
              lineItems(first: 250, after: $after) {
                nodes { id remainingQuantity lineItem { id } }
                pageInfo { hasNextPage endCursor }
              }
            }
          }
        }
        """)

    static let createFulfillment = ShopifyDocument(
        "CreateFulfillment", cost: 16,
        """
        mutation CreateFulfillment($fulfillment: FulfillmentInput!) {
          fulfillmentCreate(fulfillment: $fulfillment) {
            fulfillment { id status trackingInfo(first: 5) { company number } }
            userErrors { field message }
          }
        }
        """)

    static let cancelOrder = ShopifyDocument(
        "CancelOrder", cost: 11,
        """
        mutation CancelOrder(
          $order: ID!, $reason: OrderCancelReason!, $refund: Boolean!, $restock: Boolean!, $staffNote: String
        ) {
          orderCancel(
            orderId: $order, reason: $reason, refund: $refund, restock: $restock, staffNote: $staffNote,
            notifyCustomer: false
          ) {
            job { id done }
            orderCancelUserErrors { field message code }
            userErrors { field message }
          }
        }
        """)

    static let job = ShopifyDocument(
        "CancellationState", cost: 3,
        """
        query CancellationState($job: ID!, $order: ID!) {
          job(id: $job) { id done }
          order(id: $order) { id cancelledAt cancellation { staffNote } }
        }
        """)

    static let refundableOrder = ShopifyDocument(
        "RefundableOrder", cost: 320,
        """
        query RefundableOrder(
          $id: ID!, $lines: [RefundLineItemInput!], $shipping: Money, $after: String
        ) {
          order(id: $id) {
            id currencyCode presentmentCurrencyCode
            suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
              suggestedTransactions {
                gateway
                parentTransaction { id }
                maximumRefundableSet { shopMoney { amount } }
              }
            }
            lineItems(first: 250, after: $after) {
              nodes { id unfulfilledQuantity }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        """)

    static let createRefund = ShopifyDocument(
        "CreateRefund", cost: 13,
        """
        mutation CreateRefund($input: RefundInput!, $key: String!) {
          refundCreate(input: $input) @idempotent(key: $key) {
            refund { id totalRefundedSet { shopMoney { amount } } }
            userErrors { field message }
          }
        }
        """)

    static let orderNote = ShopifyDocument(
        "OrderNote", cost: 2,
        """
        query OrderNote($id: ID!) {
          order(id: $id) { id note cancelledAt cancellation { staffNote } }
        }
        """)

    static let changeOrderNote = ShopifyDocument(
        "ChangeOrderNote", cost: 11,
        """
        mutation ChangeOrderNote($input: OrderInput!) {
          orderUpdate(input: $input) {
            order { id note }
            userErrors { field message }
          }
        }
        """)
}
