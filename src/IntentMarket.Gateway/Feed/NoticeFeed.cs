#pragma warning disable CA1822
using IntentMarket.Contracts;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>What an account is told, on every channel the same: read page by page, or followed.</summary>
public sealed class NoticeFeed
{
    /// <summary>The notices after a cursor (null: from now on), oldest first; where there are none it waits for the first, at most <paramref name="wait"/>.
    /// Answers null where the cursor is older than 7 days.</summary>
    /// <param name="after">See <see cref="FeedCursor"/>; the edge has checked its form.</param>
    public Task<NoticePage?> Read(Account account, FeedCursor? after, int limit, TimeSpan wait, CancellationToken cancel) =>
        throw new NotImplementedException();

    /// <summary>Replays what came after the cursor (null: nothing), then goes on live, with the present ranks first, until it is cancelled. One notice
    /// at a time. False where the cursor is older than 7 days: nothing was sent.</summary>
    /// <param name="intentId">Of this intent alone; null: all that the account is told of.</param>
    public Task<bool> Follow(Account account, FeedCursor? after, Guid? intentId, Func<Notice, CancellationToken, Task> send, CancellationToken cancel) =>
        throw new NotImplementedException();
}

/// <param name="Next">The cursor to go on from, also where there were no notices.</param>
public sealed record NoticePage(IReadOnlyList<Notice> Items, string Next);

/// <summary>Where a reader stands: a point of the feed, the notice at that point, and when that was. Opaque to the reader.</summary>
/// <param name="Sub">One event may be several notices to the same reader: how many of them were read.</param>
/// <param name="At">Unix milliseconds; a cursor holds for 7 days.</param>
public readonly record struct FeedCursor(FeedPoint Point, int Sub, long At)
{
    public override string ToString() => $"{Point.Feed:x}.{Point.Ordinal}.{Sub}.{At:x}";

    /// <summary>Null where the text is no cursor.</summary>
    public static FeedCursor? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4
            && long.TryParse(parts[0], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var feed) && feed >= 0
            && int.TryParse(parts[1], out var ordinal) && int.TryParse(parts[2], out var sub)
            && long.TryParse(parts[3], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var at)
            ? new FeedCursor(new FeedPoint(feed, ordinal), sub, at)
            : null;
    }
}
