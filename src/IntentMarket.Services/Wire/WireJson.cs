using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

/// <summary>How the market writes JSON: camelCase, nothing that is null but where the contract shows it. What comes in is read by
/// <see cref="JsonTree"/> instead.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Options { get; } = Sealed(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(WireContext.Default, new DefaultJsonTypeInfoResolver()),
    });

    /// <summary>The UTF-8 of a message: the same message, the same bytes.</summary>
    public static byte[] Bytes<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);

    private static JsonSerializerOptions Sealed(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountCreated))]
[JsonSerializable(typeof(AccountLeaving))]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(Page<KeyDocument>))]
[JsonSerializable(typeof(BrokerCredentialCreated))]
[JsonSerializable(typeof(Page<BrokerCredentialDocument>))]
[JsonSerializable(typeof(TimeDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(IntentDocument))]
[JsonSerializable(typeof(Page<IntentDocument>))]
[JsonSerializable(typeof(IntentPreview))]
[JsonSerializable(typeof(AwardDocument))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(OfferDocument))]
[JsonSerializable(typeof(Page<OfferDocument>))]
[JsonSerializable(typeof(RankedOffers))]
[JsonSerializable(typeof(OfferCount))]
[JsonSerializable(typeof(WhatIfRanking))]
[JsonSerializable(typeof(OffersAnswer))]
[JsonSerializable(typeof(BoardDocument))]
[JsonSerializable(typeof(HubAnswer))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(BotMessage))]
[JsonSerializable(typeof(Page<Notice>))]
[JsonSerializable(typeof(IntentTimes))]
[JsonSerializable(typeof(IntentLevel))]
[JsonSerializable(typeof(OfferMoved))]
[JsonSerializable(typeof(OfferPlace))]
[JsonSerializable(typeof(OfferState))]
[JsonSerializable(typeof(OfferWonData))]
[JsonSerializable(typeof(OfferLostData))]
[JsonSerializable(typeof(IntentAwardedData))]
[JsonSerializable(typeof(ResyncData))]
[JsonSerializable(typeof(SubscriptionDocument))]
[JsonSerializable(typeof(Page<SubscriptionDocument>))]
[JsonSerializable(typeof(SubscriptionTest))]
[JsonSerializable(typeof(Page<FeedEntry>))]
[JsonSerializable(typeof(Page<CategoryFound>))]
[JsonSerializable(typeof(CategoryPlace))]
[JsonSerializable(typeof(TaxonomyLoaded))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(Page<ReportDocument>))]
[JsonSerializable(typeof(ProfileDocument))]
[JsonSerializable(typeof(ClaimDocument))]
[JsonSerializable(typeof(Page<ClaimDocument>))]
[JsonSerializable(typeof(MailChoices))]
[JsonSerializable(typeof(MessageDocument))]
[JsonSerializable(typeof(Page<MessageDocument>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(IntentTexts))]
internal sealed partial class WireContext : JsonSerializerContext;

/// <summary>The words and values of the engine as they are written on the wire.</summary>
public static class WireFormat
{
    /// <summary>What ended without an award is told as expired.</summary>
    public static string Word(OfferStatus status) => EnumWords.Of(status == OfferStatus.Ended ? OfferStatus.Expired : status);

    /// <summary>A score as the method has it: points, or the adjusted total in the intent's currency, with two
    /// digits more than it has.</summary>
    public static string Score(long score, IntentTerms intent) =>
        intent.Terms.Method == ScoringMethod.Coefficient ? Amount.Format(Math.Abs(score), intent.Digits + 2) : Points(score);

    /// <summary>Points, from millionths.</summary>
    public static string Points(long millionths) => Amount.Format(millionths, 6);

    public static JsonNode Node(Value value) => value switch
    {
        Value.Whole whole => JsonValue.Create(whole.Number),
        Value.Flag flag => JsonValue.Create(flag.Is),
        Value.Text text => JsonValue.Create(text.Content),
        Value.Set set => Node(set.Members),
        _ => throw new InvalidOperationException("a value of an unknown kind"),
    };

    public static JsonArray Node(IEnumerable<string> texts)
    {
        var array = new JsonArray();
        foreach (var text in texts)
            array.Add((JsonNode)JsonValue.Create(text));
        return array;
    }

    /// <summary>A number in the criterion's own unit. An attribute's is an integer where it is whole, else a decimal string.</summary>
    public static JsonNode? Number(Criterion criterion, long? number, int digits) => number is not { } n ? null : criterion.Kind switch
    {
        CriterionKind.Total or CriterionKind.DeliverBy => JsonValue.Create(Subject.Format(criterion, n, digits)),
        CriterionKind.Attribute when n % Amount.Million != 0 => JsonValue.Create(Amount.FormatShort(n)),
        CriterionKind.Attribute => JsonValue.Create(n / Amount.Million),
        _ => JsonValue.Create(n),
    };

    public static IReadOnlyDictionary<string, JsonNode>? Attributes(IReadOnlyDictionary<string, Value>? attributes) =>
        attributes is null or { Count: 0 } ? null : attributes.ToDictionary(a => a.Key, a => Node(a.Value));
}
