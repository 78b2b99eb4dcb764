using System.Net;
using System.Security.Cryptography;
using IntentMarket.Edges;
using IntentMarket.Services.Market;
using IntentMarket.Tests.Stores;
using IntentMarket.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace IntentMarket.Tests.Market;

/// <summary>A node says of itself what it waits for, as long as it does.</summary>
public sealed class ReadinessTests
{
    [Test]
    public async Task Node_names_what_is_down_and_lives([Values] bool isBroken)
    {
        await using var store = await TestStores.OpenFresh(StoreKind.Sqlite);
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Services.AddSingleton(new MarketIdentity(RandomNumberGenerator.GetBytes(32)));
        builder.Services.AddMarket(builder.Configuration, store).AddEdges(builder.Configuration);
        if (isBroken)
            builder.Services.AddHealthChecks().AddCheck("broken", () => throw new InvalidOperationException("as no check expects"));
        // So the subscriptions are never read, and the commit bus never starts.
        builder.Services.RemoveAll<IHostedService>();
        await using var market = builder.Build();
        market.MapEdges();
        await market.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(market.Urls.First()) };

        using var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
        var down = isBroken ? "\"subscriptions\",\"broken\"" : "\"subscriptions\"";
        Assert.That(
            (ready.StatusCode, await ready.Content.ReadAsStringAsync()),
            Is.EqualTo((HttpStatusCode.ServiceUnavailable, $$"""{"status":"down","down":[{{down}}]}""")));
        Assert.That(await http.GetStringAsync(new Uri("/healthz", UriKind.Relative)), Is.EqualTo("ok"));
        var bus = (await market.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["masstransit-bus"];
        Assert.That(bus.Status, Is.EqualTo(HealthStatus.Degraded), "without it the node works");
    }
}
