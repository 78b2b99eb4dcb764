using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IntentMarket.Tests.Edges;

/// <summary>The words of the public surface that the stories have seen.</summary>
public static class Observed
{
    public static ConcurrentDictionary<string, byte> Problems { get; } = new();

    public static ConcurrentDictionary<string, byte> Reasons { get; } = new();

    public static ConcurrentDictionary<string, byte> Faults { get; } = new();

    public static ConcurrentDictionary<string, byte> Notices { get; } = new();

    public static ConcurrentDictionary<string, byte> IntentStatuses { get; } = new();

    public static ConcurrentDictionary<string, byte> OfferStatuses { get; } = new();

    public static ConcurrentDictionary<int, byte> Statuses { get; } = new();

    /// <summary>The fixtures that ran.</summary>
    public static ConcurrentDictionary<string, byte> Stories { get; } = new();

    public static void Note(Answered answer)
    {
        Statuses[answer.Status] = 0;
        Note(answer.Body);
    }

    /// <summary>Looks for words wherever they stand in a message.</summary>
    public static void Note(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    Note(item);
                break;
            case JsonObject members:
                var type = Text(members, "type");
                if (type?.StartsWith("urn:intentmarket:problem:", StringComparison.Ordinal) == true)
                {
                    Add(Problems, members, "code");
                    AddEach(Faults, members, "errors");
                }
                if (type is not null && members.ContainsKey("data"))
                    Notices[type] = 0;
                if (members.ContainsKey("faults"))
                    AddEach(Faults, members, "faults");
                if (members.ContainsKey("outcome"))
                    AddEach(Reasons, members, "reasons");
                if (members.ContainsKey("status") && members.ContainsKey("awardBy"))
                    Add(IntentStatuses, members, "status");
                if (members.ContainsKey("status") && members.ContainsKey("offerId"))
                    Add(OfferStatuses, members, "status");
                foreach (var (_, member) in members)
                    Note(member);
                break;
        }
    }

    private static void AddEach(ConcurrentDictionary<string, byte> to, JsonObject members, string list)
    {
        foreach (var item in members[list] as JsonArray ?? [])
            Add(to, (JsonObject)item!, "code");
    }

    private static void Add(ConcurrentDictionary<string, byte> to, JsonObject members, string name)
    {
        if (Text(members, name) is { } word)
            to[word] = 0;
    }

    private static string? Text(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
