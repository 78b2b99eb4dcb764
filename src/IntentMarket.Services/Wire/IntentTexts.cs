using System.Text.Json;
using IntentMarket.Engine.Market;

namespace IntentMarket.Services.Wire;

/// <summary>The free texts of an intent: what is kept beside the journal and can be erased.</summary>
/// <param name="Lines">Descriptions by the line's id.</param>
public sealed record IntentTexts(string Title, string? Description, IReadOnlyDictionary<string, string> Lines)
{
    /// <summary>All of them, as vendors look through them.</summary>
    public string[] All() => [Title, Description ?? "", .. Lines.Values];

    public string ToJson() => JsonSerializer.Serialize(this, WireJson.Options);

    /// <exception cref="NotKnownException">A newer node wrote them.</exception>
    public static IntentTexts FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<IntentTexts>(json, WireJson.Options)
                ?? throw new JsonException("the texts of an intent are null");
        }
        catch (JsonException unread)
        {
            throw new NotKnownException("texts that this node cannot read", unread);
        }
    }
}
