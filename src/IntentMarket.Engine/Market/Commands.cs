using System.Text.Json.Serialization;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Market;

/// <summary>Something that somebody asks of one intent. Time and ids come with it, so that a decision is the same
/// whenever it is made.</summary>
/// <param name="IntentId">The intent that it is about.</param>
/// <param name="Actor">Who asks: the customer, a vendor; nobody where it is the market itself.</param>
/// <param name="At">When it reached the market, in Unix milliseconds.</param>
/// <param name="Request">What makes it idempotent.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(PostIntent), "PostIntent")]
[JsonDerivedType(typeof(AmendIntent), "AmendIntent")]
[JsonDerivedType(typeof(WithdrawIntent), "WithdrawIntent")]
[JsonDerivedType(typeof(RemoveIntent), "RemoveIntent")]
[JsonDerivedType(typeof(AwardIntent), "AwardIntent")]
[JsonDerivedType(typeof(SubmitOffer), "SubmitOffer")]
[JsonDerivedType(typeof(ConfirmOffer), "ConfirmOffer")]
[JsonDerivedType(typeof(WithdrawOffer), "WithdrawOffer")]
[JsonDerivedType(typeof(RemoveOffer), "RemoveOffer")]
[JsonDerivedType(typeof(Wake), "Wake")]
public abstract record Command(IntentId IntentId, Party Actor, long At, Request Request);

/// <summary>Somebody on one intent: events know the pseudonym only, rows also the account.</summary>
public readonly record struct Party(AccountId Account, Pseudonym Pseudonym)
{
    public static Party Market => default;
}

/// <summary>Keyed hashes of the key that its sender chose and of the body that it came with: the same key and body give the same answer.
/// They stand in the event, and tell nobody who wrote them.</summary>
public sealed record Request(string Key, string BodyHash);

/// <summary>A free text, kept outside the journal: the journal holds its <see cref="Hash"/> (SHA-256 over salt and text),
/// so it can be erased.</summary>
/// <param name="Salt">32 random bytes.</param>
public sealed record FreeText(string Text, byte[] Salt)
{
    [JsonIgnore]
    public string Hash { get; } = Convert.ToHexStringLower(
        System.Security.Cryptography.SHA256.HashData([.. Salt, .. System.Text.Encoding.UTF8.GetBytes(Text)]));
}

/// <param name="Contact">For the winner, where the auction awards by itself.</param>
/// <param name="Texts">Title, description and the lines' descriptions, as one JSON text.</param>
public sealed record PostIntent(
    IntentId IntentId, Party Actor, long At, Request Request, IntentTerms Terms, FreeText Texts, FreeText? Contact = null)
    : Command(IntentId, Actor, At, Request);

public sealed record AmendIntent(IntentId IntentId, Party Actor, long At, Request Request, int Version, IntentTerms Terms, FreeText Texts)
    : Command(IntentId, Actor, At, Request);

public sealed record WithdrawIntent(IntentId IntentId, Party Actor, long At, Request Request, FreeText Reason)
    : Command(IntentId, Actor, At, Request);

/// <summary>The operator takes an intent off the market.</summary>
public sealed record RemoveIntent(IntentId IntentId, Party Actor, long At, Request Request, FreeText Reason)
    : Command(IntentId, Actor, At, Request);

public sealed record AwardIntent(
    IntentId IntentId, Party Actor, long At, Request Request, OfferId OfferId, FreeText? Contact, FreeText? Reason)
    : Command(IntentId, Actor, At, Request);

/// <param name="Key">The vendor's own, in the clear: it stands in the offer's row alone, where it can be erased.</param>
/// <param name="InOrder">It came through the partition's queue: its place before the call to close decides whether it is in time,
/// not its time.</param>
public sealed record SubmitOffer(
    IntentId IntentId, Party Actor, long At, Request Request, string Key, OfferId OfferId, OfferTerms Terms, FreeText? Note, bool InOrder,
    StandingBid? Floor = null)
    : Command(IntentId, Actor, At, Request);

public sealed record ConfirmOffer(IntentId IntentId, Party Actor, long At, Request Request, OfferId OfferId, string AgreesTo, bool InOrder)
    : Command(IntentId, Actor, At, Request);

public sealed record WithdrawOffer(IntentId IntentId, Party Actor, long At, Request Request, OfferId OfferId, bool InOrder)
    : Command(IntentId, Actor, At, Request);

/// <summary>The vendor was suspended: its offer leaves the market. Where the offer stands no longer it means nothing.</summary>
/// <param name="Vendor">The vendor's pseudonym.</param>
public sealed record RemoveOffer(IntentId IntentId, long At, OfferId OfferId, Pseudonym Vendor)
    : Command(IntentId, Party.Market, At, new Request("", ""));

/// <summary>The clock has come to a time at which the intent may have something to do. Early or doubled it means nothing.</summary>
public sealed record Wake(IntentId IntentId, long At) : Command(IntentId, Party.Market, At, new Request("", ""));
