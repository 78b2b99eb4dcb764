using IntentMarket.Contracts;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>The inboxes of the vendors' bots on the broker.</summary>
public sealed class VendorInboxes(Store store, ConfirmedPublisher publisher, TimeProvider clock)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile HashSet<Guid> _vendors = [];
    private long _readAt = long.MinValue;

    public IReadOnlyCollection<Guid> Vendors => _vendors;

    /// <summary>Whether the vendor has a bot's inbox. One made less than a second ago may be missed; its reader catches up by cursor.</summary>
    public async ValueTask<bool> Has(Guid vendor, CancellationToken cancel)
    {
        if (_vendors.Contains(vendor))
            return true;
        await Refresh(cancel);
        return _vendors.Contains(vendor);
    }

    public async Task Refresh(CancellationToken cancel)
    {
        if (_readAt != long.MinValue && clock.GetElapsedTime(_readAt) < KnownFor)
            return;
        await _refreshing.WaitAsync(cancel);
        try
        {
            _vendors = [.. (await store.Accounts.ListCredentials(null, cancel)).Select(c => c.Account)];
            _readAt = clock.GetTimestamp();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <param name="answers">The <c>message_id</c> of the message that it answers.</param>
    public Task<Published> Publish(Guid vendor, Notice notice, string? answers) => publisher.Publish(
        new Outgoing("", EdgeTopology.Inbox(vendor), WireJson.Bytes(notice))
        {
            MessageId = notice.Id,
            Type = notice.Type,
            CorrelationId = answers,
            ContentType = "application/json",
        });
}
