using System.Collections.Concurrent;
using System.Text.Json;
using IntentMarket.Contracts;

namespace IntentMarket.Gateway.Amqp;

public sealed partial class AmqpEdge
{
    private const long ResyncEveryMs = 1_000;

    private readonly ConcurrentDictionary<Guid, (long At, FeedCursor From, string Id)> _resynced = new();

    /// <summary>An inbox dropped a notice: its reader is told where to go on from, once for all that were dropped in that second. Where it dropped
    /// such a word itself, the word is sent again: what stands in the inbox then tells of the first notice that was dropped.</summary>
    private async Task Resync(Guid vendor, Delivery dropped)
    {
        if (CursorOf(dropped.Body) is not { } from)
            return;
        var isTold = _resynced.TryGetValue(vendor, out var told) && Now - told.At < ResyncEveryMs && !told.From.IsAfter(from);
        if (isTold && told.Id != dropped.MessageId)
            return;
        var id = Guid.CreateVersion7().ToString();
        await Send(vendor, null, new Notice(
            id, NoticeTypes.Resync, null, Engine.Time.Format(Now), from.ToString(), null, new ResyncData(from.ToString())));
        _resynced[vendor] = (Now, from, id);
    }

    /// <summary>Where to read on from to get the notice again; null for a state and for an answer that is recorded nowhere. A resync says so itself.</summary>
    private static FeedCursor? CursorOf(ReadOnlyMemory<byte> notice)
    {
        using var document = JsonDocument.Parse(notice);
        if (!document.RootElement.TryGetProperty("cursor", out var text) || FeedCursor.Parse(text.GetString() ?? "") is not { } cursor)
            return null;
        var isResync = document.RootElement.GetProperty("type").GetString() == NoticeTypes.Resync;
        return isResync ? cursor : cursor with { Point = cursor.Point.Before, Sub = 0 };
    }
}
