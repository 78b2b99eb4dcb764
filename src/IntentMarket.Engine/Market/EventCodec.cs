using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IntentMarket.Engine.Values;

namespace IntentMarket.Engine.Market;

/// <summary>Events as the exact bytes that are stored: JSON, members in the order of their declaration, nothing that is null. A name or a
/// member, once written, never changes its meaning; what is new gets a new name or a new optional member.</summary>
/// <remarks>Each event holds the hash of its intent's event before, so one altered byte shows in every later hash.</remarks>
public static class EventCodec
{
    private static readonly FrozenSet<string> Names =
        typeof(MarketEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => (string)a.TypeDiscriminator!).ToFrozenSet();

    public static StoredEvent Encode(IntentId intentId, int seq, long at, string previousHash, MarketEvent data)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new Envelope(intentId, seq, at, previousHash, data), EngineJson.Default.Envelope);
        return new StoredEvent(intentId, seq, at, VendorOf(data), bytes, SHA256.HashData(bytes));
    }

    /// <exception cref="NotKnownException">It is of a known kind, and says what this build does not know.</exception>
    public static RecordedEvent Decode(StoredEvent stored) => Decode(stored.Bytes, stored.Hash);

    /// <summary>The events of one intent, from its first or from those before: each checked to be what its hash says, and to follow the
    /// one before.</summary>
    /// <param name="previous">The hash of the last of those before, and <paramref name="seq"/> its number.</param>
    /// <exception cref="InvalidDataException">The journal was altered.</exception>
    public static IEnumerable<RecordedEvent> DecodeChain(IEnumerable<StoredEvent> events, string previous = "", int seq = 0)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        foreach (var stored in events)
        {
            SHA256.HashData(stored.Bytes, hash);
            if (!hash.AsSpan().SequenceEqual(stored.Hash))
                throw Altered(stored);
            var (prev, recorded) = Read(stored.Bytes, stored.Hash, passesUnread: true);
            if (prev != previous || recorded.Seq != ++seq || recorded.IntentId != stored.IntentId)
                throw Altered(stored);
            previous = recorded.Hash;
            yield return recorded;
        }

        static InvalidDataException Altered(StoredEvent stored) =>
            new($"event {stored.Seq} of {stored.IntentId} is not what the journal wrote");
    }

    public static RecordedEvent Decode(ReadOnlySpan<byte> bytes, byte[] hash) => Read(bytes, hash, passesUnread: false).Event;

    /// <summary>The same of one that is only passed on: of a known kind, but with a word in it that this build does not know, it is an
    /// <see cref="UnknownEvent"/> too.</summary>
    public static RecordedEvent DecodeToPass(StoredEvent stored) => Read(stored.Bytes, stored.Hash, passesUnread: true).Event;

    private static (string Previous, RecordedEvent Event) Read(ReadOnlySpan<byte> bytes, byte[] hash, bool passesUnread)
    {
        Envelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize(bytes, EngineJson.Default.Envelope);
        }
        catch (JsonException unread)
        {
            var named = JsonSerializer.Deserialize(bytes, EngineJson.Default.NamedEnvelope);
            if (named?.Data?.Name is not { } name)
                throw;
            if (!passesUnread && Names.Contains(name))
                throw new NotKnownException($"an event {name} that this build cannot read", unread);
            envelope = new Envelope(named.Intent, named.Seq, named.At, named.Prev, new UnknownEvent());
        }
        return envelope is null
            ? throw new InvalidDataException("a stored event is null")
            : (envelope.Prev, new RecordedEvent(envelope.Intent, envelope.Seq, envelope.At, envelope.Data, Convert.ToHexStringLower(hash)));
    }

    public static byte[] Encode(IntentTerms terms) => JsonSerializer.SerializeToUtf8Bytes(terms, EngineJson.Default.IntentTerms);

    /// <exception cref="NotKnownException">A newer build wrote them.</exception>
    public static IntentTerms DecodeIntentTerms(ReadOnlySpan<byte> bytes) => DecodeTerms(bytes, EngineJson.Default.IntentTerms);

    public static byte[] Encode(OfferTerms terms) => JsonSerializer.SerializeToUtf8Bytes(terms, EngineJson.Default.OfferTerms);

    /// <summary>The floor of that offer's standing bid, where the stored event sets it; null where it says anything else.</summary>
    public static long? FloorIn(byte[] stored, OfferId offerId) =>
        stored.AsSpan().IndexOf("\"FloorSet\""u8) >= 0 && JsonSerializer.Deserialize(
            stored, EngineJson.Default.Envelope)?.Data is FloorSet set && set.OfferId == offerId ? set.Floor : null;

    /// <exception cref="NotKnownException">A newer build wrote them.</exception>
    public static OfferTerms DecodeOfferTerms(ReadOnlySpan<byte> bytes) => DecodeTerms(bytes, EngineJson.Default.OfferTerms);

    private static T DecodeTerms<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type)!;
        }
        catch (JsonException unread)
        {
            throw new NotKnownException($"{typeof(T).Name} that this build cannot read", unread);
        }
    }

    /// <summary>A command as it travels between nodes, which may be of two versions; never stored.</summary>
    public static byte[] Encode(Command command) => JsonSerializer.SerializeToUtf8Bytes(command, EngineJson.Default.Command);

    /// <exception cref="JsonException">This build does not know all of it: to decide by the rest would be another decision.</exception>
    public static Command DecodeCommand(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, CommandJson.Default.Command)
        ?? throw new JsonException("a command is null");

    internal static Pseudonym? VendorOf(MarketEvent data) => data switch
    {
        OfferAccepted e => e.Vendor,
        OfferRefused e => e.Vendor,
        FloorSet e => e.Vendor,
        BidMoved e => e.Vendor,
        OfferWithdrawn e => e.Vendor,
        OfferExpired e => e.Vendor,
        OfferRemoved e => e.Vendor,
        _ => null,
    };
}

internal sealed record Envelope(IntentId Intent, int Seq, long At, string Prev, MarketEvent Data);

/// <summary>What is read of an event of any kind.</summary>
internal sealed record NamedEnvelope(IntentId Intent, int Seq, long At, string Prev, EventName Data);

internal sealed record EventName(string Name);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(NamedEnvelope))]
[JsonSerializable(typeof(IntentTerms))]
[JsonSerializable(typeof(OfferTerms))]
[JsonSerializable(typeof(Command))]
internal sealed partial class EngineJson : JsonSerializerContext;

/// <summary>The same, and a member that is not known is a fault.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Command))]
internal sealed partial class CommandJson : JsonSerializerContext;
