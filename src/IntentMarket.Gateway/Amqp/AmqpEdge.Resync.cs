using System.Collections.Concurrent;
using System.Text.Json;
using IntentMarket.Contracts;

namespace IntentMarket.Gateway.Amqp;

public sealed partial class AmqpEdge
{
    private const long ResyncEveryMs = 1_000;

    private readonly ConcurrentDictionary<Guid, long> _resynced = new();

    /// <summary>An inbox dropped a notice: its reader is told once where to go on from, however many were dropped in that second.</summary>
    private async Task Resync(Guid vendor, Delivery dropped)
    {
        if (_resynced.TryGetValue(vendor, out var at) && Now - at < ResyncEveryMs)
            return;
        if (CursorOf(dropped.Body) is not { } cursor)
            return;
        _resynced[vendor] = Now;
        var before = cursor with { Point = cursor.Point.Before, Sub = 0 };
        await inboxes.Publish(vendor, new Notice(
            Guid.CreateVersion7().ToString(), NoticeTypes.Resync, null, Engine.Time.Format(Now), before.ToString(), null, new ResyncData(before.ToString())), null);
    }

    /// <summary>The cursor of a notice of ours; null for a state, and for a resync, which must not breed another.</summary>
    private static FeedCursor? CursorOf(ReadOnlyMemory<byte> notice)
    {
        using var document = JsonDocument.Parse(notice);
        return document.RootElement.GetProperty("type").GetString() != NoticeTypes.Resync
            && document.RootElement.TryGetProperty("cursor", out var cursor) ? FeedCursor.Parse(cursor.GetString() ?? "") : null;
    }
}
