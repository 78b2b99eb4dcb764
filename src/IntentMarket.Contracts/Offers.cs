using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IntentMarket.Contracts;

/// <summary>An offer on an intent. Money is in the intent's currency, as a decimal string with at most its fraction digits.</summary>
/// <param name="Key">The vendor's own, 1 to 200 characters; makes the offer idempotent within the intent (409 <c>key-reused</c>). Over AMQP
/// it is the <c>message_id</c>.</param>
/// <param name="AgreesTo">The <c>termsHash</c> of the intent.</param>
/// <param name="Total">What the customer pays, all in; not negative.</param>
/// <param name="IntentId">Over AMQP alone: the intent.</param>
/// <param name="DeliverBy">RFC 3339, at most ten years ahead (400); not before the offer's own time, nor before the close where nothing is
/// awarded earlier (<c>under-min</c>).</param>
/// <param name="WarrantyMonths">0 to 100,000.</param>
/// <param name="ReturnDays">0 to 100,000.</param>
/// <param name="Condition"><c>new</c>, <c>refurbished</c> or <c>used</c>.</param>
/// <param name="Certifications">At most 50, each at most 200 characters.</param>
/// <param name="Attributes">At most 50, as a line's.</param>
/// <param name="Lines">Where given: every line of the intent at its quantity.</param>
/// <param name="OtherCharges">May be negative: a discount.</param>
/// <param name="Shipping">With tax and other charges not above the total (<c>sum-mismatch</c>).</param>
/// <param name="ValidUntil">RFC 3339, default: the intent's <c>awardBy</c>, which moves with the close. In <c>open</c> not before the
/// latest close that soft close can reach; elsewhere not before <c>awardBy</c> moved as far (<c>valid-too-short</c>, whose <c>limit</c> is
/// that time): who leads can be held to it.</param>
/// <param name="Note">For the customer; at most 2,000 characters.</param>
/// <param name="Replaces">The offer that it is meant to revise; refused with <c>superseded</c> where that is no
/// longer the live one.</param>
/// <param name="Floor">In <c>english</c> alone: a standing bid. The least total that the vendor would take, which nobody else ever sees:
/// the market revises the total for it. Such an offer has no lines, shipping, tax or other charges. By its nature such a bid tells
/// something of the next: the winner's total plus the decrement is the least that the runner-up would take.</param>
public sealed record OfferRequest(
    string? Key,
    string AgreesTo,
    string Total,
    string? IntentId = null,
    string? DeliverBy = null,
    int? WarrantyMonths = null,
    int? ReturnDays = null,
    string? Condition = null,
    IReadOnlyList<string>? Certifications = null,
    IReadOnlyDictionary<string, JsonNode>? Attributes = null,
    IReadOnlyList<OfferLineDocument>? Lines = null,
    string? Shipping = null,
    string? Tax = null,
    string? OtherCharges = null,
    string? ValidUntil = null,
    string? Note = null,
    string? Replaces = null,
    string? Floor = null);

/// <summary>The price of a line of the intent.</summary>
/// <param name="Line">The line's id.</param>
/// <param name="UnitPrice">Decimal string, at most 6 fraction digits, not negative.</param>
/// <param name="Quantity">Decimal string, at most 6 fraction digits, above zero.</param>
public sealed record OfferLineDocument(string Line, string UnitPrice, string Quantity);

/// <summary>Confirms an offer after an amendment.</summary>
/// <param name="AgreesTo">The <c>termsHash</c> of the amended intent.</param>
/// <param name="IntentId">Over AMQP alone.</param>
/// <param name="OfferId">Over AMQP alone.</param>
public sealed record ConfirmRequest(string AgreesTo, string? IntentId = null, string? OfferId = null);

/// <summary>What became of an offer when it was placed. The same offer gives the same receipt, byte for byte.</summary>
/// <param name="OfferId">Left out where the message was malformed.</param>
/// <param name="IntentId">Null where it is not known.</param>
/// <param name="Outcome"><c>accepted</c> or <c>refused</c>.</param>
/// <param name="At">RFC 3339.</param>
/// <param name="Score">0 to 100, a decimal string of 6 fraction digits; of an accepted offer alone.</param>
/// <param name="Rank">From visibility <c>rank</c> on.</param>
/// <param name="Of">How many live offers there were; from visibility <c>rank</c> on.</param>
/// <param name="Breakdown">One for each preference, in their order; the points add up to the score.</param>
/// <param name="Gap">From visibility <c>lead</c> on; null for the leader and where it is not told.</param>
/// <param name="Lead">The offer that led, perhaps this one; from visibility <c>lead</c> on.</param>
/// <param name="Reasons">Why it was refused, all of them.</param>
public sealed record Receipt(
    string? OfferId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? IntentId,
    string? Key,
    string Outcome,
    string At,
    string? Score = null,
    int? Rank = null,
    int? Of = null,
    IReadOnlyList<BreakdownItem>? Breakdown = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GapDocument? Gap = null,
    LeadDocument? Lead = null,
    IReadOnlyList<RefusalReason>? Reasons = null);

/// <summary>What one preference earned.</summary>
/// <param name="Value">The offer's, as on the wire; left out where the offer has none.</param>
/// <param name="Points">Decimal string of 6 fraction digits.</param>
public sealed record BreakdownItem(string Criterion, int Weight, JsonNode? Value, string Points);

/// <summary>What is missing to the lead.</summary>
/// <param name="Score">Points, a decimal string of 6 fraction digits.</param>
/// <param name="Total">The highest total that would lead, all else equal; null where none would.</param>
/// <param name="By">For each other preference, in their order: what would lead, by itself.</param>
public sealed record GapDocument(
    string Score, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Total, IReadOnlyList<GapChange>? By = null);

/// <summary>The nearest value of one member with which the offer would lead, all else equal.</summary>
/// <param name="Value">As an offer writes it; null where none would.</param>
public sealed record GapChange(string Criterion, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonNode? Value);

/// <summary>Why an offer was refused.</summary>
/// <param name="Code">Such as <c>over-max</c>, <c>missing</c>, <c>valid-too-short</c>, <c>closed</c>, <c>malformed</c>,
/// <c>paused</c>, <c>own-intent</c>.</param>
/// <param name="Limit">What the terms ask, as on the wire.</param>
/// <param name="Got">What the offer had, as on the wire.</param>
/// <param name="At">Of a malformed message: where (RFC 6901).</param>
/// <param name="Detail">Of what was recorded nowhere: what is wrong.</param>
public sealed record RefusalReason(
    string Code, string? Criterion = null, string? Limit = null, string? Got = null, string? At = null, string? Detail = null);

/// <summary>An offer as it stands.</summary>
/// <param name="Vendor">The pseudonym (UUID) of its vendor on this intent.</param>
/// <param name="Status"><c>live</c>, <c>unconfirmed</c>, <c>superseded</c>, <c>withdrawn</c>, <c>refused</c>, <c>expired</c>, <c>won</c>,
/// <c>lost</c> or <c>removed</c> (its vendor was suspended).</param>
/// <param name="Key">Told to its vendor alone.</param>
/// <param name="Rank">Left out where the offer is not ranked, or its reader may not know.</param>
/// <param name="At">RFC 3339: when it took its present place.</param>
/// <param name="AbnormallyLow">For the customer, of 3 to 1,000 live offers: its total is 40 % or more under the median of the others, or it
/// is the lowest and 30 % or more under the next.</param>
/// <param name="LeadsIf">For the customer, of up to 1,000 live offers; left out for the first, and where no single weight would do.</param>
/// <param name="Certifications">As the vendor states them.</param>
/// <param name="Verified">Those of the certifications that the market's operator has verified of this vendor; for the customer, where there
/// are any. It ranks nothing.</param>
/// <param name="Reasons">Why it was refused; told to the customer.</param>
/// <param name="Paid">Of rank 1 where the second score sets what is paid, for the customer after the close: what an award pays.</param>
/// <param name="Floor">Of a standing bid; told to its vendor alone.</param>
public sealed record OfferDocument(
    string OfferId,
    string IntentId,
    string Vendor,
    string? Key,
    string Status,
    string At,
    int? Rank,
    int? Of,
    string? Score,
    IReadOnlyList<BreakdownItem>? Breakdown,
    string Total,
    string? DeliverBy,
    int? WarrantyMonths,
    int? ReturnDays,
    string? Condition,
    IReadOnlyList<string>? Certifications,
    IReadOnlyDictionary<string, JsonNode>? Attributes,
    IReadOnlyList<OfferLineDocument>? Lines,
    string? Shipping,
    string? Tax,
    string? OtherCharges,
    string ValidUntil,
    string? Note,
    string AgreesTo,
    IReadOnlyList<string>? Verified = null,
    IReadOnlyList<RefusalReason>? Reasons = null,
    bool? AbnormallyLow = null,
    LeadsIfDocument? LeadsIf = null,
    string? Paid = null,
    string? Floor = null);

/// <summary>The smallest change of one weight that would put an offer first: "leads if delivery weighs 32 or more".</summary>
/// <param name="Weight">The weight at which it leads, the others as they are.</param>
/// <param name="Or"><c>more</c> or <c>less</c>: on which side of it.</param>
public sealed record LeadsIfDocument(string Criterion, int Weight, string Or);

/// <summary>The ranking that other preferences would give.</summary>
/// <param name="Count">How many live offers there are.</param>
/// <param name="Items">The first of them, by the rank that they would have.</param>
public sealed record WhatIfRanking(int Count, IReadOnlyList<WhatIfOffer> Items);

/// <summary>An offer in the ranking that other preferences would give.</summary>
/// <param name="Was">Its rank by the stated terms.</param>
/// <param name="LeadsIf">Of the tried weights; left out for the first, and where no single one would do.</param>
public sealed record WhatIfOffer(
    int Rank, int Was, string OfferId, string Vendor, string Total, string Score, IReadOnlyList<BreakdownItem> Breakdown,
    LeadsIfDocument? LeadsIf = null);

/// <summary>Many offers in one message, at most 100, each with its intent and its key; over AMQP all for intents of one route.</summary>
public sealed record OffersRequest(IReadOnlyList<OfferRequest> Offers);

/// <summary>What became of each offer, in their order. One that was malformed or not allowed has a receipt that
/// says so, as over AMQP.</summary>
public sealed record OffersAnswer(IReadOnlyList<Receipt> Receipts);

/// <summary>The offers on an intent, for its customer.</summary>
/// <param name="Items">The ranked ones, in the order of rank.</param>
/// <param name="Unranked">Withdrawn, refused, unconfirmed, expired and superseded ones.</param>
/// <param name="AsOf">The state of the ranking that the page was read from, an opaque text that changes with what is ranked alone: a cursor
/// of another state gives 409 <c>moved</c>.</param>
public sealed record RankedOffers(
    int Count,
    IReadOnlyList<OfferDocument> Items,
    IReadOnlyList<OfferDocument> Unranked,
    string AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next = null,
    string? UnrankedNext = null);

/// <summary>How many live offers there are: all that is told of a sealed auction before its close, and of one
/// that ended before it.</summary>
public sealed record OfferCount(int Count);

/// <summary>What a vendor may know of an auction, by its visibility.</summary>
/// <param name="Own">The vendor's own offer; left out where it made none.</param>
/// <param name="Rank">Of its live offer; from visibility <c>rank</c> on.</param>
/// <param name="Of">How many live offers there are; from visibility <c>rank</c> on.</param>
/// <param name="Lead">From visibility <c>lead</c> on.</param>
/// <param name="Gap">From visibility <c>lead</c> on; null for the leader and where it is not told.</param>
/// <param name="Offers">The live offers in the order of rank, in visibility <c>full</c> alone; one page of them.</param>
public sealed record BoardDocument(
    string IntentId,
    string Visibility,
    OfferDocument? Own,
    int? Rank,
    int? Of,
    LeadDocument? Lead,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] GapDocument? Gap,
    IReadOnlyList<BoardOffer>? Offers = null,
    string? AsOf = null,
    string? Next = null);

/// <summary>The leading offer.</summary>
public sealed record LeadDocument(string Total, string Score);

/// <summary>Another's live offer, under its pseudonym.</summary>
public sealed record BoardOffer(int Rank, string Vendor, string Total, string Score, IReadOnlyList<BreakdownItem> Breakdown);

/// <summary>What the hub answers to a call: one of the two.</summary>
public sealed record HubAnswer(Receipt? Receipt = null, Problem? Problem = null);
