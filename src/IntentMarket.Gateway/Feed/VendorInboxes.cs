using IntentMarket.Contracts;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>The inboxes of the vendors' bots on the broker.</summary>
public sealed class VendorInboxes(Store store, ConfirmedPublisher publisher, BotConsole console, TimeProvider clock)
{
    /// <summary>A vendor's first credential is known on every node after so long, so its bot is told of it no sooner: it would miss notices.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile HashSet<Guid> _vendors = [];
    private long _readAt = long.MinValue;

    public IReadOnlyCollection<Guid> Vendors => _vendors;

    /// <summary>Whether the vendor has a bot's inbox. One made less than <see cref="KnownFor"/> ago may be missed.</summary>
    public async ValueTask<bool> Has(Guid vendor, CancellationToken cancel)
    {
        if (_vendors.Contains(vendor))
            return true;
        await Refresh(cancel);
        return _vendors.Contains(vendor);
    }

    public async Task Refresh(CancellationToken cancel)
    {
        if (IsFresh)
            return;
        await _refreshing.WaitAsync(cancel);
        try
        {
            if (IsFresh)
                return;
            // As old as its beginning: what was made while it was read may not be in it.
            var readAt = clock.GetTimestamp();
            _vendors = [.. (await store.Accounts.ListCredentials(null, cancel)).Select(c => c.Account)];
            Interlocked.Exchange(ref _readAt, readAt);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private bool IsFresh => Interlocked.Read(ref _readAt) is var readAt && readAt != long.MinValue && clock.GetElapsedTime(readAt) < KnownFor;

    /// <param name="answers">The <c>message_id</c> of the message that it answers.</param>
    public Task<Published> Publish(Guid vendor, Notice notice, string? answers)
    {
        var message = new Outgoing("", EdgeTopology.Inbox(vendor), WireJson.Bytes(notice))
        {
            MessageId = notice.Id,
            Type = notice.Type,
            CorrelationId = answers,
            ContentType = "application/json",
        };
        console.Went(vendor, message);
        return publisher.Publish(message);
    }
}
