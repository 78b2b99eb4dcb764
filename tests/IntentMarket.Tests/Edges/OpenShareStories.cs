using System.Net.WebSockets;
using System.Text;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What one account and one address may hold open of a node.</summary>
public sealed class OpenShareStories : EdgeStories
{
    private const int PerAccount = 100;

    [Test]
    public async Task Account_holds_a_hundred_connections_and_waiting_reads_and_no_more()
    {
        await using var market = await MarketHost.Start();
        var (greedy, other) = (await market.Vendor(), await market.Vendor());
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < PerAccount - 2; i++)
            sockets.Add(await Connect(market, greedy));
        var polled = await Poll(greedy);
        var waiting = greedy.Get("/api/v1/notices?wait=30");
        await UntilRefused(greedy);

        Assert.That(async () => await Connect(market, greedy), Throws.InstanceOf<WebSocketException>().With.Message.Contains("429"));
        var negotiated = (await greedy.Post("/hubs/market/negotiate?negotiateVersion=1")).ExpectProblem(429, "quota");
        Assert.That(negotiated.ToString(), Does.Contain("at most 100 connections"));
        (await greedy.Get("/api/v1/notices")).Expect(200);
        using (await Connect(market, other))
            (await other.Get("/api/v1/notices?wait=1")).Expect(200);

        (await greedy.Delete(polled)).Expect(202);
        foreach (var socket in sockets)
            socket.Abort();
        for (var tries = 0; (await greedy.Post("/hubs/market/negotiate?negotiateVersion=1")).Status != 200; await Task.Delay(50))
            Assert.That(tries++, Is.LessThan(200), "what was closed gives its place back");
        await market.DisposeAsync();
        Assert.That(async () => await waiting, Throws.Exception);
    }

    [Test]
    public async Task Address_holds_half_of_the_node()
    {
        await using var market = await MarketHost.Start(("Limits__Connections", "40"), ("Limits__Open__PerAccount", "0"));
        var vendors = new List<MarketClient>();
        for (var i = 0; i < 3; i++)
            vendors.Add(await market.Vendor());
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 20; i++)
            sockets.Add(await Connect(market, vendors[i % 2]));
        (await vendors[2].Get("/api/v1/notices?wait=1")).ExpectProblem(429, "quota");
        sockets[0].Abort();
        for (var tries = 0; (await vendors[2].Get("/api/v1/notices?wait=1")).Status != 200; await Task.Delay(50))
            Assert.That(tries++, Is.LessThan(200));
        foreach (var socket in sockets)
            socket.Dispose();
    }

    /// <summary>A connection by long polling, between two of its polls; its address.</summary>
    private static async Task<string> Poll(MarketClient client)
    {
        var negotiated = (await client.Post("/hubs/market/negotiate?negotiateVersion=1")).Expect(200);
        var connection = $"/hubs/market?id={negotiated.Text("connectionToken")}";
        (await client.Get(connection)).Expect(200);
        (await client.PostBytes(connection, Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), "text/plain"))
            .Expect(200);
        (await client.Get(connection)).Expect(200);
        return connection;
    }

    /// <summary>A waiting read is under way when there is no room for another.</summary>
    private static async Task UntilRefused(MarketClient client)
    {
        for (var tries = 0; (await client.Post("/hubs/market/negotiate?negotiateVersion=1")).Status != 429; await Task.Delay(50))
            Assert.That(tries++, Is.LessThan(200), "a hundred are open");
    }

    private static async Task<ClientWebSocket> Connect(MarketHost market, MarketClient vendor)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {vendor.Key}");
        await socket.ConnectAsync(new UriBuilder(market.Address) { Scheme = "ws", Path = "/hubs/market" }.Uri, CancellationToken.None);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        return socket;
    }
}
