using System.Text.Json.Nodes;

namespace IntentMarket.Contracts;

/// <summary>What a customer means to buy, and on whose terms: the body of a post, a preview and (with
/// <paramref name="Version"/>) an amendment.</summary>
/// <param name="Title">Required, 1 to 200 characters.</param>
/// <param name="Description">At most 8,000 characters.</param>
/// <param name="Currency">ISO 4217. An amendment cannot change it.</param>
/// <param name="Region">A code of ISO 3166-1 or 3166-2, <c>GB</c> or <c>GB-SCT</c>; left out: anywhere.</param>
/// <param name="Lines">1 to 100, each with an id of its own.</param>
/// <param name="AwardBy">RFC 3339, after the close, at most a year after it; default: 7 days after it.</param>
/// <param name="Contact">In <c>dutch</c> and <c>japanese</c> alone, which award by themselves: goes to the winner. At
/// most 1,000 characters.</param>
/// <param name="Version">An amendment's alone: the version that it amends (409 <c>stale-version</c>).</param>
public sealed record IntentRequest(
    string Title,
    CategoryDocument Category,
    string Currency,
    IReadOnlyList<LineDocument> Lines,
    TermsDocument Terms,
    AuctionDocument Auction,
    string? Description = null,
    string? Region = null,
    string? AwardBy = null,
    int? Version = null,
    string? Contact = null);

/// <summary>An intent as the market gives it, with the defaults filled in.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Version">1, and one more with each amendment.</param>
/// <param name="Status"><c>open</c>, <c>evaluating</c>, <c>awarded</c>, <c>unawarded</c>, <c>withdrawn</c> or <c>removed</c>.</param>
/// <param name="Customer">A pseudonym (UUID) that differs from intent to intent.</param>
/// <param name="OpenedAt">RFC 3339.</param>
/// <param name="ClosesAt">RFC 3339, as extended; the auction's own is the one that the customer set.</param>
/// <param name="AwardBy">RFC 3339: awarded by then, or unawarded.</param>
/// <param name="TermsHash">Hex SHA-256 of the RFC 8785 form of <c>{category, currency, region, lines without description, terms,
/// auction without closesAt}</c> of this document, with its <c>version</c> where <c>rules</c> is 2 or more and it is above 1;
/// what an offer agrees to.</param>
/// <param name="Offers">How many live offers there are; told to its customer alone.</param>
/// <param name="Title">Empty once it was erased.</param>
/// <param name="Rules">The version of the market's rules that it is decided by: those of the day on which it was opened.</param>
public sealed record IntentDocument(
    string Id,
    int Version,
    string Status,
    string Customer,
    string OpenedAt,
    string ClosesAt,
    string AwardBy,
    string TermsHash,
    int? Offers,
    string Title,
    string? Description,
    CategoryDocument Category,
    string Currency,
    string? Region,
    IReadOnlyList<LineDocument> Lines,
    TermsDocument Terms,
    AuctionDocument Auction,
    int Rules);

/// <summary>A scheme and the code in it: <c>CPV</c> <c>39143110-0</c>, or one of the <c>market</c>'s own.</summary>
public sealed record CategoryDocument(string Scheme, string Id);

/// <summary>One thing that is asked for.</summary>
/// <param name="Id">1 to 40 letters, digits, dots, hyphens and underscores; its own within the intent.</param>
/// <param name="Description">At most 8,000 characters.</param>
/// <param name="Quantity">Decimal string above zero, at most 6 fraction digits.</param>
/// <param name="Unit">A code of UN/CEFACT Recommendation 20, <c>H87</c> is a piece; another is refused with the nearest.</param>
/// <param name="Attributes">At most 50, named by <c>a-z0-9-</c>: integer, decimal string, boolean, string or set of strings.</param>
public sealed record LineDocument(
    string Id,
    string? Description,
    string Quantity,
    string Unit,
    IReadOnlyDictionary<string, JsonNode>? Attributes = null);

/// <summary>The customer's terms.</summary>
/// <param name="Method"><c>weighted</c> (default): scores from 0 to 100 points, highest first. <c>coefficient</c> (in <c>open</c> and the
/// <c>sealed</c> format): each preference gives a share of at most its weight in thousandths, and the score is <c>total / (1 + sum of
/// shares / (1 - sum of the greatest))</c>, lowest first; a part of the breakdown is in percent.</param>
/// <param name="Require">What an offer must meet, all of it; at most 50.</param>
/// <param name="Prefer">What ranks it; at most 50, one a criterion. Without any the lowest total leads.</param>
/// <param name="Agreement"><c>none</c> (default); others are refused with <c>not-yet</c>.</param>
public sealed record TermsDocument(
    string Method, IReadOnlyList<RequirementDocument> Require, IReadOnlyList<PreferenceDocument> Prefer, string Agreement);

/// <summary>What an offer must meet. Which members stand depends on the type of the criterion; all that stand must hold.</summary>
/// <param name="Criterion"><c>total</c>, <c>deliverBy</c>, <c>warrantyMonths</c>, <c>returnDays</c>, <c>condition</c>,
/// <c>certifications</c> or <c>attributes.&lt;name&gt;</c>.</param>
/// <param name="Min">Inclusive. Money and attributes with a fraction are decimal strings, times RFC 3339, counts integers.</param>
/// <param name="Max">Inclusive, as <paramref name="Min"/>.</param>
/// <param name="EqualTo">On the wire <c>equals</c>: the value that an attribute must have.</param>
public sealed record RequirementDocument(
    string Criterion,
    JsonNode? Min = null,
    JsonNode? Max = null,
    IReadOnlyList<string>? OneOf = null,
    IReadOnlyList<string>? AllOf = null,
    IReadOnlyList<string>? AnyOf = null,
    [property: System.Text.Json.Serialization.JsonPropertyName("equals")] JsonNode? EqualTo = null);

/// <summary>What ranks an offer: a scale from worst to best, or points by value.</summary>
/// <param name="Weight">1 to 1,000; coefficients add up to less than 1,000.</param>
/// <param name="Best">Earns all of the weight; differs from <paramref name="Worst"/>, which earns nothing. Written as a
/// requirement's bound.</param>
/// <param name="Points">0 to 100 by value; a value that is not listed has 0.</param>
public sealed record PreferenceDocument(
    string Criterion,
    int Weight,
    JsonNode? Best = null,
    JsonNode? Worst = null,
    IReadOnlyDictionary<string, int>? Points = null);

/// <summary>How vendors compete.</summary>
/// <param name="Format"><c>open</c> (default), <c>sealed</c>, <c>sealed-second-score</c>, <c>english</c>,
/// <c>dutch</c> or <c>japanese</c>.</param>
/// <param name="ClosesAt">RFC 3339, in the future, at most a year ahead.</param>
/// <param name="Visibility">What a vendor learns of the others: <c>none</c>, <c>rank</c> (default), <c>lead</c> (default in
/// <c>english</c>) or <c>full</c>.</param>
/// <param name="EarlyAward">The customer may award before the close; in <c>open</c> alone. Default: false.</param>
/// <param name="SoftClose">In <c>open</c> and <c>english</c> alone.</param>
/// <param name="Decrement">In <c>english</c>, required: by how much a revision improves.</param>
/// <param name="Vs">In <c>english</c>: against the leader, <c>best</c>, which needs <c>visibility</c> <c>lead</c> or <c>full</c>
/// (<c>lead-needed</c>) and is the default there; or the vendor's own offer, <c>own</c>, the default elsewhere.</param>
/// <param name="Start">In <c>dutch</c> and <c>japanese</c>, required: the total on offer at first.</param>
/// <param name="Step">Likewise: by how much it rises (dutch) or falls (japanese) from level to level.</param>
/// <param name="Interval">Likewise: how long a level lasts, an ISO 8601 duration in whole seconds. The last level ends with the close, so
/// the clock starts as many intervals before it as there are levels; until then the first is on offer.</param>
/// <param name="Limit">Likewise: the total of the last level.</param>
public sealed record AuctionDocument(
    string Format, string ClosesAt, string Visibility, bool EarlyAward, SoftCloseDocument? SoftClose = null,
    DecrementDocument? Decrement = null, string? Vs = null, string? Start = null, string? Step = null,
    string? Interval = null, string? Limit = null);

/// <summary>By how much a revision improves: one of the four. The first three where nothing but the total ranks, else points.</summary>
/// <param name="Amount">Decimal string in the intent's currency.</param>
/// <param name="Percent">Decimal string of at most 6 fraction digits, of the total to beat.</param>
/// <param name="Bands">By the total to beat, highest first; the last one alone has no <c>above</c>.</param>
/// <param name="Points">Decimal string of at most 6 fraction digits.</param>
public sealed record DecrementDocument(
    string? Amount = null, string? Percent = null, IReadOnlyList<DecrementBandDocument>? Bands = null, string? Points = null);

/// <summary>A decrement for totals above a bound.</summary>
public sealed record DecrementBandDocument(string Amount, string? Above = null);

/// <summary>An accepted offer that takes the lead within <paramref name="Window"/> of the close moves it to
/// <paramref name="Extension"/> from then.</summary>
/// <param name="Window">ISO 8601 duration in whole seconds, 1 second to 7 days: <c>PT2M</c>.</param>
/// <param name="Extension">As <paramref name="Window"/>.</param>
/// <param name="MaxExtensions">1 to 100.</param>
public sealed record SoftCloseDocument(string Window, string Extension, int MaxExtensions);

/// <summary>What a preview tells: nothing is recorded.</summary>
/// <param name="Faults">What is wrong with the intent; empty where it can be posted.</param>
/// <param name="Warnings">What can be posted and is hardly meant, of the form of a fault: <c>prefers-dearer</c>, <c>prefers-later</c>,
/// <c>prefers-shorter</c> (warranty or time to return), <c>prefers-used</c>, <c>out-of-reach</c> (prices of a clock, a decrement). Empty
/// where it has faults.</param>
/// <param name="Reach">How many vendors would hear of it; left out where it has faults.</param>
public sealed record IntentPreview(IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings, int? Reach = null);

/// <summary>Other preferences to try on the live offers of an intent: nothing is recorded.</summary>
/// <param name="Prefer">As in the terms.</param>
public sealed record WhatIfRequest(IReadOnlyList<PreferenceDocument> Prefer);

/// <summary>Awards an intent.</summary>
/// <param name="OfferId">UUID of a live offer.</param>
/// <param name="Contact">Goes to the winner alone; at most 1,000 characters.</param>
/// <param name="Reason">Required where the offer is not first; shown to the bidders. At most 1,000 characters.</param>
public sealed record AwardRequest(string OfferId, string? Contact = null, string? Reason = null);

/// <summary>The award of an intent, for its customer.</summary>
/// <param name="Paid">What the winner is paid, in the intent's currency.</param>
/// <param name="Contact">The vendor's.</param>
public sealed record AwardDocument(
    string IntentId, string OfferId, string Vendor, int Rank, string Paid, string Score, string At, string? Contact = null,
    string? Reason = null);
