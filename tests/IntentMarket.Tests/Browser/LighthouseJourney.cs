using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>What Lighthouse gives the pages that matter most, for a phone on a slow network as it plays one. The mark for speed is printed
/// and fails nothing.</summary>
[TestFixture]
public sealed class LighthouseJourney() : Journey(Backing.Embedded)
{
    private const string Lighthouse = "lighthouse@12.8.2";
    private const int Least = 95;

    [Test, Explicit("for its time, and npx fetches Lighthouse")]
    public async Task Lighthouse_gives_95_or_more_in_each_of_its_four_marks()
    {
        var first = await NewVendor("First");
        var customer = await NewPage();
        var intent = await BoardJourney.PostIntent(customer, first);
        await BoardJourney.Offer(first, intent, "399.00");
        await BoardJourney.Offer(await NewVendor("Second"), intent, "389.00");
        var vendor = await NewPage();
        await SignUp(vendor, "vendor", "/criteria/new");
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(vendor.Locator(".feed-item").First).ToBeVisibleAsync();

        await Assert.MultipleAsync(async () =>
        {
            foreach (var (path, page) in new[]
            {
                ("/", await NewPage()), ("/intents/new", customer), ($"/intents/{BoardJourney.Id(intent)}", customer), ("/feed", vendor),
            })
            {
                var marks = await Marks(path, await page.Context.CookiesAsync());
                await TestContext.Out.WriteLineAsync($"{path}: {string.Join(", ", marks.Select(m => $"{m.Name} {m.Mark}"))}");
                Assert.That(marks.Where(m => m.Name != "performance" && m.Mark < Least), Is.Empty, path);
            }
        });
    }

    private async Task<List<(string Name, int Mark)>> Marks(string path, IReadOnlyList<BrowserContextCookiesResult> cookies)
    {
        var report = Path.GetTempFileName();
        try
        {
            var headers = new JsonObject { ["Cookie"] = string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")) };
            var start = new ProcessStartInfo("npx",
            [
                "--yes", Lighthouse, $"{Site}{path}", "--quiet", "--output=json", $"--output-path={report}",
                $"--extra-headers={headers.ToJsonString()}", $"--chrome-flags=--headless {string.Join(' ', Browsers.Arguments)}",
            ])
            { UseShellExecute = false };
            start.Environment["CHROME_PATH"] = Browsers.Executable;
            using var run = Process.Start(start)!;
            await run.WaitForExitAsync();
            Assert.That(run.ExitCode, Is.Zero, path);
            var given = JsonNode.Parse(await File.ReadAllBytesAsync(report))!;
            Assert.That((string?)given["finalDisplayedUrl"], Is.EqualTo($"{Site}{path}"), "the page itself, not one to sign in");
            return given["categories"]!.AsObject().Select(c => (c.Key, (int)Math.Round((double)c.Value!["score"]! * 100))).ToList();
        }
        finally
        {
            File.Delete(report);
        }
    }
}
