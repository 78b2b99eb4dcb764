using System.Text.Json;

namespace IntentMarket.Gateway;

/// <summary>The free texts of an intent: what is kept beside the journal and can be erased.</summary>
/// <param name="Lines">Descriptions by the line's id.</param>
public sealed record IntentTexts(string Title, string? Description, IReadOnlyDictionary<string, string> Lines)
{
    public string ToJson() => JsonSerializer.Serialize(this, WireJson.Options);

    public static IntentTexts FromJson(string json) => JsonSerializer.Deserialize<IntentTexts>(json, WireJson.Options)
        ?? throw new JsonException("the texts of an intent are null");
}
