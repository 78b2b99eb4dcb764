using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>What the published documents say that the market takes, and what its readers take, is the same: the examples of the documents,
/// broken everywhere one fault at a time, are judged by both. <c>DocumentTests</c> hold these documents to those that are served.</summary>
public sealed class RequestSchemaTests
{
    /// <summary>What only a reader can judge: why no schema says it, where, and by which codes.</summary>
    private static readonly (string Why, Regex At, string[] Codes)[] ReaderAlone =
    [.. new (string Why, string At, string[] Codes)[]
    {
        ("of regions, units and categories there are thousands",
            "region|regions/[0-9]+|unit|category|categories/[0-9]+",
            [FaultCodes.UnknownRegion, FaultCodes.NotAUnit, FaultCodes.UnknownCategory]),
        ("how many fraction digits an amount has is its currency's",
            "total|max|best|worst|amount|above|start|step|limit|floor|shipping|tax|otherCharges|min", [FaultCodes.NotADecimal]),
        ("an integer is written without fraction and exponent", ".+", [FaultCodes.NotAnInteger]),
        ("what cannot be seen is no text", ".+", [FaultCodes.Blank]),
        ("what hides what stands beside it is no title", "title|name|by|[0-9-]+", [FaultCodes.NotAText]),
        ("a duration may be written in many ways", "window|extension|interval", [FaultCodes.OutOfRange]),
        ("times go by the clock, and one after the other", "closesAt|awardBy|deliverBy|until|max|best|worst|min",
            [FaultCodes.InThePast, FaultCodes.TooFarAhead, FaultCodes.TooSoon, FaultCodes.BeforeTheClose]),
        ("one value stands beside another", ".+", [FaultCodes.MinOverMax, FaultCodes.BestIsWorst, FaultCodes.NotUnique]),
        ("terms, contact and floor have to fit the format", "auction|contact|floor|prefer/[0-9]+",
            [FaultCodes.ScaleMismatch, FaultCodes.NotAllowed]),
        ("a clock goes up or down", "limit", [FaultCodes.OutOfRange]),
        ("a clock has so many levels", "step", [FaultCodes.TooMany]),
        ("coefficients add up", "prefer", [FaultCodes.OutOfRange]),
        ("bands go down, and the last is for all that is left", "above",
            [FaultCodes.OutOfRange, FaultCodes.Missing, FaultCodes.NotAllowed]),
        ("the key is the `message_id` of the message", "key", [FaultCodes.KeyMismatch]),
    }.Select(row => (row.Why, new Regex($"/({row.At})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture), row.Codes))];

    private const string Whole = "as it stands";

    private static readonly IntentTerms Intent = Messages.Terms(Messages.Intent.With(
        "/auction", """{"format": "english", "closesAt": "2026-11-30T20:00:00Z", "decrement": {"points": "1"}}"""));

    private static readonly Reader Reason = tree => AccountReader.Reason(tree).Faults;
    private static readonly Reader Post = tree => IntentReader.Post(tree, Messages.Now).Faults;
    private static readonly Reader Offer = tree => OfferReader.Offer(tree, Intent, Messages.Now).Faults;

    /// <summary>Who reads what an operation or a message of a bot takes, as its edge does.</summary>
    private static readonly Dictionary<string, Reader> Readers = new()
    {
        ["post-accounts"] = tree => AccountReader.Account(tree).Faults,
        ["post-accounts-id-suspend"] = Reason,
        ["post-accounts-id-restore"] = Reason,
        ["post-keys"] = tree => AccountReader.Key(tree).Faults,
        ["post-intents"] = Post,
        ["post-intents-preview"] = Post,
        ["post-intents-id-amend"] = tree => IntentReader.Amend(tree, Messages.Now, Rules.Newest).Faults,
        ["post-intents-id-award"] = tree => IntentReader.Award(tree).Faults,
        ["post-intents-id-what-if"] = tree => IntentReader.WhatIf(tree, Intent).Faults,
        ["post-intents-id-withdraw"] = Reason,
        ["post-intents-id-remove"] = Reason,
        ["post-intents-id-messages"] = tree => MailReader.Message(tree).Faults,
        ["post-intents-id-offers"] = Offer,
        ["post-intents-id-offers-preview"] = Offer,
        ["post-offers"] = tree => Many(tree, offer => Offer(offer.WithoutIntent)),
        ["post-offers-id-confirm"] = tree => OfferReader.Confirm(tree).Faults,
        ["put-subscriptions-name"] = tree => SubscriptionReader.Subscription(tree).Faults,
        ["put-taxonomy-scheme"] = tree => TaxonomyReader.Cpv(tree).Faults,
        ["post-reports"] = tree => ReportReader.Report(tree).Faults,
        ["post-reports-id-close"] = tree => ReportReader.Outcome(tree).Faults,
        ["put-profile"] = tree => ProfileReader.Profile(tree).Faults,
        ["post-claims-id-verify"] = tree => ProfileReader.Verify(tree, Messages.Now).Faults,
        ["put-mail-choices"] = tree => new[] { AccountKind.Customer, AccountKind.Vendor }
            .Select(kind => MailReader.Choices(tree, kind).Faults).MinBy(faults => faults.Count)!,
        ["offer.submit"] = tree => BotOffer(tree, "acme-42"),
        ["offers.submit"] = tree => Many(tree, offer => BotOffer(offer.Whole, offer.Key)),
        ["offer.confirm"] = tree => OfferReader.AmqpConfirm(tree).Faults,
        ["offer.withdraw"] = tree => OfferReader.AmqpWithdraw(tree).Faults,
    };

    private static readonly Dictionary<string, JsonNode> Requests = ReadRequests();

    private static readonly ConcurrentDictionary<(string Schema, Reader Reader), Lazy<Judged>> Done = new();

    private delegate IReadOnlyList<Fault> Reader(JsonTree tree);

    private static IEnumerable<string> Names => Readers.Keys;

    /// <summary>The faults that a reader gives, one of each kind at each place, once everything in the examples was broken.</summary>
    internal static IReadOnlyCollection<Fault> FaultsOf(string request) => Judge(request).Faults.Values;

    [Test]
    public void Whatever_the_documents_say_is_taken_has_a_reader_here() => Assert.That(Readers.Keys, Is.EquivalentTo(Requests.Keys));

    [TestCaseSource(nameof(Names))]
    public void Reader_takes_what_the_schema_takes_and_nothing_else(string request)
    {
        var judged = Judge(request);
        TestContext.Out.WriteLine($"{judged.Count} messages, {judged.Taken} of them taken, in {judged.Took.TotalMilliseconds:N0} ms");
        Assert.That(judged.Differences.Take(50), Is.Empty, $"of {judged.Differences.Count}");
    }

    [Test]
    public void Examples_have_every_member()
    {
        var judged = Names.Select(Judge).Distinct().ToList();
        Assert.That(judged.SelectMany(j => j.Schema.Members).Except(judged.SelectMany(j => j.Schema.Shown)), Is.Empty);
    }

    [Test]
    public void What_only_a_reader_judges_is_needed()
    {
        var met = Readers.Keys.SelectMany(request => Judge(request).Met).ToHashSet();
        var listed = ReaderAlone.SelectMany((row, i) => row.Codes.Select(code => (Row: i, Code: code)));
        Assert.That(listed.Except(met).Select(one => $"{ReaderAlone[one.Row].Why}: {one.Code}"), Is.Empty);
    }

    private static Judged Judge(string request)
    {
        var schema = Requests[request];
        return Done.GetOrAdd((schema.ToJsonString(), Readers[request]), key => new(() => Judge(new SchemaWalk(schema), key.Reader))).Value;
    }

    private static Judged Judge(SchemaWalk schema, Reader reader)
    {
        var judged = new Judged(schema);
        var started = TimeProvider.System.GetTimestamp();
        foreach (var example in schema.Examples)
        {
            Assert.That(schema.Takes(example), example.ToJsonString());
            Judge(new Broken(example, "", Whole));
            Judge(new Broken(Least(example), "", Whole));
            foreach (var broken in schema.Breaks(example))
                Judge(broken);
        }
        judged.Took = TimeProvider.System.GetElapsedTime(started);
        return judged;

        void Judge(Broken broken)
        {
            var faults = Read(broken.Message);
            var isTaken = schema.Takes(broken.Message);
            judged.Count++;
            foreach (var fault in faults)
                judged.Faults.TryAdd((fault.At, fault.Code, fault.Bounds), fault);
            judged.Taken += isTaken ? 1 : 0;
            var others = faults;
            if (isTaken && broken.How != Whole)
            {
                var rows = faults.Select(f => (Row: Array.FindIndex(ReaderAlone, row => row.Codes.Contains(f.Code) && row.At.IsMatch(f.At)),
                    f.Code)).ToList();
                others = [.. faults.Where((_, i) => rows[i].Row < 0)];
                if (others.Count == 0)
                    judged.Met.UnionWith(rows);
            }
            var difference = isTaken && others.Count > 0
                ? $"the schema takes it, the reader does not: {string.Join(", ", others.Select(f => $"{f.At} {f.Code}"))}"
                : isTaken ? null
                : faults.Count == 0 ? "the reader takes it, the schema does not"
                : !faults.Any(f => schema.IsAbout(broken, f.At))
                ? $"the fault is told elsewhere: {string.Join(", ", faults.Select(f => f.At))}"
                : schema.Unlisted(broken, faults) is { } unlisted ? $"the reader knows `{unlisted}`, the schema does not" : null;
            if (difference is not null)
                judged.Differences.Add($"{broken.At} {broken.How}: {difference}");
        }

        // One optional member after the other is left out, as long as both take what is left.
        JsonNode Least(JsonNode example)
        {
            var least = example;
            foreach (var at in SchemaWalk.Places(example).Reverse())
            {
                var less = SchemaWalk.Without(least, at);
                if (schema.Takes(less) && Read(less).Count == 0)
                    least = less;
            }
            return least;
        }

        IReadOnlyList<Fault> Read(JsonNode message) => reader(JsonTree.ParseUnbounded(Encoding.UTF8.GetBytes(message.ToJsonString())));
    }

    private static IReadOnlyList<Fault> BotOffer(JsonTree tree, string messageId) =>
        OfferReader.AmqpOffer(tree, OfferReader.IntentIdOf(tree) is null ? null : Intent, messageId, Messages.Now).Faults;

    private static IReadOnlyList<Fault> Many(JsonTree tree, Reader<OfferOfMany> one)
    {
        var batch = OfferReader.Batch(tree);
        return batch.IsGood
            ? [.. batch.Value.SelectMany((offer, i) => one(offer).Select(f => f with { At = $"/offers/{i}{f.At}" }))]
            : batch.Faults;
    }

    private delegate IReadOnlyList<Fault> Reader<in T>(T message);

    /// <summary>The schema of each request body and of each message of a bot, with all that it refers to.</summary>
    private static Dictionary<string, JsonNode> ReadRequests()
    {
        var (rest, bots) = (Document("openapi"), Document("asyncapi"));
        var bodies = from path in rest["paths"]!.AsObject()
                     from operation in path.Value!.AsObject()
                     where operation.Value!["requestBody"] is not null
                     let content = operation.Value!["requestBody"]!["content"]!["application/json"]!
                     select ((string)operation.Value!["operationId"]!, WithDefinitions(rest, content["schema"]!));
        var messages = from message in bots["channels"]!["in"]!["messages"]!.AsObject()
                       select (message.Key, WithDefinitions(bots, bots["components"]!["messages"]![message.Key]!["payload"]!));
        return bodies.Concat(messages).ToDictionary();
    }

    private static JsonNode WithDefinitions(JsonNode document, JsonNode schema)
    {
        var needed = new JsonObject();
        Need(schema);
        return new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["$defs"] = needed };

        void Need(JsonNode? node)
        {
            foreach (var child in node is JsonObject o ? o.Select(m => m.Value) : node is JsonArray a ? a : [])
                Need(child);
            var name = ((string?)(node as JsonObject)?["$ref"])?.Split('/')[^1];
            if (name is not null && !needed.ContainsKey(name))
                Need(needed[name] = document["components"]!["schemas"]![name]!.DeepClone());
        }
    }

    private static JsonNode Document(string name) =>
        JsonNode.Parse(File.ReadAllText(Tree.Path("tests", "IntentMarket.Tests", "Edges", "snapshots", $"{name}.json"))
            .Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;

    private sealed class Judged(SchemaWalk schema)
    {
        public SchemaWalk Schema => schema;

        public int Count { get; set; }

        public int Taken { get; set; }

        public TimeSpan Took { get; set; }

        public List<string> Differences { get; } = [];

        public HashSet<(int Row, string Code)> Met { get; } = [];

        public Dictionary<(string At, string Code, FaultBounds Bounds), Fault> Faults { get; } = [];
    }
}
