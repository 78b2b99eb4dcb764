using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntentMarket.Engine.Values;

/// <summary>The value of an attribute: a whole number, a flag, a text (a decimal number where a rule asks for one)
/// or a set of texts.</summary>
[JsonConverter(typeof(ValueConverter))]
public abstract record Value
{
    public sealed record Whole(long Number) : Value;

    public sealed record Flag(bool Is) : Value;

    public sealed record Text(string Content) : Value;

    public sealed record Set(IReadOnlyList<string> Members) : Value
    {
        public bool Equals(Set? other) => other is not null && Members.ToHashSet().SetEquals(other.Members);

        public override int GetHashCode() => Members.Distinct().Count();
    }

    /// <summary>The value in millionths, where it is a whole number or a decimal text of at most six fraction digits.</summary>
    public long? Millionths => this switch
    {
        Whole whole when Int128.Abs(whole.Number) <= Amount.MaxMajor => whole.Number * Amount.Million,
        Text text when Amount.TryParse(text.Content, 6, out var scaled) => scaled,
        _ => null,
    };

    public sealed override string ToString() => this switch
    {
        Whole whole => whole.Number.ToString(),
        Flag flag => flag.Is ? "true" : "false",
        Text text => text.Content,
        Set set => string.Join(", ", set.Members),
        _ => throw new InvalidOperationException("a value of an unknown kind"),
    };
}

/// <summary>Texts that are the same number, however it is written, are the same; other texts where each character is.</summary>
public sealed class NumberOrText : IEqualityComparer<string>
{
    public static NumberOrText Comparer { get; } = new();

    public bool Equals(string? x, string? y) => x == y || (Number(x) is { } number && number == Number(y));

    public int GetHashCode(string obj) => Number(obj)?.GetHashCode() ?? obj.GetHashCode(StringComparison.Ordinal);

    private static long? Number(string? text) => Amount.TryParse(text, 6, out var scaled) ? scaled : null;
}

internal sealed class ValueConverter : JsonConverter<Value>
{
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new Value.Whole(reader.GetInt64()),
        JsonTokenType.True or JsonTokenType.False => new Value.Flag(reader.GetBoolean()),
        JsonTokenType.String => new Value.Text(reader.GetString()!),
        JsonTokenType.StartArray => ReadSet(ref reader),
        _ => throw new JsonException("an attribute is a whole number, a flag, a text or a set of texts"),
    };

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Value.Whole whole: writer.WriteNumberValue(whole.Number); break;
            case Value.Flag flag: writer.WriteBooleanValue(flag.Is); break;
            case Value.Text text: writer.WriteStringValue(text.Content); break;
            case Value.Set set:
                writer.WriteStartArray();
                foreach (var member in set.Members)
                    writer.WriteStringValue(member);
                writer.WriteEndArray();
                break;
        }
    }

    private static Value.Set ReadSet(ref Utf8JsonReader reader)
    {
        var members = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            members.Add(reader.GetString() ?? throw new JsonException("a set has texts only"));
        return new Value.Set(members);
    }
}
