using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntentMarket.Engine;

/// <summary>What tells one of a kind from the others: a UUID. Each kind is a type, so that none can stand where another belongs; it is
/// written as the UUID is.</summary>
public interface IId
{
    Guid Value { get; }
}

public interface IId<TSelf> : IId, IComparable<TSelf>, IFormattable where TSelf : struct, IId<TSelf>
{
    static abstract TSelf Of(Guid value);

    int IComparable<TSelf>.CompareTo(TSelf other) => Value.CompareTo(other.Value);

    string IFormattable.ToString(string? format, IFormatProvider? provider) => Value.ToString(format, provider);
}

[JsonConverter(typeof(IdConverter<IntentId>))]
public readonly record struct IntentId(Guid Value) : IId<IntentId>
{
    public static IntentId Of(Guid value) => new(value);

    public static bool TryParse([NotNullWhen(true)] string? text, out IntentId id) => Id.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<OfferId>))]
public readonly record struct OfferId(Guid Value) : IId<OfferId>
{
    public static OfferId Of(Guid value) => new(value);

    public static bool TryParse([NotNullWhen(true)] string? text, out OfferId id) => Id.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>Whose it is. No event and nothing that others read says it: there a <see cref="Pseudonym"/> stands for it.</summary>
[JsonConverter(typeof(IdConverter<AccountId>))]
public readonly record struct AccountId(Guid Value) : IId<AccountId>
{
    public static AccountId Of(Guid value) => new(value);

    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id) => Id.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>Who an account is on one intent: it differs from intent to intent, and tells nobody which account it is.</summary>
[JsonConverter(typeof(IdConverter<Pseudonym>))]
public readonly record struct Pseudonym(Guid Value) : IId<Pseudonym>
{
    public static Pseudonym Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

internal static class Id
{
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id) where TId : struct, IId<TId>
    {
        var isId = Guid.TryParse(text, out var value);
        id = TId.Of(value);
        return isId;
    }
}

internal sealed class IdConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.Of(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
