using System.Diagnostics;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Cluster;
using IntentMarket.Tests.Tidy;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>From a vendor's sign-up to a first bot, by what the pages give: a credential, a bot's source, and the console that
/// shows what passes.</summary>
[TestFixture]
public sealed class BotJourney() : Journey(Backing.Services)
{
    [Test, Category(Live)]
    public async Task Bot_copied_from_the_page_bids_and_the_console_shows_it()
    {
        var since = Stopwatch.StartNew();
        // Its own: what others post on this market is theirs.
        var word = $"word{Guid.NewGuid():N}";
        var page = await NewPage();
        await SignUp(page, "vendor", "/criteria/new");
        await page.GetByLabel("Any of these words").FillAsync(word);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GotoAsync("/bots");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a credential" }).ClickAsync();
        var credential = await page.Locator(".made pre").InnerTextAsync();
        await page.Locator("#bot-bot\\.py > summary").ClickAsync();
        var source = await page.Locator("#bot-bot\\.py pre").Last.InnerTextAsync();
        var folder = Directory.CreateTempSubdirectory("intentmarket-bot-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "credential.json"), credential);
        await File.WriteAllTextAsync(Path.Combine(folder, "bot.py"), source);
        Assert.That(source.Trim(), Is.EqualTo((await File.ReadAllTextAsync(Tree.Path("deploy", "bots", "bot.py"))).Trim()));
        await page.GetByRole(AriaRole.Link, new() { Name = "Watch what passes" }).ClickAsync();
        await Expect(page.Locator("#console-none")).ToContainTextAsync("Nothing has passed yet");

        using var bot = Process.Start(new ProcessStartInfo(TestServices.Python, ["bot.py"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            while (await bot.StandardOutput.ReadLineAsync() is { } line && line != "connected")
                await TestContext.Out.WriteLineAsync(line);
            var customer = await NewPage();
            await BoardJourney.PostIntent(customer, await NewVendor(), need: $"A stroller for twins {word}");
            var shown = page.Locator("#console > li");
            await Expect(shown.Filter(new() { HasText = "intent.opened" })).ToHaveCountAsync(1);
            await Expect(shown.Filter(new() { HasText = "offer.submit" }).Filter(new() { HasText = "427.50" })).ToHaveCountAsync(1);
            await Expect(shown.Filter(new() { HasText = "offer.receipt" })).ToHaveCountAsync(1);
            await TestContext.Out.WriteLineAsync(
                $"from a vendor's sign-up to its bot's first receipt: {since.Elapsed.TotalSeconds:0.0} s without the typing");
            await Expect(customer.Locator("#lead")).ToContainTextAsync("£427.50");
            await Expect(shown.Filter(new() { HasText = "from your bot" })).ToHaveCountAsync(1);
            await Look(page, "console");
            Assert.That(JsonNode.Parse(await shown.Filter(new() { HasText = "offer.receipt" }).Locator("pre").InnerTextAsync())!["type"]
                ?.ToString(), Is.EqualTo("offer.receipt"));
        }
        finally
        {
            bot.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }
}
