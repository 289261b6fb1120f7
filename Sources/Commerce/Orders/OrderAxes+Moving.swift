extension OrderAxes {
    /// The axes after that move, or why it may not be made. Nothing else than the outcome of its rule changes.
    package func applying(_ move: OrderMove, facts: OrderFacts = OrderFacts()) -> Result<
        OrderAxes, MoveRefusal
    > {
        let rule = OrderRule.of(move)
        if let refusal = refusal(by: rule, facts: facts) { return .failure(refusal) }
        var moved = self
        switch rule.outcome {
        case .payment(let state): moved.payment = state
        case .fulfillment(let state): moved.fulfillment = state
        case .returning(let state): moved.returning = state
        case .cancellation(let state): moved.cancellation = state
        case .onHold(let isHeld): moved.onHold = isHeld
        }
        return .success(moved)
    }

    /// Every move that would be made now.
    package func possibleMoves(facts: OrderFacts = OrderFacts()) -> [OrderMove] {
        OrderMove.allCases.filter { refusal(by: OrderRule.of($0), facts: facts) == nil }
    }

    /// First what is simply so already, then what called it off, then goods, money, rest and facts: the seller reads
    /// the reason that stands before all the others.
    private func refusal(by rule: OrderRule, facts: OrderFacts) -> MoveRefusal? {
        func refuse(_ words: RefusalWords) -> MoveRefusal {
            MoveRefusal(move: rule.move, code: words.code, sentence: words.sentence, mend: words.mend)
        }
        if has(rule.outcome), !isRepeatable(rule) { return refuse(.alreadyDone(rule.move)) }
        if !rule.cancellation.contains(cancellation) { return refuse(.cancellation(cancellation, rule.move)) }
        let isDigital = !facts.needsShipping && rule.fulfillmentOfDigital.contains(fulfillment)
        if !rule.fulfillment.contains(fulfillment), !isDigital {
            return refuse(.fulfillment(fulfillment, rule.move))
        }
        if isDigital, !payment.coversGoods { return refuse(.payment(payment, rule.move)) }
        if !rule.payment.contains(payment) { return refuse(.payment(payment, rule.move)) }
        if !rule.returning.contains(returning) { return refuse(.returning(returning)) }
        if rule.needsAwake, onHold { return refuse(.onHold) }
        for condition in rule.conditions {
            if let words = words(against: condition, facts: facts) { return refuse(words) }
        }
        return nil
    }

    /// A part can be shipped, delivered or refunded again, and a state the rule starts from is no reason to refuse.
    private func isRepeatable(_ rule: OrderRule) -> Bool {
        switch rule.outcome {
        case .payment(let state): rule.payment.contains(state)
        case .fulfillment(let state): rule.fulfillment.contains(state)
        case .returning, .cancellation, .onHold: false
        }
    }

    private func has(_ outcome: OrderRule.Outcome) -> Bool {
        switch outcome {
        case .payment(let state): payment == state
        case .fulfillment(let state): fulfillment == state
        case .returning(let state): returning == state
        case .cancellation(let state): cancellation == state
        case .onHold(let isHeld): onHold == isHeld
        }
    }

    private func words(against condition: OrderRule.Condition, facts: OrderFacts) -> RefusalWords? {
        switch condition {
        case .nothingInTheWay, .nothingButShort:
            facts.attention.sorted().first {
                $0.stopsGoods && !(condition == .nothingButShort && $0 == .short)
            }.flatMap(RefusalWords.attention)
        case .parcel: facts.hasParcel || !facts.needsShipping ? nil : .noParcel
        case .noticeNotSent: facts.noticeHasLeft ? .noticeHasLeft : nil
        case .refundable: facts.hasRefundable ? nil : .nothingToRefund
        case .reasonByHand: facts.isByHand && !facts.hasReason ? .deliveryWithoutReason : nil
        case .reasonOnceLeft: fulfillment.hasLeft && !facts.hasReason ? .cancelWithoutReason : nil
        }
    }
}
