namespace IntentMarket.Contracts;

/// <summary>Tells the operator of an intent or an offer that should not be on the market. Exactly one of the two ids.</summary>
/// <param name="IntentId">An intent that the caller may see.</param>
/// <param name="OfferId">An offer that the caller may see.</param>
/// <param name="Reason">1 to 1,000 characters.</param>
public sealed record ReportRequest(string Reason, string? IntentId = null, string? OfferId = null);

/// <summary>A report, for who made it and for the operator.</summary>
/// <param name="IntentId">Also of a report on an offer: the intent that it is on.</param>
/// <param name="At">RFC 3339.</param>
/// <param name="Status"><c>open</c> until the operator has seen to it, then <c>closed</c>.</param>
/// <param name="Reporter">The account that made it; for the operator alone, left out once that is erased.</param>
/// <param name="About">The account whose intent or offer it is, for <c>suspend</c>; for the operator alone.</param>
/// <param name="ClosedAt">RFC 3339.</param>
/// <param name="Outcome">What the operator did.</param>
public sealed record ReportDocument(
    string Id, string IntentId, string? OfferId, string Reason, string At, string Status, string? Reporter = null, string? About = null,
    string? ClosedAt = null, string? Outcome = null);

/// <summary>Closes a report.</summary>
/// <param name="Outcome">What was done: 1 to 1,000 characters.</param>
public sealed record OutcomeRequest(string Outcome);
