using System.Reflection;
using IntentMarket.Contracts;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>One line a rule: what is changed in an example, and the fault that it gives.</summary>
public sealed class FaultTests
{
    private static readonly (string Pointer, string? Value, string At, string Code)[] Intents =
    [
        ("/title", null, "/title", FaultCodes.Missing),
        ("/title", "\" \\t\"", "/title", FaultCodes.Blank),
        ("/title", "\"a\\u202eb\"", "/title", FaultCodes.NotAText),
        ("/title", Text(201), "/title", FaultCodes.TooLong),
        ("/title", "[]", "/title", FaultCodes.WrongType),
        ("/description", Text(8_001), "/description", FaultCodes.TooLong),
        ("/description", "null", "/description", FaultCodes.WrongType),
        ("/category", null, "/category", FaultCodes.Missing),
        ("/category", "\"34900000-6\"", "/category", FaultCodes.WrongType),
        ("/category/id", "\"349\"", "/category", FaultCodes.UnknownCategory),
        ("/category/scheme", "\"UNSPSC\"", "/category", FaultCodes.UnknownCategory),
        ("/category/name", "\"x\"", "/category/name", FaultCodes.UnknownMember),
        ("/currency", "\"GBX\"", "/currency", FaultCodes.UnknownCurrency),
        ("/currency", "\"gbp\"", "/currency", FaultCodes.UnknownCurrency),
        ("/region", "\"Scotland\"", "/region", FaultCodes.UnknownRegion),
        ("/region", "\"UK\"", "/region", FaultCodes.UnknownRegion),
        ("/region", "\"GB-ZZZ\"", "/region", FaultCodes.UnknownRegion),
        ("/awardBy", "\"2026-11-30T20:00:00Z\"", "/awardBy", FaultCodes.BeforeTheClose),
        ("/awardBy", "\"2027-12-30T20:00:00Z\"", "/awardBy", FaultCodes.TooFarAhead),
        ("/id", "\"x\"", "/id", FaultCodes.UnknownMember),
        ("/version", "1", "/version", FaultCodes.UnknownMember),
        ("/lines", "[]", "/lines", FaultCodes.TooFew),
        ("/lines", Messages.Many(101, i => $$"""{"id": "{{i}}", "quantity": "1", "unit": "H87"}"""), "/lines", FaultCodes.TooMany),
        ("/lines/-", "7", "/lines/1", FaultCodes.WrongType),
        ("/lines/-", """{"id": "1", "quantity": "1", "unit": "H87"}""", "/lines/1/id", FaultCodes.NotUnique),
        ("/lines/0/id", "\"one line\"", "/lines/0/id", FaultCodes.NotAName),
        ("/lines/0/id", "1", "/lines/0/id", FaultCodes.WrongType),
        ("/lines/0/quantity", "1", "/lines/0/quantity", FaultCodes.WrongType),
        ("/lines/0/quantity", "\"0.000000\"", "/lines/0/quantity", FaultCodes.OutOfRange),
        ("/lines/0/quantity", "\"0.0000001\"", "/lines/0/quantity", FaultCodes.NotADecimal),
        ("/lines/0/unit", "\"h87\"", "/lines/0/unit", FaultCodes.NotAUnit),
        ("/lines/0/unit", "\"PCS\"", "/lines/0/unit", FaultCodes.NotAUnit),
        ("/lines/0/unit", null, "/lines/0/unit", FaultCodes.Missing),
        ("/lines/0/attributes", "[]", "/lines/0/attributes", FaultCodes.WrongType),
        ("/lines/0/attributes/Seats", "2", "/lines/0/attributes/Seats", FaultCodes.NotAName),
        ("/lines/0/attributes/seats", "2.0", "/lines/0/attributes/seats", FaultCodes.NotAnInteger),
        ("/lines/0/attributes/seats", "1000000000001", "/lines/0/attributes/seats", FaultCodes.OutOfRange),
        ("/lines/0/attributes/seats", "{}", "/lines/0/attributes/seats", FaultCodes.WrongType),
        ("/lines/0/attributes/seats", "[1]", "/lines/0/attributes/seats/0", FaultCodes.WrongType),
        ("/lines/0/attributes/seats", """["a", "a"]""", "/lines/0/attributes/seats/1", FaultCodes.NotUnique),
        ("/lines/0/attributes/seats", Text(201), "/lines/0/attributes/seats", FaultCodes.TooLong),
        ("/lines/0/attributes", Messages.Many(51, i => $"\"a{i}\": 1", "{}"), "/lines/0/attributes", FaultCodes.TooMany),
        // What cannot be meant.
        ("/terms/require/0/max", "\"0.00\"", "/terms/require/0/max", FaultCodes.OutOfRange),
        ("/terms/require/1/max", "\"2026-11-19T23:59:59Z\"", "/terms/require/1/max", FaultCodes.InThePast),
        ("/terms/require/1/max", "\"2036-11-20T00:00:01Z\"", "/terms/require/1/max", FaultCodes.TooFarAhead),
        ("/terms/require/1/min", "\"9999-11-20T00:00:01Z\"", "/terms/require/1/min", FaultCodes.TooFarAhead),
        ("/terms/prefer/1/worst", "\"2036-11-20T00:00:01Z\"", "/terms/prefer/1/worst", FaultCodes.TooFarAhead),
        ("/terms/prefer/1", """{"criterion": "deliverBy", "weight": 1, "best": "2025-01-01T00:00:00Z", "worst": "2026-11-19T00:00:00Z"}""",
            "/terms/prefer/1", FaultCodes.InThePast),
        ("/auction", """{"closesAt": "2026-12-05T18:00:00.001Z"}""", "/terms/require/1/max", FaultCodes.BeforeTheClose),
        ("/auction", """{"format": "sealed", "closesAt": "2026-12-06T18:00:00Z"}""", "/terms/require/1/max", FaultCodes.BeforeTheClose),
        ("/terms/require/-", """{"criterion": "condition", "oneOf": ["used"]}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/-", """{"criterion": "attributes.seats", "max": 1}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/-", """{"criterion": "attributes.seats", "equals": "1.5"}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/-", """{"criterion": "attributes.seats", "oneOf": ["1", "two"]}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/-", """{"criterion": "attributes.seats", "allOf": ["two"]}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/-", """{"criterion": "deliverBy", "min": "2026-12-06T00:00:00Z"}""", "/terms/require/5", FaultCodes.Contradiction),
        ("/terms/require/4", """{"criterion": "attributes.size", "oneOf": ["2.5", "2.50"]}""",
            "/terms/require/4/oneOf/1", FaultCodes.NotUnique),
        ("/terms/prefer/2", """{"criterion": "attributes.size", "weight": 1, "points": {"2": 1, "2.0": 2}}""",
            "/terms/prefer/2/points/2.0", FaultCodes.NotUnique),
        ("/auction",
            """{"format": "english", "closesAt": "2026-11-30T20:00:00Z", "visibility": "rank", "vs": "best", "decrement": {"points": "1"}}""",
            "/auction/vs", FaultCodes.LeadNeeded),
        ("/terms", null, "/terms", FaultCodes.Missing),
        ("/terms/method", "\"coefficient\"", "/terms/prefer/0", FaultCodes.NotAllowed),
        ("/terms/method", "\"lottery\"", "/terms/method", FaultCodes.UnknownValue),
        ("/terms/agreement", "\"gdpr-1\"", "/terms/agreement", FaultCodes.NotYet),
        ("/terms/require/0/criterion", "\"price\"", "/terms/require/0/criterion", FaultCodes.UnknownCriterion),
        ("/terms/require/0/criterion", "\"attributes.\"", "/terms/require/0/criterion", FaultCodes.UnknownCriterion),
        ("/terms/require/0/criterion", null, "/terms/require/0/criterion", FaultCodes.Missing),
        ("/terms/require/0/min", "\"1.00\"", "/terms/require/0/min", FaultCodes.UnknownMember),
        ("/terms/require/0/max", null, "/terms/require/0/max", FaultCodes.Missing),
        ("/terms/require/1/max", null, "/terms/require/1", FaultCodes.Missing),
        ("/terms/require/1/min", "\"2026-12-06T00:00:00Z\"", "/terms/require/1", FaultCodes.MinOverMax),
        ("/terms/require/2/oneOf", "[]", "/terms/require/2/oneOf", FaultCodes.TooFew),
        ("/terms/require/2/oneOf/0", "\"mint\"", "/terms/require/2/oneOf/0", FaultCodes.UnknownValue),
        ("/terms/require/2/oneOf/0", "\"refurbished\"", "/terms/require/2/oneOf/1", FaultCodes.NotUnique),
        ("/terms/require/3/oneOf", """["EN 1888"]""", "/terms/require/3/oneOf", FaultCodes.UnknownMember),
        ("/terms/require/3/allOf", Messages.Many(51, i => $"\"{i}\""), "/terms/require/3/allOf", FaultCodes.TooMany),
        ("/terms/require/4/min", null, "/terms/require/4", FaultCodes.Missing),
        ("/terms/require/4/equals", "2", "/terms/require/4", FaultCodes.MixedTypes),
        ("/terms/require/4/min", "true", "/terms/require/4/min", FaultCodes.WrongType),
        ("/terms/require", Messages.Many(51, _ => """{"criterion": "total", "max": "1.00"}"""), "/terms/require", FaultCodes.TooMany),
        ("/terms/prefer/0/weight", "1001", "/terms/prefer/0/weight", FaultCodes.OutOfRange),
        ("/terms/prefer/0/weight", "60.5", "/terms/prefer/0/weight", FaultCodes.NotAnInteger),
        ("/terms/prefer/0/weight", "6e1", "/terms/prefer/0/weight", FaultCodes.NotAnInteger),
        ("/terms/prefer/0/weight", "\"60\"", "/terms/prefer/0/weight", FaultCodes.WrongType),
        ("/terms/prefer/0/weight", "99999999999999999999", "/terms/prefer/0/weight", FaultCodes.OutOfRange),
        ("/terms/prefer/0/best", "\"450\"", "/terms/prefer/0", FaultCodes.BestIsWorst),
        ("/terms/prefer/0/points", "{}", "/terms/prefer/0/points", FaultCodes.UnknownMember),
        ("/terms/prefer/1/criterion", "\"total\"", "/terms/prefer/1/best", FaultCodes.NotADecimal),
        ("/terms/prefer/-", """{"criterion": "total", "weight": 1, "best": "1.00", "worst": "2.00"}""",
            "/terms/prefer/4", FaultCodes.NotUnique),
        ("/terms/prefer/-", """{"criterion": "attributes.x", "weight": 1, "best": 1, "worst": 2, "points": {"a": 1}}""",
            "/terms/prefer/4", FaultCodes.MixedTypes),
        ("/terms/prefer/-", """{"criterion": "attributes.x", "weight": 1}""", "/terms/prefer/4", FaultCodes.Missing),
        ("/terms/prefer/2/points", "{}", "/terms/prefer/2/points", FaultCodes.TooFew),
        ("/terms/prefer/2/points/new", "101", "/terms/prefer/2/points/new", FaultCodes.OutOfRange),
        ("/terms/prefer/2/points/mint", "1", "/terms/prefer/2/points/mint", FaultCodes.UnknownValue),
        ("/terms/prefer/3/best", "-1", "/terms/prefer/3/best", FaultCodes.OutOfRange),
        ("/auction", null, "/auction", FaultCodes.Missing),
        ("/auction/format", "\"english\"", "/auction/decrement", FaultCodes.Missing),
        ("/auction/format", "\"sealed-second-score\"", "/auction", FaultCodes.ScaleMismatch),
        ("/auction/format", "\"dutch\"", "/auction/start", FaultCodes.Missing),
        ("/auction/format", "\"dutch\"", "/auction/softClose", FaultCodes.NotAllowed),
        ("/auction",
            """{"format": "dutch", "closesAt": "2026-11-20T00:00:05Z", "start": "1.00", "step": "1.00", "interval": "PT5S", "limit": "2.00"}""",
            "/auction/closesAt", FaultCodes.TooSoon),
        ("/contact", "\"call me\"", "/contact", FaultCodes.NotAllowed),
        ("/auction/format", "\"raffle\"", "/auction/format", FaultCodes.UnknownValue),
        ("/auction/decrement", "\"1.00\"", "/auction/decrement", FaultCodes.NotAllowed),
        ("/auction/start", "\"1.00\"", "/auction/start", FaultCodes.NotAllowed),
        ("/auction/visibility", "\"all\"", "/auction/visibility", FaultCodes.UnknownValue),
        ("/auction/earlyAward", "\"true\"", "/auction/earlyAward", FaultCodes.WrongType),
        ("/auction/closesAt", null, "/auction/closesAt", FaultCodes.Missing),
        ("/auction/closesAt", "\"2026-11-20T00:00:00Z\"", "/auction/closesAt", FaultCodes.InThePast),
        ("/auction/closesAt", "\"2027-11-30T00:00:00Z\"", "/auction/closesAt", FaultCodes.TooFarAhead),
        ("/auction/softClose/window", "\"2 minutes\"", "/auction/softClose/window", FaultCodes.NotADuration),
        ("/auction/softClose/extension", null, "/auction/softClose/extension", FaultCodes.Missing),
        ("/auction/softClose/maxExtensions", "0", "/auction/softClose/maxExtensions", FaultCodes.OutOfRange),
    ];

    private static readonly (string Pointer, string? Value, string At, string Code)[] Offers =
    [
        ("/key", null, "/key", FaultCodes.Missing),
        ("/key", "\"\"", "/key", FaultCodes.Blank),
        ("/key", Text(201), "/key", FaultCodes.TooLong),
        ("/agreesTo", null, "/agreesTo", FaultCodes.Missing),
        ("/total", null, "/total", FaultCodes.Missing),
        ("/total", "\"-1.00\"", "/total", FaultCodes.OutOfRange),
        ("/total", "399", "/total", FaultCodes.WrongType),
        ("/deliverBy", "1796212800", "/deliverBy", FaultCodes.WrongType),
        ("/condition", "\"New\"", "/condition", FaultCodes.UnknownValue),
        ("/warrantyMonths", "-1", "/warrantyMonths", FaultCodes.OutOfRange),
        ("/returnDays", "100001", "/returnDays", FaultCodes.OutOfRange),
        ("/certifications", "\"EN 1888\"", "/certifications", FaultCodes.WrongType),
        ("/attributes/a_b", "1", "/attributes/a_b", FaultCodes.NotAName),
        ("/lines", "[]", "/lines", FaultCodes.TooFew),
        ("/lines/0/unitPrice", "\"-389.00\"", "/lines/0/unitPrice", FaultCodes.OutOfRange),
        ("/lines/0/unitPrice", "\"0.0000001\"", "/lines/0/unitPrice", FaultCodes.NotADecimal),
        ("/lines/0/price", "\"1\"", "/lines/0/price", FaultCodes.UnknownMember),
        ("/shipping", "\"-10.00\"", "/shipping", FaultCodes.OutOfRange),
        ("/tax", "\"0.001\"", "/tax", FaultCodes.NotADecimal),
        ("/otherCharges", "\"-1000000000001\"", "/otherCharges", FaultCodes.OutOfRange),
        ("/validUntil", "\"soon\"", "/validUntil", FaultCodes.NotATime),
        ("/note", Text(2_001), "/note", FaultCodes.TooLong),
        ("/replaces", "\"42\"", "/replaces", FaultCodes.NotAUuid),
        ("/replaces", "\"{0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90}\"", "/replaces", FaultCodes.NotAUuid),
        ("/intentId", "\"0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90\"", "/intentId", FaultCodes.UnknownMember),
    ];

    private static readonly (string Pointer, string? Value, string At, string Code)[] Subscriptions =
    [
        ("/categories/0/id", "\"x\"", "/categories/0", FaultCodes.UnknownCategory),
        ("/categories/-", """{"scheme": "CPV", "id": "34000000-7"}""", "/categories/1", FaultCodes.NotUnique),
        ("/regions/0", "\"UK\"", "/regions/0", FaultCodes.UnknownRegion),
        ("/currencies/0", "\"XXX\"", "/currencies/0", FaultCodes.UnknownCurrency),
        ("/currencies/-", "\"EUR\"", "/budget", FaultCodes.OneCurrency),
        ("/currencies", null, "/budget", FaultCodes.OneCurrency),
        ("/budget", "{}", "/budget", FaultCodes.Missing),
        ("/budget/min", "\"1000.01\"", "/budget", FaultCodes.MinOverMax),
        ("/budget/min", "\"0.001\"", "/budget/min", FaultCodes.NotADecimal),
        ("/quantity/max", "100", "/quantity/max", FaultCodes.WrongType),
        ("/leadDays", "3651", "/leadDays", FaultCodes.OutOfRange),
        ("/conditions/0", "\"mint\"", "/conditions/0", FaultCodes.UnknownValue),
        ("/anyKeyword/0", "\"--\"", "/anyKeyword/0", FaultCodes.NotAWord),
        ("/noKeyword/0", Text(51), "/noKeyword/0", FaultCodes.TooLong),
        ("/holdsCertifications", Messages.Many(101, i => $"\"{i}\""), "/holdsCertifications", FaultCodes.TooMany),
        ("/acceptsAgreements", "\"none\"", "/acceptsAgreements", FaultCodes.WrongType),
        ("/name", "\"mine\"", "/name", FaultCodes.UnknownMember),
    ];

    [TestCaseSource(nameof(Cases))]
    public void A_message_that_breaks_a_rule_is_told_so(Func<IReadOnlyList<Fault>> faults, string at, string code)
    {
        var found = faults();
        Assert.That(found.Select(f => (f.At, f.Code)), Does.Contain((at, code)), string.Join('\n', found));
        Assert.That(found.Select(f => f.Detail), Has.All.Not.Empty);
    }

    [Test]
    public void Every_code_of_a_fault_is_reached()
    {
        var reached = Cases().Select(c => (string)c.Arguments[2]!).ToHashSet();
        var known = typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!);
        Assert.That(known.Except(reached), Is.Empty);
    }

    public static IEnumerable<TestCaseData> Cases()
    {
        foreach (var (pointer, value, at, code) in Intents)
            yield return Case(pointer, value, at, code, () => Messages.Post(Messages.Intent.With(pointer, value)).Faults);
        foreach (var (pointer, value, at, code) in Offers)
        {
            yield return Case(pointer, value, at, code, () =>
                OfferReader.Offer(Messages.Tree(Messages.Offer.With(pointer, value)), Messages.Terms(), Messages.Now).Faults);
        }
        foreach (var (pointer, value, at, code) in Subscriptions)
        {
            yield return Case(pointer, value, at, code, () =>
                SubscriptionReader.Subscription(Messages.Tree(Messages.Subscription.With(pointer, value))).Faults);
        }
        var isSealed = Messages.Intent.With("/auction/format", "\"sealed\"");
        yield return Case("sealed", null, "/auction/earlyAward", FaultCodes.NotAllowed, () => Messages.Post(isSealed).Faults);
        yield return Case("sealed", null, "/auction/softClose", FaultCodes.NotAllowed, () => Messages.Post(isSealed).Faults);
        foreach (var (bytes, code) in new (string, string)[]
        {
            ("", FaultCodes.Empty), ("\uFEFF{}", FaultCodes.ByteOrderMark), ("{", FaultCodes.NotJson), ("\"\\u0000\"", FaultCodes.Nul),
            ("\"\\ud800\"", FaultCodes.LoneSurrogate), (new string(' ', 65_537), FaultCodes.TooLarge),
        })
            yield return Case("bytes", bytes, "", code, () => Messages.Tree(bytes).Faults);
        yield return Case("bytes", "FF", "", FaultCodes.NotUtf8, () => JsonTree.Parse([0xFF]).Faults);
        yield return Case("bytes", "duplicate", "/a", FaultCodes.Duplicate, () => Messages.Tree("""{"a":1,"a":1}""").Faults);
        yield return Case("bytes", "deep", string.Concat(Enumerable.Repeat("/0", 16)), FaultCodes.TooDeep, () =>
            Messages.Tree(new string('[', 17) + new string(']', 17)).Faults);
        yield return Case("bytes", "many", "", FaultCodes.TooManyFaults, () =>
            Messages.Post(Messages.Many(200, i => $"\"x{i}\": 1", "{}")).Faults);
        yield return Case("amqp", "no key", "", FaultCodes.Missing, () => Amqp(null).Faults);
        yield return Case("amqp", "long key", "", FaultCodes.TooLong, () => Amqp(new string('x', 201)).Faults);
        yield return Case("amqp", "NUL in key", "", FaultCodes.Nul, () => Amqp("a\0").Faults);
        yield return Case("amqp", "another key", "/key", FaultCodes.KeyMismatch, () => Amqp("acme-43").Faults);
        yield return Case("amqp", "no intent", "/intentId", FaultCodes.Missing, () =>
            OfferReader.AmqpOffer(Messages.Tree(Messages.Offer), null, "acme-42", Messages.Now).Faults);
        yield return Case("vendor", "no contact", "/contact", FaultCodes.Missing, () =>
            AccountReader.Account(Messages.Tree("""{"kind":"vendor","name":"Acme"}""")).Faults);
        yield return Case("account", "of no kind", "/kind", FaultCodes.UnknownValue, () =>
            AccountReader.Account(Messages.Tree("""{"kind":"admin","name":"Acme"}""")).Faults);
        yield return Case("award", "to nobody", "/offerId", FaultCodes.NotAUuid, () =>
            IntentReader.Award(Messages.Tree("""{"offerId":"x"}""")).Faults);
        yield return Case("reason", "blank", "/reason", FaultCodes.Blank, () =>
            AccountReader.Reason(Messages.Tree("""{"reason":""}""")).Faults);
        yield return Case("reason", "long", "/reason", FaultCodes.TooLong, () =>
            AccountReader.Reason(Messages.Tree($$"""{"reason":{{Text(1_001)}}}""")).Faults);
    }

    private static Reading<OfferDraft> Amqp(string? messageId) => OfferReader.AmqpOffer(
        Messages.Tree(Messages.Offer.With("/intentId", "\"0b9a7e0e-4d5e-8c3b-9d1a-2f6c1e8a7b90\"")), Messages.Terms(),
        messageId, Messages.Now);

    private static TestCaseData Case(string what, string? value, string at, string code, Func<IReadOnlyList<Fault>> faults) =>
        new TestCaseData(faults, at, code).SetArgDisplayNames(
            what, value is { Length: > 40 } ? value[..40].Replace('\uFEFF', '?') : value?.Replace('\uFEFF', '?') ?? "none", code);

    private static string Text(int length) => $"\"{new string('x', length)}\"";
}
