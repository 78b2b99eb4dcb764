using System.Collections.Concurrent;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Publishing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Edges.Hub;

/// <summary>The connections of the hub on this node, and what each of them follows.</summary>
/// <remarks>A notice is sent when the one before it was taken: what waits for a slow client is what the transport buffers (64
/// KiB) and what the feed holds for it. One that takes nothing for <see cref="TakenWithin"/> is closed; it comes back and goes
/// on from its cursor.</remarks>
public sealed class HubConnections(
    IHubContext<MarketHub, IMarketClient> hub, NoticeFeed feed, RankPublisher ranks, RevocableConnections open, TimeProvider clock,
    ILogger<HubConnections> logger)
{
    /// <summary>Intents that a connection may watch one by one.</summary>
    public const int WatchedMax = 100;

    public static readonly TimeSpan TakenWithin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, HubConnection> _followers = new();

    internal void Open(HubCallerContext context, Caller caller)
    {
        var held = open.Hold(caller.KeyId, caller.Account.Id, context.Abort, evenIfSuspended: false);
        _followers[context.ConnectionId] = new HubConnection(
            context, caller.Account, hub.Clients.Client(context.ConnectionId), feed, ranks, held, clock, logger);
    }

    internal HubConnection Of(HubCallerContext context) =>
        _followers.TryGetValue(context.ConnectionId, out var follower)
            ? follower
            : throw new OperationCanceledException("the connection has ended");

    internal void Close(HubCallerContext context)
    {
        if (_followers.TryRemove(context.ConnectionId, out var follower))
            follower.Dispose();
    }
}

/// <summary>One connection: what it follows, each in a task of its own that ends with the connection.</summary>
internal sealed partial class HubConnection(
    HubCallerContext context, Account account, IMarketClient client, NoticeFeed feed, RankPublisher ranks, IDisposable held,
    TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private readonly Dictionary<IntentId, CancellationTokenSource> _watched = [];

    // Notices of one connection go out one at a time, from whichever task.
    private readonly SemaphoreSlim _sending = new(1);
    private CancellationTokenSource? _following;
    private BotConsole.BotWatch? _bots;

    public void Follow(FeedCursor after)
    {
        lock (_changing)
        {
            _following?.Cancel();
            _following = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionAborted);
            _ = Run(after, null, _following.Token);
        }
    }

    /// <summary>False where the connection watches as many as it may.</summary>
    public bool Watch(IntentId intentId, FeedCursor after)
    {
        lock (_changing)
        {
            // Who follows all is told of this one too.
            if (_following is not null || _watched.ContainsKey(intentId))
                return true;
            if (_watched.Count >= HubConnections.WatchedMax)
                return false;
            var watching = _watched[intentId] = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionAborted);
            _ = Run(after, intentId, watching.Token);
            return true;
        }
    }

    public void WatchBots(BotConsole.BotWatch watch)
    {
        lock (_changing)
        {
            _bots?.Dispose();
            _bots = watch;
        }
        _ = Run(watch);
    }

    public void Dispose()
    {
        held.Dispose();
        lock (_changing)
        {
            _bots?.Dispose();
            _following?.Cancel();
            foreach (var watching in _watched.Values)
                watching.Cancel();
        }
    }

    /// <summary>Follows until it is cancelled. While the store is down it tries again from the last notice sent, so
    /// nothing is missing.</summary>
    private async Task Run(FeedCursor after, IntentId? intentId, CancellationToken cancel)
    {
        // The call that asked for it is answered first.
        await Task.Yield();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (account.Kind == AccountKind.Vendor)
                {
                    foreach (var place in (await ranks.Present(account.Id, cancel))
                        .Where(n => intentId is null || n.IntentId == intentId.ToString()))
                        await Send(() => client.Notice(place), cancel);
                }
                if (await feed.Follow(account, after, intentId, Next, cancel))
                    continue;
                context.Abort();
                return;
            }
            catch (StoreDownException)
            {
                await Task.Delay(AgainAfter, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (TimeoutException)
            {
                LogSlow(account.Id);
                context.Abort();
                return;
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e, account.Id);
                context.Abort();
                return;
            }
        }

        async Task Next(FeedCursor? cursor, Notice notice, CancellationToken token)
        {
            await Send(() => client.Notice(notice), token);
            after = cursor ?? after;
        }
    }

    /// <summary>Shows what passes until the watch or the connection ends.</summary>
    private async Task Run(BotConsole.BotWatch watch)
    {
        var cancel = context.ConnectionAborted;
        // The call that asked for it is answered first.
        await Task.Yield();
        try
        {
            await foreach (var message in watch.Messages(cancel))
                await Send(() => client.BotMessage(message), cancel);
        }
        catch (TimeoutException)
        {
            LogSlow(account.Id);
            context.Abort();
        }
        catch (Exception) when (cancel.IsCancellationRequested)
        {
            // The connection has ended.
        }
        finally
        {
            watch.Dispose();
        }
    }

    private async Task Send(Func<Task> say, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            await say().WaitAsync(HubConnections.TakenWithin, clock, cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "a connection of {Account} took nothing for too long: closed")]
    private partial void LogSlow(AccountId account);

    [LoggerMessage(Level = LogLevel.Error, Message = "a connection of {Account} cannot be followed for: closed")]
    private partial void LogFailed(Exception e, AccountId account);
}
