using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Edges.Documents;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>The public surface is a contract: the documents of it may gain and never lose. <c>UPDATE_SNAPSHOTS=1</c> takes over what was
/// added; what was taken away fails with it too.</summary>
public sealed class DocumentTests : EdgeStories
{
    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestCase("openapi")]
    [TestCase("asyncapi")]
    public async Task Surface_loses_nothing_and_gains_only_on_purpose(string document)
    {
        var market = await MarketHost.Shared;
        var now = (await market.Client(null).Get($"/{document}/v1.json")).Expect(200).Body!;
        var file = Tree.Path("tests", "IntentMarket.Tests", "Edges", "snapshots", $"{document}.json");
        var updates = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";
        var before = File.Exists(file) ? Facts(JsonNode.Parse(await File.ReadAllTextAsync(file))!) : [];
        var after = Facts(now);
        Assert.That(before.Except(after), Is.Empty, "taken away from the public surface");
        if (updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, now.ToJsonString(Written) + "\n");
        }
        else
            Assert.That(after.Except(before), Is.Empty, "added to the public surface: run with UPDATE_SNAPSHOTS=1");
    }

    [Test]
    public async Task References_of_the_documents_lead_somewhere([Values("openapi", "asyncapi")] string document)
    {
        var market = await MarketHost.Shared;
        var root = (await market.Client(null).Get($"/{document}/v1.json")).Expect(200).Body!;
        Assert.That(References(root).Where(r => Follow(root, r) is null), Is.Empty);
    }

    [Test]
    public async Task Documents_list_every_word_that_the_market_says([Values("openapi", "asyncapi")] string document)
    {
        var market = await MarketHost.Shared;
        var lists = Lists((await market.Client(null).Get($"/{document}/v1.json")).Expect(200).Body).Select(l => l.ToHashSet()).ToList();
        foreach (var words in (IReadOnlyList<string>[])
        [
            WireEnums.Problems, WireEnums.Faults, WireEnums.Reasons, WireEnums.Notices, EnumWords.All<IntentStatus>(),
            WireEnums.OfferStatuses,
        ])
        {
            Assert.That(lists.Any(list => list.SetEquals(words)), $"{string.Join(", ", words)} stand nowhere");
        }
    }

    private static IEnumerable<IEnumerable<string>> Lists(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(
            m => m is { Key: "x-extensible-enum", Value: JsonArray words } ? [words.Select(w => (string)w!)] : Lists(m.Value)),
        JsonArray items => items.SelectMany(Lists),
        _ => [],
    };

    /// <summary>Everything that a client may count on, a line each: words of prose are left out.</summary>
    private static HashSet<string> Facts(JsonNode root)
    {
        var facts = new HashSet<string>();
        Walk(root, "");
        return facts;

        void Walk(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, member) in members)
                    {
                        if (name is "description" or "summary" && member is JsonValue)
                            continue;
                        facts.Add($"{path}/{name}");
                        Walk(member, $"{path}/{name}");
                    }
                    break;
                case JsonArray items:
                    // Lists are sets here, but for the parameters of an operation, which go by their names.
                    foreach (var item in items)
                        Walk(item, item is JsonObject o && (string?)o["name"] is { } name ? $"{path}[{name}]" : $"{path}[]");
                    break;
                default:
                    facts.Add($"{path} = {node?.ToJsonString()}");
                    break;
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members =>
            members.SelectMany(m => m is { Key: "$ref", Value: JsonValue value } ? [value.GetValue<string>()] : References(m.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Follow(JsonNode root, string reference) =>
        reference.TrimStart('#', '/').Split('/')
            .Aggregate((JsonNode?)root, (node, part) => (node as JsonObject)?[part.Replace("~1", "/", StringComparison.Ordinal)]);
}
