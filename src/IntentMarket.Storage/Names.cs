using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Storage;

/// <summary>What the rows call the states of the market. Statements spell these names out, and rows with them live for ever:
/// add, never rename.</summary>
internal static class Names
{
    public static readonly Names<IntentStatus> Intent = new(
        (IntentStatus.Open, "open"),
        (IntentStatus.Evaluating, "evaluating"),
        (IntentStatus.Awarded, "awarded"),
        (IntentStatus.Unawarded, "unawarded"),
        (IntentStatus.Withdrawn, "withdrawn"),
        (IntentStatus.Removed, "removed"));

    public static readonly Names<OfferStatus> Offer = new(
        (OfferStatus.Live, "live"),
        (OfferStatus.Unconfirmed, "unconfirmed"),
        (OfferStatus.Superseded, "superseded"),
        (OfferStatus.Withdrawn, "withdrawn"),
        (OfferStatus.Refused, "refused"),
        (OfferStatus.Expired, "expired"),
        (OfferStatus.Won, "won"),
        (OfferStatus.Lost, "lost"),
        (OfferStatus.Ended, "ended"),
        (OfferStatus.Removed, "removed"));

    public static readonly Names<PartyRole> Role = new(
        (PartyRole.Customer, "customer"),
        (PartyRole.Vendor, "vendor"));

    public static readonly Names<AccountKind> Kind = new(
        (AccountKind.Customer, "customer"),
        (AccountKind.Vendor, "vendor"),
        (AccountKind.Operator, "operator"));

    public static readonly Names<MailKind> Mail = new(
        (MailKind.FirstOffer, "first-offer"),
        (MailKind.ClosingSoon, "closing-soon"),
        (MailKind.TimeToAward, "time-to-award"),
        (MailKind.Won, "won"),
        (MailKind.Lost, "lost"),
        (MailKind.Digest, "digest"),
        (MailKind.Message, "message"));

    public static readonly Names<LinkPurpose> Link = new(
        (LinkPurpose.SignUp, "sign-up"),
        (LinkPurpose.Password, "password"),
        (LinkPurpose.Address, "address"));

    public static readonly Names<KeyScope> Scope = new(
        (KeyScope.All, "all"),
        (KeyScope.Read, "read"));
}

/// <summary>Both ways between the values of an enumeration and their stored names.</summary>
internal sealed class Names<T>(params (T Value, string Name)[] pairs) where T : struct, Enum
{
    private readonly Dictionary<T, string> _names = pairs.ToDictionary(p => p.Value, p => p.Name);
    private readonly Dictionary<string, T> _values = pairs.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    public string Of(T value) => _names[value];

    public string? Of(T? value) => value is { } given ? _names[given] : null;

    /// <exception cref="NotKnownException">A newer build wrote it.</exception>
    public T Read(string name) => _values.TryGetValue(name, out var value)
        ? value
        : throw new NotKnownException($"The store holds the {typeof(T).Name} '{name}', which this version does not know.");

    /// <summary>A condition: the column holds a word that this build knows. What reads rows of many asks so, and leaves the others to a
    /// build that knows them.</summary>
    public string Known(string column) => $"{column} IN ({string.Join(", ", _values.Keys.Select(name => $"'{name}'"))})";
}
