using System.Buffers.Binary;
using System.Globalization;
using IntentMarket.Engine;

namespace IntentMarket.Services.Wire;

/// <summary>The last thing of a page, one that its reader was shown: when it was, and its id.</summary>
public static class PageCursor
{
    public static string Write(long at, Guid id) => $"{at:x}.{id:N}";

    public static string Write<TId>(long at, TId id) where TId : struct, IId<TId> => Write(at, id.Value);

    public static (long At, TId Id)? Parse<TId>(string text)
        where TId : struct, IId<TId> => Parse(text) is { } last ? (last.At, TId.Of(last.Id)) : null;

    public static (long At, Guid Id)? Parse(string text)
    {
        var dot = text.IndexOf('.');
        return dot > 0 && long.TryParse(
            text.AsSpan(0, dot), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at) && at >= 0
            && Guid.TryParseExact(text.AsSpan(dot + 1), "N", out var id) ? (at, id) : null;
    }
}

/// <summary>Where a page of a vendor's feed ended, which may be at an intent that is none of the vendor's: sealed.</summary>
public sealed class FeedPageCursors(Cursors cursors)
{
    private const string Kind = "feed";
    private const int Bytes = 24;

    public string Write(AccountId vendor, long openedAt, IntentId id)
    {
        Span<byte> place = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(place, openedAt);
        id.Value.TryWriteBytes(place[8..]);
        return cursors.Seal(Kind, vendor, place);
    }

    /// <summary>Also one from before they were sealed: any time and any id would do as a place to read on from.</summary>
    public (long OpenedAt, IntentId Id)? Read(AccountId vendor, string text)
    {
        Span<byte> place = stackalloc byte[Bytes];
        return cursors.TryOpen(Kind, vendor, text, place)
            ? (BinaryPrimitives.ReadInt64BigEndian(place), new IntentId(new Guid(place[8..]))) : PageCursor.Parse<IntentId>(text);
    }
}

/// <summary>States of a ranking, and the last places of its pages, as one reader of the intent gets them.</summary>
public sealed class RankCursors(Cursors cursors)
{
    private const int StateBytes = 8;
    private const int Bytes = 12;

    public string State(AccountId account, IntentId intentId, long state)
    {
        Span<byte> place = stackalloc byte[StateBytes];
        BinaryPrimitives.WriteInt64BigEndian(place, state);
        return cursors.Seal($"state/{intentId}", account, place);
    }

    public string Write(AccountId account, IntentId intentId, long state, int rank)
    {
        Span<byte> place = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(place, state);
        BinaryPrimitives.WriteInt32BigEndian(place[StateBytes..], rank);
        return cursors.Seal($"ranks/{intentId}", account, place);
    }

    public (long State, int Rank)? Read(AccountId account, IntentId intentId, string text)
    {
        Span<byte> place = stackalloc byte[Bytes];
        return cursors.TryOpen($"ranks/{intentId}", account, text, place)
            ? (BinaryPrimitives.ReadInt64BigEndian(place), BinaryPrimitives.ReadInt32BigEndian(place[StateBytes..])) : null;
    }

    public string WriteUnranked(AccountId account, IntentId intentId, int receipt)
    {
        Span<byte> place = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(place, receipt);
        return cursors.Seal($"unranked/{intentId}", account, place);
    }

    public int? ReadUnranked(AccountId account, IntentId intentId, string text)
    {
        Span<byte> place = stackalloc byte[sizeof(int)];
        return cursors.TryOpen($"unranked/{intentId}", account, text, place) ? BinaryPrimitives.ReadInt32BigEndian(place) : null;
    }
}
