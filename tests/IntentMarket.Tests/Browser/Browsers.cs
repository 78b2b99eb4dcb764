using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;

namespace IntentMarket.Tests.Browser;

/// <summary>What a market runs on.</summary>
public enum Backing { Embedded, Services }

/// <summary>One Chromium for all journeys, and one market of each backing. The browser is <c>TEST_CHROMIUM</c> or Debian's without a
/// window; where there is none the journeys are skipped, and fail in CI.</summary>
[SetUpFixture]
[Parallelizable(ParallelScope.Self | ParallelScope.Fixtures)]
public sealed class Browsers
{
    private const string Debians = "/usr/bin/chromium-headless-shell";

    internal static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Chromium = new(Launch);
    private static readonly Lazy<Task<MarketHost>> Embedded = new(() => MarketHost.Start());
    private static readonly Lazy<Task<MarketHost>> OnServices = new(() => MarketHost.StartOnServices());
    private static IPlaywright? _playwright;

    internal static string Executable => Environment.GetEnvironmentVariable("TEST_CHROMIUM") is { Length: > 0 } given ? given : Debians;

    public static Task<IBrowser> Browser => Chromium.Value;

    public static Task<MarketHost> Host(Backing backing) => (backing == Backing.Embedded ? Embedded : OnServices).Value;

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Chromium.IsValueCreated && Chromium.Value.IsCompletedSuccessfully)
            await (await Chromium.Value).CloseAsync();
        _playwright?.Dispose();
        foreach (var market in (Lazy<Task<MarketHost>>[])[Embedded, OnServices])
        {
            if (market.IsValueCreated && market.Value.IsCompletedSuccessfully)
                await (await market.Value).DisposeAsync();
        }
    }

    private static async Task<IBrowser> Launch()
    {
        if (!File.Exists(Executable))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail($"There is no browser at {Executable}: in CI the journeys must run.");
            Assert.Ignore($"There is no browser at {Executable}: set TEST_CHROMIUM.");
        }
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }
}
