using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Edges;

/// <summary>What a message may be that the market takes.</summary>
/// <param name="Contract">Where its members are described.</param>
/// <param name="Schema">JSON Schema 2020-12, of which draft 7 has all that is used.</param>
internal sealed record RequestSchema(Type Contract, JsonObject Schema);

/// <summary>What the readers take (<c>IntentMarket.Services/Wire</c>), by their own limits, as the documents show it: closed, where what
/// the market writes may gain members and has schemas of its own. <c>RequestSchemaTests</c> hold the readers to it.</summary>
internal static class RequestSchemas
{
    public const string Amendment = "AmendmentRequest";
    public const string Subscription = "SubscriptionRequest";
    public const string MailChoices = "MailChoicesRequest";
    public const string Taxonomy = "TaxonomyRequest";
    public const string BotOffer = "BotOffer";
    public const string BotConfirmation = "BotConfirmation";

    /// <summary>Where they stand in either document.</summary>
    public const string Place = "#/components/schemas/";

    private const string Category = "CategoryRequest";
    private const string Line = "LineRequest";
    private const string Terms = "TermsRequest";
    private const string Requirement = "RequirementRequest";
    private const string Preference = "PreferenceRequest";
    private const string Auction = "AuctionRequest";
    private const string SoftClose = "SoftCloseRequest";
    private const string Decrement = "DecrementRequest";
    private const string Band = "DecrementBandRequest";
    private const string OfferLine = "OfferLineRequest";
    private const string OfferOfMany = "OfferOfManyRequest";
    private const string Bounds = "BoundsRequest";
    private const string Currency = "Currency";

    /// <summary>Fraction digits of what is counted in millionths.</summary>
    private const int FineDigits = 6;

    private const string Name = "^[A-Za-z0-9._-]+$";
    private const string Visible = @"[\p{L}\p{N}]";
    private const string Cpv = "^(0[1-9]|[1-9][0-9])[0-9]{6}-[0-9]$";

    private static readonly Dictionary<string, RequestSchema> All = new()
    {
        [nameof(AccountRequest)] = Of<AccountRequest>(With(
            Object(
                Must("kind", One<AccountKind>()), Must("name", Title(WireLimits.NameMax)),
                May("contact", Text(WireLimits.ContactMax))),
            If("kind", EnumWords.Of(AccountKind.Vendor)), ("then", Json("""{"required": ["contact"]}""")))),
        [nameof(KeyRequest)] = Of<KeyRequest>(Object(May("name", Title(WireLimits.NameMax)), May("scope", One<KeyScope>()))),
        [nameof(ReasonRequest)] = Of<ReasonRequest>(Object(Must("reason", Text(WireLimits.ReasonMax)))),
        [nameof(IntentRequest)] = Of<IntentRequest>(Object(Intent())),
        [Amendment] = Of<IntentRequest>(Object([.. Intent(), Must("version", Whole(1, int.MaxValue))])),
        [Currency] = Of<string>(Word(Currencies.Codes)),
        [Category] = Of<CategoryDocument>(With(
            Object(Must("scheme", Word(Categories.Cpv, Categories.MarketScheme)), Must("id", Text(WireLimits.CategoryIdMax))),
            If("scheme", Categories.Cpv), ("then", new JsonObject { ["properties"] = new JsonObject { ["id"] = Pattern(Cpv) } }))),
        [Line] = Of<LineDocument>(Object(
            Must("id", With(Text(WireLimits.LineIdMax), ("pattern", Name))), May("description", Free(WireLimits.DescriptionMax)),
            Must("quantity", Above0(FineDigits)), Must("unit", Pattern("^[A-Z0-9]{2,3}$")), May("attributes", Attributes()))),
        [Terms] = Of<TermsDocument>(Object(
            May("method", One<ScoringMethod>()), May("require", List(0, WireLimits.CriteriaMax, Ref(Requirement))),
            May("prefer", List(0, WireLimits.CriteriaMax, Ref(Preference))), May("agreement", Word("none")))),
        [Requirement] = Of<RequirementDocument>(OneOf(
            Object(Total, Must("max", Above0(Currencies.DigitsMax))),
            WithAny(Object(DeliverBy, May("min", Time()), May("max", Time())), "min", "max"),
            WithAny(Object(Count, May("min", Whole(0, WireLimits.CountMax)), May("max", Whole(0, WireLimits.CountMax))), "min", "max"),
            Object(Condition, Must("oneOf", Set(1, IntentReader.Conditions.Length, Word(IntentReader.Conditions)))),
            WithAny(Object(Certifications, May("allOf", Texts(1)), May("anyOf", Texts(1))), "allOf", "anyOf"),
            WithAny(Object(Attribute, May("min", AttributeNumber()), May("max", AttributeNumber())), "min", "max"),
            WithAny(Object(Attribute, May("allOf", Texts(1)), May("anyOf", Texts(1))), "allOf", "anyOf"),
            Object(Attribute, Must("oneOf", Texts(1))),
            Object(Attribute, Must("equals", AttributeValue())))),
        [Preference] = Of<PreferenceDocument>(OneOf(
            Object(Total, Weight(), Must("best", From0(Currencies.DigitsMax)), Must("worst", From0(Currencies.DigitsMax))),
            Object(DeliverBy, Weight(), Must("best", Time()), Must("worst", Time())),
            Object(Count, Weight(), Must("best", Whole(0, WireLimits.CountMax)), Must("worst", Whole(0, WireLimits.CountMax))),
            Object(Condition, Weight(), Must("points", Points(new JsonObject { ["enum"] = Words(IntentReader.Conditions) }))),
            Object(Certifications, Weight(), Must("points", Points(PointsName()))),
            Object(Attribute, Weight(), Must("points", Points(PointsName()))),
            Object(Attribute, Weight(), Must("best", AttributeNumber()), Must("worst", AttributeNumber())))),
        [Auction] = Of<AuctionDocument>(OneOf(
            Object([May("format", One(AuctionFormat.Open)), Closing, Shown, May("earlyAward", Flag()), May("softClose", Ref(SoftClose))]),
            Object([Must("format", One(AuctionFormat.Sealed, AuctionFormat.SealedSecondScore)), Closing, Shown, NoEarlyAward]),
            English(May("visibility", One(Visibility.Lead, Visibility.Full)), May("vs", Word(IntentReader.Against))),
            English(Must("visibility", One(Visibility.None, Visibility.Rank)), May("vs", Word(IntentReader.Against[1]))),
            Object([
                Must("format", One(AuctionFormat.Dutch, AuctionFormat.Japanese)), Closing, Shown, NoEarlyAward,
                Must("start", From0(Currencies.DigitsMax)), Must("step", Above0(Currencies.DigitsMax)), Must("interval", Duration()),
                Must("limit", From0(Currencies.DigitsMax))]))),
        [SoftClose] = Of<SoftCloseDocument>(Object(
            Must("window", Duration()), Must("extension", Duration()), Must("maxExtensions", Whole(1, WireLimits.ExtensionsMax)))),
        [Decrement] = Of<DecrementDocument>(OneOf(
            Object(Must("amount", Above0(Currencies.DigitsMax))),
            Object(Must("percent", Pattern("^(?=.*[1-9])(0|[1-9][0-9]?)(\\.[0-9]{1,6})?$"))),
            Object(Must("points", Pattern("^(?=.*[1-9])((0|[1-9][0-9]?)(\\.[0-9]{1,6})?|100(\\.0{1,6})?)$"))),
            Object(Must("bands", List(1, IntentReader.BandsMax, Ref(Band)))))),
        [Band] = Of<DecrementBandDocument>(Object(Must("amount", Above0(Currencies.DigitsMax)), May("above", From0(Currencies.DigitsMax)))),
        [nameof(AwardRequest)] = Of<AwardRequest>(Object(
            Must("offerId", Id()), May("contact", Text(WireLimits.AwardContactMax)), May("reason", Text(WireLimits.ReasonMax)))),
        [nameof(WhatIfRequest)] = Of<WhatIfRequest>(Object(Must("prefer", List(0, WireLimits.CriteriaMax, Ref(Preference))))),
        [nameof(OfferRequest)] = Of<OfferRequest>(Object([Must("key", Text(WireLimits.KeyMax)), .. Offer()])),
        [OfferOfMany] = Of<OfferRequest>(Object([Must("key", Text(WireLimits.KeyMax)), Must("intentId", Id()), .. Offer()])),
        [nameof(OffersRequest)] = Of<OffersRequest>(Object(Must("offers", List(1, OfferReader.BatchMax, Ref(OfferOfMany))))),
        [BotOffer] = Of<OfferRequest>(Object([May("key", Text(WireLimits.KeyMax)), Must("intentId", Id()), .. Offer()])),
        [OfferLine] = Of<OfferLineDocument>(Object(
            Must("line", Text(WireLimits.LineIdMax)), Must("unitPrice", From0(FineDigits)), Must("quantity", Above0(FineDigits)))),
        [nameof(ConfirmRequest)] = Of<ConfirmRequest>(Object(Must("agreesTo", Text(WireLimits.HashMax)))),
        [BotConfirmation] = Of<ConfirmRequest>(Object(
            Must("intentId", Id()), Must("offerId", Id()), Must("agreesTo", Text(WireLimits.HashMax)))),
        [nameof(OfferWithdrawal)] = Of<OfferWithdrawal>(Object(Must("intentId", Id()), Must("offerId", Id()))),
        [Subscription] = Of<SubscriptionDocument>(With(
            Object(
                May("categories", Some(Ref(Category))), May("regions", Some(Region())), May("currencies", Some(Ref(Currency))),
                May("budget", Ref(Bounds)), May("quantity", QuantityBounds()), May("leadDays", Whole(0, WireLimits.LeadDaysMax)),
                May("conditions", Some(Word(IntentReader.Conditions))), May("anyKeyword", Some(Title(WireLimits.KeywordMax))),
                May("noKeyword", Some(Title(WireLimits.KeywordMax))), May("holdsCertifications", Some(Text(WireLimits.AttributeTextMax))),
                May("acceptsAgreements", Some(Text(WireLimits.NameMax)))),
            ("if", Json("""{"required": ["budget"]}""")),
            ("then", Json("""{"required": ["currencies"], "properties": {"currencies": {"minItems": 1, "maxItems": 1}}}""")))),
        [Bounds] = Of<BoundsDocument>(WithAny(
            Object(May("min", From0(Currencies.DigitsMax)), May("max", From0(Currencies.DigitsMax))), "min", "max")),
        [nameof(ReportRequest)] = Of<ReportRequest>(With(
            Object(Must("reason", Text(WireLimits.ReasonMax)), May("intentId", Id()), May("offerId", Id())),
            ("oneOf", Json("""[{"required": ["intentId"]}, {"required": ["offerId"]}]""")))),
        [nameof(OutcomeRequest)] = Of<OutcomeRequest>(Object(Must("outcome", Text(WireLimits.ReasonMax)))),
        [nameof(ProfileRequest)] = Of<ProfileRequest>(Object(
            May("about", Free(WireLimits.NoteMax)), May("claims", List(0, WireLimits.SetMax, Ref(nameof(ClaimRequest)))))),
        [nameof(ClaimRequest)] = Of<ClaimRequest>(Object(
            Must("name", Title(WireLimits.AttributeTextMax)), May("note", Text(WireLimits.ContactMax)))),
        [nameof(VerifyRequest)] = Of<VerifyRequest>(Object(Must("by", Title(WireLimits.NameMax)), May("until", Time()))),
        [MailChoices] = Of<MailChoices>(new JsonObject
        {
            ["anyOf"] = new JsonArray(Mails(AccountKind.Customer), Mails(AccountKind.Vendor)),
        }),
        [nameof(MessageRequest)] = Of<MessageRequest>(Object(Must("text", Text(MailReader.MessageMax)))),
        [Taxonomy] = Of<IReadOnlyDictionary<string, string>>(Map(1, TaxonomyReader.CategoriesMax, Pattern(Cpv), Title(WireLimits.NameMax))),
    };

    /// <summary>Those of the given names and all that they refer to.</summary>
    public static IEnumerable<(string Name, RequestSchema Request)> With(IEnumerable<string> names)
    {
        var found = new List<string>(names.Distinct());
        for (var i = 0; i < found.Count; i++)
            found.AddRange(References(All[found[i]].Schema).Where(name => !found.Contains(name)).ToList());
        return found.Order(StringComparer.Ordinal)
            .Select(name => (name, All[name] with { Schema = RequestExamples.AddTo((JsonObject)All[name].Schema.DeepClone(), name) }));
    }

    /// <summary>Puts words to a schema's members, wherever in it they stand.</summary>
    public static JsonNode Described(JsonNode schema, Func<string, string?> words)
    {
        foreach (var (name, member) in schema["properties"] as JsonObject ?? new JsonObject())
        {
            if (words(name) is { } said)
                member!["description"] = said;
        }
        foreach (var one in (schema["oneOf"] ?? schema["anyOf"]) as JsonArray ?? new JsonArray())
            Described(one!, words);
        return schema;
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => m.Key == "$ref" ? [((string)m.Value!)[Place.Length..]] : References(m.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static Member Total => Must("criterion", One(CriterionKind.Total));

    private static Member DeliverBy => Must("criterion", One(CriterionKind.DeliverBy));

    private static Member Count => Must("criterion", One(CriterionKind.WarrantyMonths, CriterionKind.ReturnDays));

    private static Member Condition => Must("criterion", One(CriterionKind.Condition));

    private static Member Certifications => Must("criterion", One(CriterionKind.Certifications));

    private static Member Attribute => Must("criterion", Pattern("^attributes\\.[a-z0-9-]{1,64}$"));

    private static Member[] Intent() =>
    [
        Must("title", Title(WireLimits.TitleMax)), Must("category", Ref(Category)), Must("currency", Ref(Currency)),
        Must("lines", List(1, WireLimits.LinesMax, Ref(Line))), Must("terms", Ref(Terms)), Must("auction", Ref(Auction)),
        May("description", Free(WireLimits.DescriptionMax)), May("region", Region()), May("awardBy", Time()),
        May("contact", Text(WireLimits.AwardContactMax)),
    ];

    private static Member Closing => Must("closesAt", Time());

    private static Member Shown => May("visibility", One<Visibility>());

    private static Member NoEarlyAward => May("earlyAward", new JsonObject { ["const"] = false });

    /// <summary>Who is to improve on the leader has to see the lead.</summary>
    private static JsonObject English(Member visibility, Member against) => Object(
        Must("format", One(AuctionFormat.English)), Closing, visibility, NoEarlyAward, May("softClose", Ref(SoftClose)),
        Must("decrement", Ref(Decrement)), against);

    private static Member Weight() => Must("weight", Whole(1, WireLimits.WeightMax));

    private static Member[] Offer() =>
    [
        Must("agreesTo", Text(WireLimits.HashMax)), Must("total", From0(Currencies.DigitsMax)), May("deliverBy", Time()),
        May("warrantyMonths", Whole(0, WireLimits.CountMax)), May("returnDays", Whole(0, WireLimits.CountMax)),
        May("condition", Word(IntentReader.Conditions)), May("certifications", Texts(0)), May("attributes", Attributes()),
        May("lines", List(1, WireLimits.LinesMax, Ref(OfferLine))), May("shipping", From0(Currencies.DigitsMax)),
        May("tax", From0(Currencies.DigitsMax)), May("otherCharges", Pattern($"^-?{Unsigned(Currencies.DigitsMax)}$")),
        May("validUntil", Time()), May("note", Free(WireLimits.NoteMax)),
        May("replaces", Id()), May("floor", From0(Currencies.DigitsMax)),
    ];

    private static JsonObject Mails(AccountKind kind) => Object([.. MailReader.MembersOf(kind).Select(member => May(member, Flag()))]);

    private static JsonObject QuantityBounds() =>
        WithAny(Object(May("min", From0(FineDigits)), May("max", From0(FineDigits))), "min", "max");

    private static JsonObject Points(JsonNode names) => Map(1, WireLimits.PointsMax, names, Whole(0, 100));

    private static JsonObject PointsName() => new() { ["maxLength"] = WireLimits.AttributeTextMax };

    private static JsonObject Attributes() => Map(0, WireLimits.AttributesMax, Pattern("^[a-z0-9-]{1,64}$"), AttributeValue());

    /// <summary>An integer, a text, a flag or a set of texts: each keyword is of one of them.</summary>
    private static JsonObject AttributeValue() => new()
    {
        ["type"] = Words("integer", "string", "boolean", "array"),
        ["minimum"] = -Amount.MaxMajor,
        ["maximum"] = Amount.MaxMajor,
        ["maxLength"] = WireLimits.AttributeTextMax,
        ["maxItems"] = WireLimits.SetMax,
        ["uniqueItems"] = true,
        ["items"] = Text(WireLimits.AttributeTextMax),
    };

    private static JsonObject AttributeNumber() => new()
    {
        ["type"] = Words("integer", "string"),
        ["minimum"] = -Amount.MaxMajor,
        ["maximum"] = Amount.MaxMajor,
        ["pattern"] = $"^-?{Unsigned(FineDigits)}$",
    };

    private static JsonObject Region() => Pattern("^[A-Z]{2}(-[A-Z0-9]{1,3})?$");

    private static JsonObject Id() => new() { ["type"] = "string", ["format"] = "uuid" };

    /// <summary>Of the years 1970 to 9999, and without leap seconds: what the format alone would let through.</summary>
    private static JsonObject Time()
    {
        const string Day = "(19[7-9]|[2-9][0-9]{2})[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
        const string Second = "([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\\.[0-9]+)?";
        const string Offset = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
        return With(Pattern($"^{Day}[Tt]{Second}{Offset}$"), ("format", "date-time"), ("maxLength", WireLimits.TimeMax));
    }

    private static JsonObject Duration() => With(
        Pattern("^P(?=.*[1-9])([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}S)?)?$"), ("maxLength", WireLimits.TimeMax));

    /// <summary>Not negative; a zero may have a sign.</summary>
    private static JsonObject From0(int digits) => Pattern($"^(-(?=[0.]+$))?{Unsigned(digits)}$");

    private static JsonObject Above0(int digits) => Pattern($"^(?=.*[1-9]){Unsigned(digits)}$");

    private static string Unsigned(int digits)
    {
        var most = Amount.MaxMajor.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"((0|[1-9][0-9]{{0,{most.Length - 2}}})(\\.[0-9]{{1,{digits}}})?|{most}(\\.0{{1,{digits}}})?)";
    }

    private static JsonObject Text(int max) => With(Free(max), ("minLength", 1), ("pattern", "\\S"));

    private static JsonObject Title(int max) => With(Free(max), ("minLength", 1), ("pattern", Visible));

    private static JsonObject Free(int max) => new() { ["type"] = "string", ["maxLength"] = max };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Word(params IEnumerable<string> words) => new() { ["type"] = "string", ["enum"] = Words(words) };

    /// <param name="values">None: all.</param>
    private static JsonObject One<T>(params T[] values) where T : struct, Enum =>
        Word(values.Length == 0 ? EnumWords.All<T>() : values.Select(EnumWords.Of));

    private static JsonObject Whole(long min, long max) => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max };

    private static JsonObject Flag() => new() { ["type"] = "boolean" };

    private static JsonObject List(int min, int max, JsonNode item) =>
        new() { ["type"] = "array", ["minItems"] = min, ["maxItems"] = max, ["items"] = item };

    private static JsonObject Set(int min, int max, JsonNode item) => With(List(min, max, item), ("uniqueItems", true));

    private static JsonObject Texts(int min) => Set(min, WireLimits.SetMax, Text(WireLimits.AttributeTextMax));

    private static JsonObject Some(JsonNode item) => Set(0, WireLimits.SubscriptionListMax, item);

    private static JsonObject Map(int min, int max, JsonNode names, JsonNode values) => new()
    {
        ["type"] = "object",
        ["minProperties"] = min,
        ["maxProperties"] = max,
        ["propertyNames"] = names,
        ["additionalProperties"] = values,
    };

    private static JsonObject Object(params IReadOnlyList<Member> members) => new()
    {
        ["type"] = "object",
        ["required"] = Words(members.Where(m => m.IsRequired).Select(m => m.Name)),
        ["properties"] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, (JsonNode?)m.Schema))),
        ["additionalProperties"] = false,
    };

    private static JsonObject OneOf(params JsonNode[] ways) => new() { ["oneOf"] = new JsonArray(ways) };

    private static JsonObject WithAny(JsonObject schema, params string[] names) =>
        With(schema, ("anyOf", new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["required"] = Words(name) })])));

    private static JsonObject With(JsonObject schema, params (string Keyword, JsonNode Value)[] more)
    {
        foreach (var (keyword, value) in more)
            schema[keyword] = value;
        return schema;
    }

    private static Member Must(string name, JsonNode schema) => new(name, schema, IsRequired: true);

    private static Member May(string name, JsonNode schema) => new(name, schema, IsRequired: false);

    private static JsonObject Ref(string name) => new() { ["$ref"] = Place + name };

    private static JsonArray Words(params IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)JsonValue.Create(word))]);

    private static (string, JsonNode) If(string member, string word) =>
        ("if", new JsonObject { ["properties"] = new JsonObject { [member] = new JsonObject { ["const"] = word } } });

    private static JsonNode Json(string schema) => JsonNode.Parse(schema)!;

    private static RequestSchema Of<T>(JsonObject schema) => new(typeof(T), schema);

    private sealed record Member(string Name, JsonNode Schema, bool IsRequired);
}
