using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;

namespace IntentMarket.Tests.Browser;

/// <summary>One Chromium and one market for all journeys. The browser is <c>TEST_CHROMIUM</c> or Debian's; where there is none the journeys are skipped,
/// and fail in CI.</summary>
[SetUpFixture]
public sealed class Browsers
{
    private const string Debians = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IBrowser>> Chromium = new(Launch);
    private static readonly Lazy<Task<MarketHost>> Market = new(() => MarketHost.Start());
    private static IPlaywright? _playwright;

    public static Task<IBrowser> Browser => Chromium.Value;

    public static Task<MarketHost> Host => Market.Value;

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Chromium.IsValueCreated && Chromium.Value.IsCompletedSuccessfully)
            await (await Chromium.Value).CloseAsync();
        _playwright?.Dispose();
        if (Market.IsValueCreated && Market.Value.IsCompletedSuccessfully)
            await (await Market.Value).DisposeAsync();
    }

    private static async Task<IBrowser> Launch()
    {
        var path = Environment.GetEnvironmentVariable("TEST_CHROMIUM") is { Length: > 0 } given ? given : Debians;
        if (!File.Exists(path))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail($"There is no browser at {path}: in CI the journeys must run.");
            Assert.Ignore($"There is no browser at {path}: set TEST_CHROMIUM.");
        }
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }
}
