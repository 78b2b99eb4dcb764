#pragma warning disable CS9113, CA1822
namespace IntentMarket.Gateway.Amqp;

/// <summary>Makes and removes vhosts, vendors' exchanges and queues, and broker users, by the broker's management API. Everything may be asked
/// again: what is there already stays.</summary>
public sealed class BrokerAdmin(HttpClient http, BrokerSettings settings)
{
    /// <summary>The two vhosts, and the market's own user's right to them.</summary>
    public Task EnsureVhosts(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The vendor's exchange and inbox; the edge's own topology must stand (<see cref="EdgeTopology"/>).</summary>
    public Task EnsureVendor(Guid vendor, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Takes the vendor's exchange and inbox away, with what is in it.</summary>
    public Task RemoveVendor(Guid vendor, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>A user that may write the vendor's exchange, read its inbox, and do nothing else.</summary>
    public Task EnsureUser(Guid vendor, string user, string password, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The user is gone and its connections are closed.</summary>
    public Task RemoveUser(string user, CancellationToken cancel) => throw new NotImplementedException();

    public Task<bool> UserExists(string user, CancellationToken cancel) => throw new NotImplementedException();

    public Task<IReadOnlyList<string>> Users(CancellationToken cancel) => throw new NotImplementedException();
}

/// <summary>The management API did not answer, or not as it should. The message names no secret.</summary>
public sealed class BrokerDownException(string message, Exception? inner = null) : Exception(message, inner);
