using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;

namespace IntentMarket.Edges.Amqp;

public sealed partial class AmqpEdge
{
    private static readonly TimeSpan ResyncEvery = TimeSpan.FromSeconds(1);

    private readonly Cache<AccountId, (FeedCursor From, string Id)> _resynced = new(VendorsMax, clock);

    /// <summary>An inbox dropped a notice: its reader is told where to go on from, once for all that were dropped in that
    /// second. Where it dropped such a word itself, the word is sent again: what stands in the inbox then tells of the first
    /// notice that was dropped.</summary>
    /// <remarks>Each node has given words of its own, and any node may be asked about any of them. One that was dropped is left out only
    /// where this node has just given an earlier one (by place, then by id), and goes out again under its own id: so the earliest of all
    /// is never left out.</remarks>
    private async Task Resync(AccountId vendor, Delivery dropped)
    {
        if (CursorOf(vendor, dropped.Body) is not var (from, isResync))
            return;
        if (_resynced.TryGet(vendor, out var told) && !told.From.IsAfter(from)
            && (!isResync || from.IsAfter(told.From) || string.CompareOrdinal(told.Id, dropped.MessageId) < 0))
            return;
        var id = isResync ? dropped.MessageId! : Guid.CreateVersion7().ToString();
        var cursor = cursors.Write(vendor, from);
        await Send(
            vendor, null, new Notice(id, NoticeTypes.Resync, null, Engine.Values.Time.Format(Now), cursor, null, new ResyncData(cursor)));
        _resynced.Keep(vendor, (from, id), ResyncEvery);
    }

    /// <summary>Where to read on from to get the notice again; null for a state and for an answer that is recorded nowhere. A
    /// resync says so itself.</summary>
    private (FeedCursor From, bool IsResync)? CursorOf(AccountId vendor, ReadOnlyMemory<byte> notice)
    {
        using var document = JsonDocument.Parse(notice);
        if (!document.RootElement.TryGetProperty("cursor", out var text) || cursors.Read(vendor, text.GetString() ?? "") is not { } cursor)
            return null;
        var isResync = document.RootElement.GetProperty("type").GetString() == NoticeTypes.Resync;
        return (isResync ? cursor : cursor with { Point = cursor.Point.Before, Sub = 0 }, isResync);
    }
}
