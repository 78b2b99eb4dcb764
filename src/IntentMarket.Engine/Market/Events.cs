using System.Text.Json.Serialization;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Market;

/// <summary>Something that happened to one intent. Stored for ever: a name or a member never changes its
/// meaning (see EventCodec).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(IntentOpened), "IntentOpened")]
[JsonDerivedType(typeof(IntentAmended), "IntentAmended")]
[JsonDerivedType(typeof(IntentWithdrawn), "IntentWithdrawn")]
[JsonDerivedType(typeof(IntentRemoved), "IntentRemoved")]
[JsonDerivedType(typeof(ClosingCalled), "ClosingCalled")]
[JsonDerivedType(typeof(IntentExtended), "IntentExtended")]
[JsonDerivedType(typeof(IntentClosed), "IntentClosed")]
[JsonDerivedType(typeof(IntentUnawarded), "IntentUnawarded")]
[JsonDerivedType(typeof(IntentAwarded), "IntentAwarded")]
[JsonDerivedType(typeof(LevelEnded), "LevelEnded")]
[JsonDerivedType(typeof(OfferAccepted), "OfferAccepted")]
[JsonDerivedType(typeof(FloorSet), "FloorSet")]
[JsonDerivedType(typeof(BidMoved), "BidMoved")]
[JsonDerivedType(typeof(OfferRefused), "OfferRefused")]
[JsonDerivedType(typeof(OfferWithdrawn), "OfferWithdrawn")]
[JsonDerivedType(typeof(OfferExpired), "OfferExpired")]
[JsonDerivedType(typeof(OfferRemoved), "OfferRemoved")]
public abstract record MarketEvent;

/// <param name="Customer">The customer's pseudonym on this intent.</param>
/// <param name="Rules">The version of the rules that the intent is decided by.</param>
public sealed record IntentOpened(
    Pseudonym Customer, IntentTerms Terms, string TextHash, int Rules, Request Request, string? ContactHash = null)
    : MarketEvent;

/// <param name="Unconfirmed">The offers that were live: they wait for their vendors to confirm them under the new terms.</param>
public sealed record IntentAmended(int Version, IntentTerms Terms, string TextHash, IReadOnlyList<OfferRef> Unconfirmed, Request Request)
    : MarketEvent;

public sealed record IntentWithdrawn(string ReasonHash, Request Request) : MarketEvent;

public sealed record IntentRemoved(string ReasonHash, Request Request) : MarketEvent;

/// <summary>The closing time has come: what is sent after it, or stands behind it in the partition's queue, is late.</summary>
public sealed record ClosingCalled : MarketEvent;

public sealed record IntentExtended(long ClosesAt, long AwardBy, int Extensions) : MarketEvent;

/// <param name="Offers">How many offers were live.</param>
/// <param name="RankedHash">See <see cref="IntentAwarded"/>.</param>
public sealed record IntentClosed(int Offers, string RankedHash) : MarketEvent;

public sealed record IntentUnawarded : MarketEvent;

/// <param name="Paid">What the winner is paid, in minor units.</param>
/// <param name="RankedHash">Hex SHA-256 over the ranked set that the award was made from: a line <c>offerId score total</c> for each
/// offer in the order of rank, numbers in millionths of a point and minor units, each line ended by a line feed.</param>
/// <param name="Request">Null where the auction awarded by itself.</param>
/// <param name="Lost">The other offers that were live or unconfirmed; the ranked ones of them lost.</param>
public sealed record IntentAwarded(
    OfferId OfferId, Pseudonym Vendor, int Rank, long Paid, long Score, string RankedHash, string? ContactHash, string? ReasonHash,
    IReadOnlyList<OfferRef> Lost, Request? Request) : MarketEvent;

/// <summary>A level of a dutch or japanese auction has ended, and the next has begun.</summary>
/// <param name="Level">The one that ended, from 0.</param>
/// <param name="Total">On offer from now on, in minor units.</param>
/// <param name="Taken">Japanese: how many vendors took the level that ended.</param>
public sealed record LevelEnded(int Level, long Total, int? Taken) : MarketEvent;

/// <summary>An offer and the pseudonym of its vendor.</summary>
public sealed record OfferRef(OfferId OfferId, Pseudonym Vendor);

/// <summary>An offer counts from here on. It tells all that its receipt says, at the moment that it was placed.</summary>
/// <param name="Confirms">It is not new: its vendor confirmed it under amended terms.</param>
/// <param name="Score">With <paramref name="Points"/> and <paramref name="Fine"/> as <see cref="Evaluation.Score"/> says.</param>
/// <param name="Gap">Null for the leader.</param>
/// <param name="Lead">The offer that leads; null where it is this one.</param>
public sealed record OfferAccepted(
    OfferId OfferId, Pseudonym Vendor, OfferTerms Terms, string? NoteHash, bool Confirms, long ValidUntil,
    long Score, IReadOnlyList<long> Points, int Rank, int Of, Gap? Gap, Lead? Lead, Request Request,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Fine = 0) : MarketEvent;

public sealed record OfferRefused(
    OfferId OfferId, Pseudonym Vendor, OfferTerms Terms, string? NoteHash, bool Confirms,
    IReadOnlyList<Reason> Reasons, Request Request) : MarketEvent;

/// <summary>The offer just accepted is a standing bid. The one event that a transcript shows no body of: see
/// <see cref="StandingBid"/>.</summary>
public sealed record FloorSet(OfferId OfferId, Pseudonym Vendor, long Floor, string Salt) : MarketEvent;

/// <summary>The engine revised a standing bid to this total. It keeps its place in time: its floor stood from when it was made.</summary>
public sealed record BidMoved(OfferId OfferId, Pseudonym Vendor, long Total, long Score, IReadOnlyList<long> Points) : MarketEvent;

public sealed record OfferWithdrawn(OfferId OfferId, Pseudonym Vendor, Request Request) : MarketEvent;

public sealed record OfferExpired(OfferId OfferId, Pseudonym Vendor) : MarketEvent;

/// <summary>The market took an offer off, for its vendor was suspended. No standing bid moves back.</summary>
/// <param name="Live">How many offers are live from then on.</param>
public sealed record OfferRemoved(OfferId OfferId, Pseudonym Vendor, int Live) : MarketEvent;

/// <summary>An event that a newer build wrote: it stands in the chain, and what it means is not known here. Never written.</summary>
public sealed record UnknownEvent : MarketEvent;

/// <summary>A newer build wrote something that this one does not know: a word, an event, terms. What needs it is left to the nodes that
/// know it, and nothing else.</summary>
public sealed class NotKnownException(string what, Exception? inner = null) : Exception(what, inner);
