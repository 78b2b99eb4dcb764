using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntentMarket.Contracts;
using IntentMarket.Edges.Documents;
using IntentMarket.Edges.Hub;
using IntentMarket.Edges.Rest;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Mail;
using IntentMarket.Services.Wire;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;
using MarketLimits = IntentMarket.Engine.Limits;

namespace IntentMarket.Tests.Wire;

/// <summary>The contract in words lists what the published documents list, and nothing else; <c>ContractStories</c> sends it.</summary>
public sealed class ContractTests
{
    private static readonly JsonNode OpenApi = Document("openapi");
    private static readonly JsonNode AsyncApi = Document("asyncapi");

    /// <summary>Each limit of the text and where its number stands.</summary>
    private static readonly Dictionary<string, long> Limits = new()
    {
        ["bytes of a message"] = JsonTree.MaxBytes,
        ["bytes of a taxonomy"] = TaxonomyBody.MaxBytes,
        ["categories of a taxonomy"] = TaxonomyReader.CategoriesMax,
        ["nesting"] = JsonTree.MaxDepth,
        ["faults listed"] = Faults.Max,
        ["items of a page"] = Query.LimitMax,
        ["items of a page by default"] = Query.LimitDefault,
        ["seconds of a waiting read"] = NoticeEndpoints.WaitMaxSeconds,
        ["characters of a key"] = WireLimits.KeyMax,
        ["characters of a title"] = WireLimits.TitleMax,
        ["characters of a description"] = WireLimits.DescriptionMax,
        ["characters of a name"] = WireLimits.NameMax,
        ["characters of a vendor's contact"] = WireLimits.ContactMax,
        ["characters of a contact given with an award"] = WireLimits.AwardContactMax,
        ["characters of a reason"] = WireLimits.ReasonMax,
        ["characters of a note"] = WireLimits.NoteMax,
        ["characters of a message after an award"] = MailReader.MessageMax,
        ["characters of an attribute's text"] = WireLimits.AttributeTextMax,
        ["characters of a keyword"] = WireLimits.KeywordMax,
        ["characters of `agreesTo`"] = WireLimits.HashMax,
        ["lines of an intent"] = WireLimits.LinesMax,
        ["characters of a line's id"] = WireLimits.LineIdMax,
        ["characters of a category's id"] = WireLimits.CategoryIdMax,
        ["characters of a time or a duration"] = WireLimits.TimeMax,
        ["criteria in `require`, and in `prefer`"] = WireLimits.CriteriaMax,
        ["values with points"] = WireLimits.PointsMax,
        ["attributes"] = WireLimits.AttributesMax,
        ["members of a set"] = WireLimits.SetMax,
        ["weight of a preference"] = WireLimits.WeightMax,
        ["a plain count, such as months or days"] = WireLimits.CountMax,
        ["extensions of a close"] = WireLimits.ExtensionsMax,
        ["levels of a clock"] = Constant(typeof(IntentReader), "LevelsMax"),
        ["bands of a decrement"] = IntentReader.BandsMax,
        ["years ahead"] = IntentReader.YearsAheadMax,
        ["entries of a list of criteria"] = WireLimits.SubscriptionListMax,
        ["lead days"] = WireLimits.LeadDaysMax,
        ["names of standing criteria of a vendor"] = Constant(typeof(FeedService), "SubscriptionsMax"),
        ["open intents that a page of the feed or a test looks through"] = Constant(typeof(FeedService), "LookedAtMax"),
        ["offers in one message"] = OfferReader.BatchMax,
        ["live offers on an intent"] = MarketLimits.LiveOffersMax,
        ["offers on an intent over time"] = MarketLimits.OffersPerIntentMax,
        ["offers of a vendor on an intent over time"] = MarketLimits.OffersPerVendorMax,
        ["keys of an account"] = Constant(typeof(AccountService), "KeysMax"),
        ["broker users of a vendor"] = Constant(typeof(AccountService), "CredentialsMax"),
        ["connections of a broker user"] = BrokerAdmin.ConnectionsPerUserMax,
        ["channels of a broker user"] = BrokerAdmin.ChannelsPerUserMax,
        ["notices in an inbox"] = BrokerAdmin.InboxMax,
        ["bytes in an inbox"] = BrokerAdmin.InboxBytesMax,
        ["reports of an account in 24 hours"] = Constant(typeof(ReportService), "ReportsMax"),
        ["messages of one side after an award"] = Constant(typeof(MailService), "MessagesMax"),
        ["intents that a connection watches"] = HubConnections.WatchedMax,
        ["bytes of a frame to the hub"] = MarketHub.MessageMax,
        ["vendors whose bots are watched"] = BotConsole.WatchedMax,
        ["characters of a bot's message shown"] = BotConsole.ShownMax,
        ["days that notices are kept"] = NoticeCursors.KeptFor.Days,
    };

    [Test]
    public void Operations_are_those_of_the_document()
    {
        var told = ContractText.Table("operation").Select(row => $"{ContractText.Words(row[0]).Single()} for {row[1]}: {row[2]}");
        var served = from path in OpenApi["paths"]!.AsObject()
                     from operation in path.Value!.AsObject()
                     select $"{operation.Key.ToUpperInvariant()} {path.Key} for {Kinds(operation.Value!)}: {Answers(operation.Value!)}";
        Assert.That(told, Is.EquivalentTo(served));
    }

    /// <summary>The matrix is tried on every operation and method: who may call, with a key that only reads and while suspended.</summary>
    [Test]
    public void Who_may_call_is_as_the_matrix_of_access_has_it()
    {
        var told = ContractText.Table("operation").Select(row => $"{ContractText.Words(row[0]).Single()} for {row[1]}: {row[3]}")
            .Concat(ContractText.Table("method").Select(row => $"HUB {ContractText.Words(row[0]).Single().Split('(')[0]} for {row[1]}"));
        var tried = from row in AccessMatrix.Rows.Split('\n')
                    let cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    let kinds = cells[2] == "customer,vendor,operator" ? "any" : cells[2].Replace(",", ", ", StringComparison.Ordinal)
                    let isMethod = cells[0] == "HUB"
                    where isMethod || cells[1].StartsWith("/api/", StringComparison.Ordinal) || cells[1] is "/healthz" or "/readyz"
                    select $"{cells[0]} {cells[1]} for {kinds}{(isMethod ? "" : $": {Changes(cells[3])}")}";
        Assert.That(told, Is.EquivalentTo(tried));
    }

    [Test]
    public void Every_operation_has_an_example()
    {
        var sent = ContractText.Examples.Where(e => e is { Kind: "http", Status: null }).Select(e => e.Head[0].Split('?')[0]).ToList();
        Assert.That(First("operation").Where(operation => !sent.Exists(request => IsLike(operation, request))), Is.Empty);
    }

    /// <summary>The document asks for nothing that may be left out: what is taken has all that it requires.</summary>
    [Test]
    public void Examples_that_are_taken_have_all_that_the_document_requires()
    {
        var http = ContractText.Examples.Where(e => e.Kind == "http").ToList();
        var missing = from pair in http.Zip(http.Skip(1))
                      where pair.First is { Status: null, Body.Length: > 0 } && pair.Second.Status < 300
                      let line = pair.First.Head[0].Split(' ', 2)
                      let method = line[0].ToLowerInvariant()
                      let path = OpenApi["paths"]!.AsObject().First(p => IsLike(p.Key, line[1]) && p.Value![method] is not null)
                      let content = path.Value![method]!["requestBody"]!["content"]!["application/json"]!
                      from name in Missing(content["schema"], JsonNode.Parse(pair.First.Body), pair.First.At)
                      select name;
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Problems_have_the_codes_and_statuses_of_the_market()
    {
        var told = ContractText.Table("problem").Select(row => $"{ContractText.Words(row[0]).Single()} {row[1]}");
        Assert.That(told, Is.EquivalentTo(WireEnums.Problems.Select(code => $"{code} {ProblemView.Of(code, "").Status}")));
    }

    [Test]
    public void Lists_of_words_are_those_of_the_documents()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(First("fault"), Is.EquivalentTo(WireEnums.Faults));
            Assert.That(First("reason"), Is.EquivalentTo(WireEnums.Reasons));
            Assert.That(First("notice"), Is.EquivalentTo(WireEnums.Notices));
            Assert.That(First("`status`"), Is.EquivalentTo(EnumWords.All<IntentStatus>()));
            Assert.That(First("`status` of an offer"), Is.EquivalentTo(WireEnums.OfferStatuses));
            Assert.That(First("`visibility`"), Is.EquivalentTo(WireEnums.Of(typeof(AuctionDocument), "visibility")!));
            Assert.That(First("`format`"), Is.EquivalentTo(WireEnums.Of(typeof(AuctionDocument), "format")!));
        }
    }

    [Test]
    public void Notices_hold_what_the_document_says()
    {
        foreach (var row in ContractText.Table("notice"))
        {
            var type = ContractText.Words(row[0]).Single();
            var data = AsyncApi["components"]!["messages"]![type]!["payload"]!["allOf"]![1]!["properties"]!["data"]!.ToJsonString();
            // What answers a bot's withdrawal stands in the row too.
            var told = ContractText.Words(row[2])
                .Where(word => char.IsUpper(word[0]) && (word, type) != ("OfferState", NoticeTypes.OfferWithdrawn));
            Assert.That(told, Is.EquivalentTo(Named(data)), type);
        }
    }

    [Test]
    public void Hub_methods_and_messages_of_bots_are_those_of_the_document()
    {
        var received = AsyncApi["operations"]!.AsObject().Where(o => (string?)o.Value!["action"] == "receive")
            .ToLookup(o => (string)o.Value!["channel"]!["$ref"]!, o => o.Key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(First("message"), Is.EquivalentTo(received["#/channels/in"]));
            Assert.That(First("method").Select(call => call.Split('(')[0]), Is.EquivalentTo(received["#/channels/hub"]));
            Assert.That(First("message"), Is.SubsetOf(Shown("amqp", e => e.Headers.Select(header => header.Value))), "examples");
            Assert.That(
                First("method").Select(call => call.Split('(')[0]),
                Is.SubsetOf(Shown("hub", e => e.Frames.Select(frame => (string?)JsonNode.Parse(frame.Text)!["target"]))), "examples");
        }
    }

    /// <summary>Every message of the two documents, member by member; a star says which are never left out. What is taken may stand with
    /// what is written, where that has the same members.</summary>
    [Test]
    public void Members_are_those_of_the_documents()
    {
        var tables = ContractText.Tables("Members");
        var told = from message in tables
                   from row in message.Value
                   select $"{message.Key}.{ContractText.Words(row[0]).Single()}{(row[0].EndsWith('*') ? "*" : "")}";
        var schemas = ((JsonNode[])[OpenApi, AsyncApi]).SelectMany(document => document["components"]!["schemas"]!.AsObject())
            .DistinctBy(schema => schema.Key).Where(schema => !schema.Key.StartsWith("PageOf", StringComparison.Ordinal));
        var written = from schema in schemas
                      from member in schema.Value!["properties"]?.AsObject() ?? new JsonObject()
                      let required = schema.Value!["required"]?.AsArray().Any(name => (string?)name == member.Key) == true
                      let name = tables.ContainsKey(schema.Key)
                          ? schema.Key
                          : schema.Key.Replace("Request", "Document", StringComparison.Ordinal)
                      select $"{name}.{member.Key}{(required ? "*" : "")}";
        Assert.That(told, Is.EquivalentTo(written.Distinct()));
    }

    [Test]
    public void Limits_have_the_numbers_of_the_market()
    {
        var told = ContractText.Table("limit").Select(row => $"{row[0]}: {row[1]}");
        Assert.That(told, Is.EquivalentTo(Limits.Select(limit => $"{limit.Key}: {limit.Value:N0}")));
    }

    [Test]
    public void Every_limit_of_messages_is_told()
    {
        var bounds = typeof(WireLimits).GetFields().Where(field => field is { IsLiteral: true, FieldType.Name: nameof(Int32) });
        Assert.That(bounds.Where(field => !Limits.ContainsValue((int)field.GetRawConstantValue()!)).Select(field => field.Name), Is.Empty);
    }

    private static IEnumerable<string> First(string heading) => ContractText.Table(heading).SelectMany(row => ContractText.Words(row[0]));

    private static IEnumerable<string?> Shown(string kind, Func<Example, IEnumerable<string?>> words) =>
        ContractText.Examples.Where(example => example.Kind == kind).SelectMany(words);

    /// <summary>Whether a request is to an operation, whatever stands for the names in its path.</summary>
    private static bool IsLike(string operation, string request) => Regex.IsMatch(
        request, $"^{Regex.Replace(operation, "{[a-z]+}", "[^/]+", RegexOptions.NonBacktracking)}$", RegexOptions.NonBacktracking);

    private static IEnumerable<string> Missing(JsonNode? schema, JsonNode? message, string at)
    {
        if ((string?)schema?["$ref"] is { } reference)
            schema = OpenApi["components"]!["schemas"]![reference.Split('/')[^1]];
        return message switch
        {
            JsonObject members => (schema?["required"]?.AsArray() ?? new JsonArray())
                .Select(name => (string)name!).Where(name => !members.ContainsKey(name)).Select(name => $"{at}/{name}")
                .Concat(members.SelectMany(m => Missing(schema?["properties"]?[m.Key], m.Value, $"{at}/{m.Key}"))),
            JsonArray items => items.SelectMany((item, i) => Missing(schema?["items"], item, $"{at}/{i}")),
            _ => [],
        };
    }

    private static IEnumerable<string> Named(string data) =>
        Regex.Matches(data, "#/components/schemas/(?<name>[A-Za-z]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            .Select(match => match.Groups["name"].Value);

    /// <summary>As the text says for whom an operation is.</summary>
    private static string Kinds(JsonNode operation)
    {
        if (operation["security"] is null)
            return "anyone";
        var kinds = ((string)operation["description"]!).Split(" accounts.")[0].Split(" account.")[0]["For ".Length..];
        return kinds == "any" ? kinds : string.Join(", ", kinds.Split(" and "));
    }

    /// <summary>As the text says who may not call, by the word of the matrix.</summary>
    private static string Changes(string does) => does switch
    {
        "writes" => "changes",
        "revokes" => "changes; suspended too",
        "tries" => "not if suspended",
        _ => "",
    };

    private static string Answers(JsonNode operation) =>
        string.Join(", ", operation["responses"]!.AsObject().Select(r => r.Key).Where(status => status != "default"));

    private static long Constant(Type type, string name) =>
        (int)type.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;

    private static JsonNode Document(string name) =>
        JsonNode.Parse(File.ReadAllText(Tree.Path("tests", "IntentMarket.Tests", "Edges", "snapshots", $"{name}.json")))!;
}
