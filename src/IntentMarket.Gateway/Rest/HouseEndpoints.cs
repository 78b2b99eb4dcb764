using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>Something without which the market cannot work.</summary>
public interface IReadyCheck
{
    /// <summary>As <c>/readyz</c> names it: <c>database</c>, <c>broker</c>, <c>clock</c>, <c>subscriptions</c>.</summary>
    string Name { get; }

    /// <summary>False, an exception or no answer within two seconds: it is down.</summary>
    Task<bool> IsUp(CancellationToken cancel);
}

/// <summary>The house: whether the process lives and can work, and the market's clock.</summary>
internal static class HouseEndpoints
{
    private static readonly TimeSpan CheckMax = TimeSpan.FromSeconds(2);

    public static void MapHouse(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok")).WithSummary("The process lives");
        app.MapGet("/readyz", Ready).Gives<ReadyDocument>().WithSummary("The database and the broker answer, and the clock is right");
        app.MapGet("/api/v1/time", (Ingress ingress) => Answers.Ok(new TimeDocument(Time.Format(ingress.Now))))
            .Gives<TimeDocument>().WithSummary("The market's clock");
    }

    private static async Task<IResult> Ready(IEnumerable<IReadyCheck> checks, Ownership ownership, Store store, CancellationToken cancel)
    {
        var results = await Task.WhenAll(checks.Select(async check => (check.Name, IsUp: await IsUp(check))));
        var down = results.Where(r => !r.IsUp).Select(r => r.Name).ToList();
        var broken = ownership.Broken;
        IReadOnlyList<string>? stopped = broken.Count == 0 ? null : [.. broken.Select(Partitions.Route)];
        return down.Count == 0
            ? Answers.Ok(new ReadyDocument("ready", Stopped: stopped, NewerRules: await OfNewerRules(store, cancel)))
            : Answers.Unavailable(new ReadyDocument("down", down, stopped));
    }

    private static async Task<int?> OfNewerRules(Store store, CancellationToken cancel)
    {
        try
        {
            return await store.Intents.OfNewerRules(cancel) is var count and > 0 ? count : null;
        }
        catch (StoreDownException)
        {
            return null; // it answered a moment ago: the next call tells
        }
    }

    private static async Task<bool> IsUp(IReadyCheck check)
    {
        using var limit = new CancellationTokenSource(CheckMax);
        try
        {
            return await check.IsUp(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is StoreDownException or OperationCanceledException or Amqp.BrokerDownException)
        {
            return false;
        }
    }
}

internal sealed class DatabaseReady(Store store, Ownership ownership) : IReadyCheck
{
    public string Name => "database";

    /// <summary>A node that was cut off from it counts on itself again with its next beat.</summary>
    public async Task<bool> IsUp(CancellationToken cancel)
    {
        await store.Feed.End(cancel);
        return !ownership.IsCutOff;
    }
}

internal sealed class BrokerReady(IServiceProvider services) : IReadyCheck
{
    public string Name => "broker";

    /// <summary>A market without a broker misses nothing.</summary>
    public Task<bool> IsUp(CancellationToken cancel) => Task.FromResult(
        services.GetService(typeof(BrokerLinks)) is not BrokerLinks links
        || (links.Publishing is { IsUp: true, IsBlocked: false } && links.Consuming.IsUp));
}

/// <summary>Offers are stamped by this node's clock, and closed by the database's.</summary>
internal sealed class ClockReady(DatabaseClock clock) : IReadyCheck
{
    public string Name => "clock";

    public Task<bool> IsUp(CancellationToken cancel) => Task.FromResult(Math.Abs(clock.OffsetMs) <= DatabaseClock.OffMaxMs);
}

/// <summary>Until a node has read all subscriptions it finds nobody for an intent.</summary>
internal sealed class SubscriptionsReady(Matching matching) : IReadyCheck
{
    public string Name => "subscriptions";

    public Task<bool> IsUp(CancellationToken cancel) => Task.FromResult(matching.Loaded.IsCompleted);
}
