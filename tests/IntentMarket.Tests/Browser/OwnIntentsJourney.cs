using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>A customer looks after what it asked for: how each stands, live; changing, repeating and withdrawing one.</summary>
public sealed class OwnIntentsJourney(Backing backing) : Journey(backing)
{
    [Test, Category(Live)]
    public async Task List_of_intents_tells_how_each_stands_as_offers_come()
    {
        var vendor = await NewVendor();
        var page = await NewPage();
        await SignUp(page, back: "/intents");
        await Expect(page.Locator(".empty")).ToContainTextAsync("You have not asked for anything yet");
        await Look(page, "intents-empty");
        var id = await Post(page, "A desk lamp");
        await page.GotoAsync("/intents");
        var item = page.Locator($"#i-{id}");
        await Expect(item).ToContainTextAsync("No offer yet");
        var intent = (await vendor.AwaitNotice("intent.opened", id))["data"]!;
        var offer = new { key = "a", agreesTo = (string)intent["termsHash"]!, total = "39.90" };
        (await vendor.Post($"/api/v1/intents/{id}/offers", offer)).Expect(200);
        // Without a reload.
        await Expect(item).ToContainTextAsync("1 offer");
        await Expect(item).ToContainTextAsync("leads at £39.90");
        await Look(page, "intents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Withdrawn" }).ClickAsync();
        await Expect(page.Locator("#own-intents")).ToContainTextAsync("None");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(page.Locator("#own-intents li")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Intent_is_changed_posted_again_and_withdrawn()
    {
        var page = await NewPage();
        await SignUp(page, back: "/intents/new");
        var id = await Post(page, "A desk lamp");
        await page.GotoAsync($"/intents/{id}/amend");
        await Expect(page.GetByLabel("Your budget, all in")).ToHaveValueAsync("50.00");
        await page.GetByLabel("Your budget, all in").FillAsync("60");
        await Expect(page.Locator("#preview")).ToContainTextAsync("at most £60.00");
        await Look(page, "amend");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        await Arrive(page, Board);
        await page.GotoAsync($"/intents/new?from={id}");
        await Expect(page.GetByLabel("What do you need?")).ToHaveValueAsync("A desk lamp");
        await Expect(page.GetByLabel("Your budget, all in")).ToHaveValueAsync("60.00");
        await page.GotoAsync($"/intents/{id}/withdraw");
        await page.GetByLabel("Why").FillAsync("Found one in the attic");
        await Look(page, "withdraw");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Arrive(page, Board);
        await Expect(page.Locator("#board")).ToContainTextAsync("You withdrew this: “Found one in the attic”");
        // It is over: it cannot be changed any more, and says so.
        await page.GotoAsync("/intents");
        await Expect(page.Locator($"#i-{id}")).ToContainTextAsync("You withdrew this: “Found one in the attic”");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Change: A desk lamp" })).ToHaveCountAsync(0);
    }

    private static async Task<string> Post(IPage page, string need)
    {
        await page.GotoAsync($"/intents/new?need={Uri.EscapeDataString(need)}");
        await page.GetByLabel("Your budget, all in").FillAsync("50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        await Arrive(page, Board);
        return page.Url[^36..];
    }
}
