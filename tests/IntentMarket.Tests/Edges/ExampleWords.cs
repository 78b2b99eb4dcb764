using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntentMarket.Tests.Edges;

/// <summary>What the words in braces of the contract's examples stand for, and what is held against an example.</summary>
internal sealed class ExampleWords(string operatorKey)
{
    private static readonly TimeSpan MomentAgo = TimeSpan.FromMinutes(10);

    private static readonly Regex Word = new(
        @"\{(?<word>[a-z][a-z0-9' -]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Ahead = new(
        "^in (?<count>[0-9]+) (?<unit>days|hours|minutes|seconds)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private readonly DateTimeOffset _beginning = DateTimeOffset.UtcNow;
    private readonly Dictionary<string, JsonNode> _values = new() { ["operator"] = JsonValue.Create(operatorKey)! };

    public string this[string word] => _values[word].ToString();

    /// <summary>An example with the values in the place of their words.</summary>
    public string Fill(string example) => Word.Replace(example, match => Value(match.Groups["word"].Value));

    /// <summary>Tells every difference between an example and what came; a word that has no value yet takes the one that came.</summary>
    public void Compare(JsonNode? example, JsonNode? came, string at, List<string> differences)
    {
        switch (example, came)
        {
            case (JsonObject wanted, JsonObject got):
                foreach (var (name, member) in wanted)
                {
                    if (got.ContainsKey(name))
                        Compare(member, got[name], $"{at}/{name}", differences);
                    else
                        differences.Add($"{at}/{name} did not come");
                }
                differences.AddRange(
                    got.Where(m => !wanted.ContainsKey(m.Key)).Select(m => $"{at}/{m.Key} came too: {m.Value?.ToJsonString()}"));
                break;
            case (JsonArray wanted, JsonArray got) when wanted.Count == got.Count:
                for (var i = 0; i < wanted.Count; i++)
                    Compare(wanted[i], got[i], $"{at}/{i}", differences);
                break;
            default:
                if (!IsMet(example, came))
                    differences.Add($"{at} is {came?.ToJsonString() ?? "null"}, not {example?.ToJsonString() ?? "null"}");
                break;
        }
    }

    private bool IsMet(JsonNode? example, JsonNode? came)
    {
        if (example is not JsonValue || example.GetValueKind() != JsonValueKind.String)
            return JsonNode.DeepEquals(example, came);
        var text = (string)example!;
        if (Word.Match(text) is not { Success: true } match || match.Value != text || Ahead.IsMatch(match.Groups["word"].Value))
            return JsonNode.DeepEquals(Fill(text), came);
        var word = match.Groups["word"].Value;
        if (word == "now")
        {
            return DateTimeOffset.TryParse(came?.ToString(), CultureInfo.InvariantCulture, out var at)
                && (DateTimeOffset.UtcNow - at).Duration() < MomentAgo;
        }
        if (came is null)
            return false;
        if (_values.TryGetValue(word, out var known))
            return JsonNode.DeepEquals(known, came);
        _values.Add(word, came.DeepClone());
        return true;
    }

    private string Value(string word)
    {
        if (Ahead.Match(word) is not { Success: true } ahead)
        {
            return _values.TryGetValue(word, out var value)
                ? value.ToString()
                : throw new InvalidOperationException($"nothing has made {{{word}}} yet");
        }
        var count = int.Parse(ahead.Groups["count"].Value, CultureInfo.InvariantCulture);
        var time = _beginning + ahead.Groups["unit"].Value switch
        {
            "days" => TimeSpan.FromDays(count),
            "hours" => TimeSpan.FromHours(count),
            "minutes" => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromSeconds(count),
        };
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
