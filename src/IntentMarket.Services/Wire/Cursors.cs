using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;

namespace IntentMarket.Services.Wire;

/// <summary>Places in what the market tells, as readers get them: sealed for one account, which can give them back and do nothing else with
/// them. What they hold cannot be read, two of them cannot be compared, and another account's is as good as a broken one.</summary>
/// <remarks>The same place is always the same text, so that a reader who is told nothing new sees no byte change. So there is no
/// random in it: the seal over account, kind and place is where the key stream that hides the place starts (as in RFC 5297, with
/// HMAC-SHA-256 for both).</remarks>
public sealed class Cursors(MarketIdentity identity)
{
    private const int SealBytes = 16;

    private readonly byte[] _sealing = HMACSHA256.HashData(identity.Secret, "cursor/seal"u8);
    private readonly byte[] _hiding = HMACSHA256.HashData(identity.Secret, "cursor/hide"u8);

    /// <param name="kind">What it is a place in: one of another kind is as good as a broken one.</param>
    /// <param name="place">At most 32 bytes.</param>
    public string Seal(string kind, AccountId account, ReadOnlySpan<byte> place)
    {
        Span<byte> whole = stackalloc byte[SealBytes + place.Length];
        place.CopyTo(whole[SealBytes..]);
        SealOf(kind, account, place, whole);
        Hide(whole);
        return Base64Url.EncodeToString(whole);
    }

    /// <summary>Writes the place, which has that length; false where the text is not what this account was given.</summary>
    public bool TryOpen(string kind, AccountId account, string text, Span<byte> place)
    {
        Span<byte> whole = stackalloc byte[SealBytes + place.Length];
        if (text.Length != Base64Url.GetEncodedLength(whole.Length)
            || Base64Url.DecodeFromChars(text, whole, out _, out var written) != OperationStatus.Done || written != whole.Length)
            return false;
        Hide(whole);
        whole[SealBytes..].CopyTo(place);
        Span<byte> seal = stackalloc byte[SealBytes];
        SealOf(kind, account, place, seal);
        return CryptographicOperations.FixedTimeEquals(seal, whole[..SealBytes]);
    }

    private void SealOf(string kind, AccountId account, ReadOnlySpan<byte> place, Span<byte> seal)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_sealing, [.. account.Value.ToByteArray(), .. Encoding.ASCII.GetBytes(kind), 0, .. place], hash);
        hash[..SealBytes].CopyTo(seal);
    }

    /// <summary>Also shows again what is hidden.</summary>
    private void Hide(Span<byte> whole)
    {
        Span<byte> stream = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_hiding, whole[..SealBytes], stream);
        for (var i = SealBytes; i < whole.Length; i++)
            whole[i] ^= stream[i - SealBytes];
    }
}

/// <summary>Where a reader stands: a point of the feed, the notice at that point, and when that was. <see cref="NoticeCursors"/>
/// makes a text of it.</summary>
/// <param name="Sub">One event may be several notices to the same reader: how many of them were read; 0: all of them.</param>
/// <param name="At">Unix milliseconds; a cursor holds for 7 days.</param>
public readonly record struct FeedCursor(FeedPoint Point, int Sub, long At)
{
    private const long DayMs = 24 * 60 * 60 * 1_000;

    public bool IsAfter(FeedCursor other) =>
        (Point, Sub == 0 ? int.MaxValue : Sub).CompareTo((other.Point, other.Sub == 0 ? int.MaxValue : other.Sub)) > 0;

    /// <summary>As it is while it is not a day old; then it holds on, and changes once a day.</summary>
    public FeedCursor Renewed(long now) => this with { At = At + Math.Max(0, now - At) / DayMs * DayMs };
}

/// <summary>The cursors of notices, the same on every channel.</summary>
public sealed class NoticeCursors(Cursors cursors, Store store, TimeProvider clock)
{
    /// <summary>How long one holds.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private const string Kind = "notices";
    private const int Bytes = 24;

    public string Write(AccountId account, FeedCursor cursor)
    {
        Span<byte> place = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(place, cursor.Point.Feed);
        BinaryPrimitives.WriteInt32BigEndian(place[8..], cursor.Point.Ordinal);
        BinaryPrimitives.WriteInt32BigEndian(place[12..], cursor.Sub);
        BinaryPrimitives.WriteInt64BigEndian(place[16..], cursor.At);
        return cursors.Seal(Kind, account, place);
    }

    /// <summary>Null where the text is not a cursor that the account was given.</summary>
    public FeedCursor? Read(AccountId account, string text)
    {
        Span<byte> place = stackalloc byte[Bytes];
        return cursors.TryOpen(Kind, account, text, place)
            ? new FeedCursor(
                new FeedPoint(BinaryPrimitives.ReadInt64BigEndian(place), BinaryPrimitives.ReadInt32BigEndian(place[8..])),
                BinaryPrimitives.ReadInt32BigEndian(place[12..]), BinaryPrimitives.ReadInt64BigEndian(place[16..]))
            : Plain(text);
    }

    /// <summary>One from before cursors were sealed: those hold for 7 days too, and name nothing that came after. So who makes one
    /// up learns nothing.</summary>
    private FeedCursor? Plain(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4
            || !long.TryParse(parts[0], NumberStyles.AllowHexSpecifier, null, out var feed) || feed < 0
            || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, null, out var ordinal) || ordinal == int.MinValue
            || !int.TryParse(parts[2], NumberStyles.None, null, out var sub)
            || !long.TryParse(parts[3], NumberStyles.AllowHexSpecifier, null, out var at) || at < 0)
            return null;
        var (end, endedAt) = store.Feed.Plain;
        if (clock.GetUtcNow().ToUnixTimeMilliseconds() > endedAt + (long)KeptFor.TotalMilliseconds)
            at = 0;
        var cursor = new FeedCursor(new FeedPoint(feed, ordinal), sub, at);
        return cursor.Point > end ? cursor with { Point = end, Sub = 0 } : cursor;
    }
}
