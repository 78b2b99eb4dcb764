namespace IntentMarket.Contracts;

/// <summary>What a vendor says of itself, in the place of what it said before.</summary>
/// <param name="About">At most 2,000 characters.</param>
/// <param name="Claims">At most 50; each name once. A claim that is stated again with the same note stays as verified as it was.</param>
public sealed record ProfileRequest(string? About = null, IReadOnlyList<ClaimRequest>? Claims = null);

/// <summary>Something that a vendor claims to hold.</summary>
/// <param name="Name">Such as <c>ISO 9001</c>, as offers name it under <c>certifications</c>; 1 to 200 characters.</param>
/// <param name="Note">What can be checked, such as the certificate's number; at most 500 characters. The operator alone sees it.</param>
public sealed record ClaimRequest(string Name, string? Note = null);

/// <summary>What a vendor says of itself, for the vendor.</summary>
public sealed record ProfileDocument(string About, IReadOnlyList<ClaimDocument> Claims);

/// <summary>A claim, for its vendor and the operator.</summary>
/// <param name="Id">Of this statement: with another note it is another claim.</param>
/// <param name="Status"><c>stated</c> by the vendor, or <c>verified</c> by the market's operator.</param>
/// <param name="StatedAt">RFC 3339.</param>
/// <param name="VerifiedBy">Who looked, and at what.</param>
/// <param name="VerifiedUntil">RFC 3339; left out where it holds for good. After it the claim is <c>stated</c> again.</param>
/// <param name="Account">The vendor's; for the operator alone.</param>
/// <param name="Vendor">The vendor's name; for the operator alone.</param>
public sealed record ClaimDocument(
    string Id, string Name, string? Note, string Status, string StatedAt, string? VerifiedAt = null, string? VerifiedBy = null,
    string? VerifiedUntil = null, string? Account = null, string? Vendor = null);

/// <summary>Verifies a claim (operator).</summary>
/// <param name="By">Who looked, and at what: 1 to 200 characters.</param>
/// <param name="Until">RFC 3339, not in the past; left out: for good.</param>
public sealed record VerifyRequest(string By, string? Until = null);
