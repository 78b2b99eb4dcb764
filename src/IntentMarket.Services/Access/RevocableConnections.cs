using System.Collections.Concurrent;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Access;

/// <summary>What stays open under a key: hub connections, waiting requests. It is closed soon after the key was
/// revoked, at whatever node.</summary>
public sealed class RevocableConnections(ApiKeys keys, TimeProvider clock, ILogger<RevocableConnections> logger)
    : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>Keys that one query asks for.</summary>
    private const int AtOnce = 1_000;

    private readonly ConcurrentDictionary<Call, byte> _open = new();

    /// <summary>Holds something open until it is disposed.</summary>
    /// <param name="close">Called once at most, by another thread.</param>
    /// <param name="evenIfSuspended">It may stay open while the account is suspended: it only reads.</param>
    public IDisposable Hold(KeyId key, AccountId account, Action close, bool evenIfSuspended)
    {
        var call = new Call(key, account, close, evenIfSuspended, this);
        _open[call] = 0;
        return call;
    }

    /// <summary>Closes what is open on this node under a key, or (null) under any key of the account.</summary>
    public void Close(AccountId account, KeyId? key)
    {
        foreach (var call in _open.Keys.Where(c => c.Account == account && (key is null ? !c.EvenIfSuspended : c.Key == key)))
            Close(call);
    }

    /// <summary>Closes all that is open on this node by an account that leaves.</summary>
    public void CloseAll(AccountId account)
    {
        foreach (var call in _open.Keys.Where(c => c.Account == account))
            Close(call);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.Every(CheckEvery, Step, clock, logger, stoppingToken);

    internal async Task Step(CancellationToken cancel)
    {
        foreach (var some in _open.Keys.GroupBy(c => (c.Key, c.Account)).Chunk(AtOnce))
        {
            // Where the store is down nobody can say whether the keys still hold: what is open stays, and is asked for again.
            var holding = await keys.Check([.. some.Select(byKey => byKey.Key)], cancel);
            foreach (var call in some.SelectMany(byKey => byKey))
            {
                if (!holding.TryGetValue((call.Key, call.Account), out var account)
                    || (account.SuspendedAt is not null && !call.EvenIfSuspended))
                    Close(call);
            }
        }
    }

    private void Close(Call call)
    {
        if (_open.TryRemove(call, out _))
            call.Close();
    }

    private sealed class Call(KeyId key, AccountId account, Action close, bool evenIfSuspended, RevocableConnections open) : IDisposable
    {
        public KeyId Key { get; } = key;

        public AccountId Account { get; } = account;

        public bool EvenIfSuspended { get; } = evenIfSuspended;

        public void Close() => close();

        public void Dispose() => open._open.TryRemove(this, out _);
    }
}
