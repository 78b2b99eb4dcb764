using IntentMarket.Contracts;
using IntentMarket.Engine;

namespace IntentMarket.Gateway;

/// <summary>What was read from a message, or all that is wrong with it.</summary>
/// <param name="Value">Default where there is any fault.</param>
public readonly record struct Reading<T>(T? Value, IReadOnlyList<Fault> Faults)
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsGood => Faults.Count == 0;
}

public sealed record IntentDraft(IntentTerms Terms, IntentTexts Texts);

/// <summary>The free texts of an intent: what is kept beside the journal.</summary>
public sealed record IntentTexts(string Title, string? Description, IReadOnlyDictionary<string, string> Lines)
{
    public string ToJson() => throw new NotImplementedException();

    public static IntentTexts FromJson(string json) => throw new NotImplementedException();
}

public static class IntentReader
{
    /// <summary>The body of a post or preview.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public static Reading<IntentDraft> Post(JsonTree tree, long now) => throw new NotImplementedException();

    public static Reading<(IntentDraft Draft, int Version)> Amend(JsonTree tree, long now) => throw new NotImplementedException();

    public static Reading<AwardOrder> Award(JsonTree tree) => throw new NotImplementedException();
}

public sealed record AwardOrder(Guid OfferId, string? Contact, string? Reason);

public sealed record OfferDraft(string Key, OfferTerms Terms, string? Note);

public static class OfferReader
{
    /// <summary>The intent that an AMQP message names, null where it names none: before the rest can be read.</summary>
    public static Guid? IntentId(JsonTree tree) => throw new NotImplementedException();

    /// <summary>The body over REST and the hub.</summary>
    public static Reading<OfferDraft> Offer(JsonTree tree, IntentTerms intent) => throw new NotImplementedException();

    /// <summary>The body over AMQP. <paramref name="intent"/> is null where the intent is not known: then only faults come back.</summary>
    public static Reading<OfferDraft> AmqpOffer(JsonTree tree, IntentTerms? intent, string? messageId) => throw new NotImplementedException();

    /// <summary><c>{agreesTo}</c></summary>
    public static Reading<string> Confirm(JsonTree tree) => throw new NotImplementedException();

    /// <summary><c>{intentId, offerId, agreesTo}</c></summary>
    public static Reading<(Guid IntentId, Guid OfferId, string AgreesTo)> AmqpConfirm(JsonTree tree) => throw new NotImplementedException();

    /// <summary><c>{intentId, offerId}</c></summary>
    public static Reading<(Guid IntentId, Guid OfferId)> AmqpWithdraw(JsonTree tree) => throw new NotImplementedException();
}

public sealed record AccountDraft(Storage.AccountKind Kind, string Name, string? Contact);

public static class AccountReader
{
    public static Reading<AccountDraft> Account(JsonTree tree) => throw new NotImplementedException();

    /// <summary><c>{reason}</c> of suspend, restore, withdraw, remove.</summary>
    public static Reading<string> Reason(JsonTree tree) => throw new NotImplementedException();
}

/// <param name="Body">The normalised JSON, to be stored.</param>
public sealed record SubscriptionDraft(Criteria Criteria, string Body);

public static class SubscriptionReader
{
    /// <summary>1 to 64 letters, digits, dots, hyphens, underscores.</summary>
    public static bool IsName(string name) => throw new NotImplementedException();

    public static Reading<SubscriptionDraft> Subscription(JsonTree tree) => throw new NotImplementedException();

    public static Criteria FromStored(string body) => throw new NotImplementedException();
}

public static class BodyHash
{
    /// <summary>Keyed hash of a message, the same for the same members and values by whatever edge it came.</summary>
    public static string Of(ReadOnlySpan<byte> secret, JsonTree tree, params ReadOnlySpan<string> except) => throw new NotImplementedException();
}

public static class TermsHash
{
    public static string Of(IntentTerms terms) => throw new NotImplementedException();
}
