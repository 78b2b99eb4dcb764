using IntentMarket.Contracts;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Routing;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntentMarket.Edges.Rest;

/// <summary>The house: whether the process lives and can work, and the market's clock.</summary>
internal static class HealthEndpoints
{
    /// <summary>What gives no answer within that is down.</summary>
    private static readonly TimeSpan CheckMax = TimeSpan.FromSeconds(2);

    /// <summary>What a node cannot work without, by the names of <c>/readyz</c>. MassTransit adds a check of the commit bus, which is
    /// degraded at worst: without it a node hears of what others stored a second later.</summary>
    public static void AddHouse(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseReady>("database", timeout: CheckMax)
        .AddCheck<BrokerReady>("broker", timeout: CheckMax)
        .AddCheck<ClockReady>("clock", timeout: CheckMax)
        .AddCheck<SubscriptionsReady>("subscriptions", timeout: CheckMax);

    public static void MapHouse(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok")).WithSummary("The process lives");
        app.MapGet("/readyz", Ready).Gives<ReadyDocument>().WithSummary("The database and the broker answer, and the clock is right");
        app.MapGet("/api/v1/time", (Ingress ingress) => Answers.Ok(new TimeDocument(Time.Format(ingress.Now))))
            .Gives<TimeDocument>().WithSummary("The market's clock");
    }

    private static async Task<IResult> Ready(
        HealthCheckService checks, Ownership ownership, Store store, FeedWatch watch, CancellationToken cancel)
    {
        var report = await checks.CheckHealthAsync(cancel);
        var down = report.Entries.Where(e => e.Value.Status == HealthStatus.Unhealthy).Select(e => e.Key).ToList();
        var broken = ownership.Broken;
        IReadOnlyList<string>? stopped = broken.Count == 0 ? null : [.. broken.Select(Partitions.Route)];
        return down.Count == 0
            ? Answers.Ok(new ReadyDocument("ready", Stopped: stopped, NewerRules: await OfNewerRules(store, cancel), Feed: watch.Delay))
            : Answers.Unavailable(new ReadyDocument("down", down, stopped, Feed: watch.Delay));
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
}

internal sealed class DatabaseReady(Store store, Ownership ownership) : IHealthCheck
{
    /// <summary>A node that was cut off from it counts on itself again with its next beat.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The store may answer later than its token asks it to.
        await store.Feed.End(cancellationToken).WaitAsync(cancellationToken);
        return await Health.Is(!ownership.IsCutOff);
    }
}

internal sealed class BrokerReady(IServiceProvider services) : IHealthCheck
{
    /// <summary>A market without a broker misses nothing.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Health.Is(
        services.GetService<BrokerLinks>() is not { } links
        || (links.Publishing is { IsUp: true, IsBlocked: false } && links.Consuming.IsUp));
}

/// <summary>Offers are stamped by this node's clock, and closed by the database's.</summary>
internal sealed class ClockReady(DatabaseClock clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Health.Is(Math.Abs(clock.OffsetMs) <= DatabaseClock.OffMaxMs);
}

/// <summary>Until a node has read all subscriptions it finds nobody for an intent.</summary>
internal sealed class SubscriptionsReady(Matching matching) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Health.Is(matching.Loaded.IsCompleted);
}

file static class Health
{
    public static Task<HealthCheckResult> Is(bool isUp) => Task.FromResult(
        isUp ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
