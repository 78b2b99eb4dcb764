using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Edges.Documents;

/// <summary>The words of the public surface: what stands where the contract says "one of". The market may add to them
/// and takes none away.</summary>
public static class WireEnums
{
    public static IReadOnlyList<string> Problems { get; } = [.. ProblemView.Codes.Order(StringComparer.Ordinal)];

    /// <summary>What can be wrong with a message, and what a preview asks about.</summary>
    public static IReadOnlyList<string> Faults { get; } = [.. Constants(typeof(FaultCodes)), .. Constants(typeof(IntentWarnings))];

    public static IReadOnlyList<string> Notices { get; } = Constants(typeof(NoticeTypes));

    public static IReadOnlyList<string> OfferStatuses { get; } = [.. Enum.GetValues<OfferStatus>().Select(WireFormat.Word).Distinct()];

    /// <summary>Why terms refuse an offer, or an edge a message. One of many, and what a bot sends, is refused with the code of the problem
    /// that it would be alone.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [
        "over-max", "under-min", "not-one-of", "not-all-of", "not-equal", "missing", "wrong-type", "closed", "not-improving",
        "below-decrement", "terms-not-agreed", "terms-changed", "lines-incomplete", "quantity-mismatch", "sum-mismatch", "valid-too-short",
        "superseded", "level-missed", "lead-needed", "wrong-route", "expired", "undeliverable", "too-large", "limit", "malformed",
        "own-intent", "paused", "suspended", "not-found", "key-reused", "offer-changed", "binding", "down",
    ];

    /// <summary>The words that a member of a contract holds; null where it is free.</summary>
    public static IReadOnlyList<string>? Of(Type contract, string member) => (contract.Name, member) switch
    {
        (nameof(Problem), "code") => Problems,
        (nameof(Fault), "code") => Faults,
        (nameof(RefusalReason), "code") => Reasons,
        (nameof(Notice), "type") => Notices,
        (nameof(IntentDocument) or nameof(IntentTimes), "status") => EnumWords.All<IntentStatus>(),
        (nameof(OfferDocument) or nameof(OfferState), "status") => OfferStatuses,
        (nameof(BotMessage), "direction") => [BotDirections.In, BotDirections.Out],
        (nameof(Receipt), "outcome") => ["accepted", "refused"],
        (nameof(AuctionDocument), "format") => EnumWords.All<AuctionFormat>(),
        (nameof(AuctionDocument) or nameof(BoardDocument), "visibility") => EnumWords.All<Visibility>(),
        (nameof(AccountRequest) or nameof(AccountCreated) or nameof(AccountDocument), "kind") => EnumWords.All<AccountKind>(),
        (nameof(KeyRequest) or nameof(KeyCreated) or nameof(KeyDocument), "scope") => EnumWords.All<KeyScope>(),
        (nameof(TermsDocument), "method") => EnumWords.All<ScoringMethod>(),
        (nameof(AuctionDocument), "vs") => IntentReader.Against,
        (nameof(TermsDocument), "agreement") => ["none"],
        (nameof(ReportDocument), "status") => ReportService.Statuses,
        (nameof(ClaimDocument), "status") => ProfileService.Statuses,
        (nameof(MessageDocument), "from") => EnumWords.All<PartyRole>(),
        (nameof(LeadsIfDocument), "or") => ["more", "less"],
        (nameof(ReadyDocument), "status") => ["ready", "down"],
        _ => null,
    };

    /// <summary>Whether a member may be left out of a message: what is null is not written but where the contract shows it, and
    /// some have a default.</summary>
    public static bool IsOptional(JsonPropertyInfo member)
    {
        if (member.DeclaringType == typeof(TermsDocument) || (member.DeclaringType == typeof(AuctionDocument) && member.Name != "closesAt"))
            return true;
        // What is never written has no way to be read.
        if (member.Get is null)
            return true;
        var isAlwaysWritten = member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true)
            .OfType<JsonIgnoreAttribute>().Any(a => a.Condition == JsonIgnoreCondition.Never) ?? false;
        return member.IsGetNullable && !isAlwaysWritten;
    }

    private static string[] Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal)];
}
