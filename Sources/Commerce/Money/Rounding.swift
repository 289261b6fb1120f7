/// How a result between two steps is put on one of them. Whatever rounds says which.
package enum Rounding: String, CaseIterable, Codable, Sendable {
    /// To the nearest; a half to the even neighbour, so that many roundings do not drift.
    case halfEven
    /// To the nearest; a half away from zero, as tax offices and tills do. A refund mirrors its charge.
    case halfUp
    /// Towards plus infinity.
    case up
    /// Towards minus infinity.
    case down
    /// The rest is cut off.
    case towardZero

    /// `dividend / divisor` on a whole number. The divisor is not zero.
    func divide(_ dividend: Int128, by divisor: Int128) -> Int128 {
        precondition(divisor != 0, "a rate or a scale is never zero")
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        if remainder == 0 { return quotient }
        let isNegative = (remainder < 0) != (divisor < 0)
        let awayFromZero = isNegative ? quotient - 1 : quotient + 1
        switch self {
        case .towardZero: return quotient
        case .up: return isNegative ? quotient : awayFromZero
        case .down: return isNegative ? awayFromZero : quotient
        case .halfEven, .halfUp:
            let twice = remainder.magnitude * 2
            if twice != divisor.magnitude { return twice > divisor.magnitude ? awayFromZero : quotient }
            if self == .halfUp { return awayFromZero }
            return quotient & 1 == 0 ? quotient : awayFromZero
        }
    }
}
