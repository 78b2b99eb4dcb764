using System.Text.Json.Nodes;
using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>What forms ask before they go on, and what they keep.</summary>
public sealed class FormsJourney(Backing backing) : Journey(backing)
{
    [Test]
    public async Task What_is_hardly_meant_is_asked_once()
    {
        var page = await NewPage(script: false);
        await SignUp(page, back: "/intents/new?need=A stroller for twins");
        await page.ClickAsync("#compose > details > summary:has-text('What matters')");
        await page.Locator(".weights summary").First.ClickAsync();
        await page.FillAsync("[name=best-total]", "500");
        await page.FillAsync("[name=worst-total]", "100");
        await Post(page);
        await Expect(page.Locator("#fbest-total-fault")).ToContainTextAsync("the dearest offer would lead");
        await page.FillAsync("[name=best-total]", "100");
        await page.FillAsync("[name=worst-total]", "500");
        await page.Locator(".weights summary").Nth(1).ClickAsync();
        await page.FillAsync("[name='best-deliverBy:time']", "2027-06-02T10:00");
        await page.FillAsync("[name='worst-deliverBy:time']", "2027-06-01T10:00");
        await Post(page);
        await Expect(page.Locator("#asked")).ToContainTextAsync("The later an offer delivers, the better it ranks.");
        await Post(page);
        await Arrive(page, Board);
    }

    [Test]
    public async Task Amount_that_could_be_two_things_is_asked_and_the_answer_is_taken()
    {
        var page = await NewPage(script: false);
        await SignUp(page, back: "/intents/new?need=A stroller for twins");
        await page.FillAsync("#fbudget", "$450");
        await Post(page);
        await Expect(page.Locator("#fbudget-fault")).ToContainTextAsync("Is this $ 450 or GBP 450?");
        await page.FillAsync("#fbudget", "450,00");
        await Post(page);
        await Arrive(page, Board);
        await Expect(page.Locator("main")).ToContainTextAsync("450.00");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Sign_beside_the_budget_says_the_currency(bool script)
    {
        var page = await NewPage(script: script);
        await SignUp(page, back: "/intents/new?need=A stroller for twins");
        await page.SelectOptionAsync("#fcurrency", "GBP");
        await page.FillAsync("#fbudget", "€450");
        if (script)
        {
            await Expect(page.Locator("#fcurrency")).ToHaveValueAsync("EUR");
            await Expect(page.Locator("#preview")).ToContainTextAsync("at most €450.00");
            // Who then chooses otherwise is asked, and not overruled.
            await page.SelectOptionAsync("#fcurrency", "GBP");
            await Expect(page.Locator("#fbudget-fault")).ToContainTextAsync("Is this € 450 or GBP 450?");
            await page.SelectOptionAsync("#fcurrency", "EUR");
            await Expect(page.Locator("#fbudget-fault")).ToBeEmptyAsync();
        }
        await Post(page);
        if (!script)
        {
            await Expect(page.Locator("#asked")).ToContainTextAsync("You wrote €450, so the currency is EUR now.");
            await Expect(page.Locator("#fcurrency")).ToHaveValueAsync("EUR");
            await Post(page);
        }
        await Arrive(page, Board);
        await Expect(page.Locator("main")).ToContainTextAsync(script ? "€450.00" : "450.00 EUR");
    }

    [Test]
    public async Task What_is_changed_after_it_was_posted_is_changed_there_or_posted_as_another()
    {
        var browser = await NewBrowser();
        var page = await browser.NewPageAsync();
        await SignUp(page, back: "/intents/new?need=A stroller for twins");
        await page.FillAsync("#fbudget", "450");
        await page.WaitForFunctionAsync("() => location.search.includes('draft=')");
        var second = await browser.NewPageAsync();
        await second.GotoAsync(page.Url);
        await Post(page);
        await Arrive(page, Board);
        await second.GetByLabel("What do you need?").FillAsync("A stroller for triplets");
        await Post(second);
        await Expect(second.Locator("#posted")).ToContainTextAsync("You have posted this already");
        await Expect(second.GetByLabel("What do you need?")).ToHaveValueAsync("A stroller for triplets");
        await second.GetByRole(AriaRole.Button, new() { Name = "Change it there" }).ClickAsync();
        await Expect(second.GetByLabel("What do you need?")).ToHaveValueAsync("A stroller for triplets");
        await second.GetByRole(AriaRole.Button, new() { Name = "Change it", Exact = true }).ClickAsync();
        await Arrive(second, Board);
        Assert.That(second.Url, Is.EqualTo(page.Url), "it is the one that was posted");
        await Expect(second.Locator("h1")).ToHaveTextAsync("A stroller for triplets");
        await second.GotoAsync("/intents");
        await Expect(second.Locator("#own-intents li")).ToHaveCountAsync(1);
    }

    /// <summary>In the night to 31 October 2027 half past one comes twice in London.</summary>
    [Test]
    public async Task Time_that_is_not_touched_is_not_changed_where_its_hour_comes_twice()
    {
        var plain = await NewPage(script: false);
        await SignUp(plain, back: "/intents/new?need=A stroller for twins");
        await plain.FillAsync("[name='by:time']", "2027-10-31T01:30");
        await Post(plain);
        await Arrive(plain, Board);
        var browser = await NewBrowser();
        await browser.AddCookiesAsync((await plain.Context.CookiesAsync()).Select(c => new Cookie
        {
            Name = c.Name,
            Value = c.Value,
            Domain = c.Domain,
            Path = c.Path,
            Secure = c.Secure,
            HttpOnly = c.HttpOnly,
            SameSite = c.SameSite,
        }));
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(plain.Url).AbsolutePath + "/amend");
        await Expect(page.Locator("[name='by:time']")).ToHaveValueAsync("2027-10-31T01:30");
        await page.GetByLabel("What do you need?").FillAsync("A stroller for triplets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change it", Exact = true }).ClickAsync();
        await Arrive(page, Board);
        await plain.GotoAsync(new Uri(page.Url).AbsolutePath + "/amend");
        await Expect(plain.Locator("#ftitle")).ToHaveValueAsync("A stroller for triplets");
        await Expect(plain.Locator("[name='by:time']")).ToHaveValueAsync("2027-10-31T01:30");
    }

    [Test]
    public async Task Revision_starts_from_the_whole_offer()
    {
        var page = await NewPage(script: false);
        await SignUp(page, "vendor", "/criteria/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Arrive(page, "^/feed$");
        var customer = await Host.Customer();
        var stroller = new Stroller();
        var intent = await customer.PostIntent(stroller.Intent(i =>
        {
            var closesAt = (string)i["auction"]!["closesAt"]!;
            i["auction"] = new JsonObject
            {
                ["format"] = "english",
                ["closesAt"] = closesAt,
                ["visibility"] = "lead",
                ["decrement"] = new JsonObject { ["amount"] = "5.00" },
            };
            i["terms"]!["prefer"] = JsonNode.Parse("""[{"criterion": "total", "weight": 1, "best": "0.00", "worst": "450.00"}]""");
        }));
        var entry = page.Locator($"#i-{(string)intent["id"]!} h2 a");
        for (var tries = 0; tries < 20 && await entry.CountAsync() == 0; tries++)
            await page.ReloadAsync();
        await entry.ClickAsync();
        await page.FillAsync("[name='/total']", "430,00");
        await page.FillAsync("[name='/floor']", "350");
        await page.FillAsync("[name='/deliverBy:time']", stroller.At("2026-12-02T12:00:00Z")[..16]);
        await page.Locator("[name='/condition']").SelectOptionAsync("new");
        await page.Locator("[name='/certifications/0']").CheckAsync();
        await page.FillAsync("[name='/attributes/seats:integer']", "2");
        foreach (var (price, says) in ((string, string)[])[
            ("-5", "Price, all in: use a number of 0 or more."), ("500", "Price is £500.00: at most £450.00 is asked.")])
        {
            await page.FillAsync("[name='/total']", price);
            await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
            await Expect(page.Locator("#f-total-fault")).ToHaveTextAsync(says);
            await Expect(page.Locator(".summary a")).ToHaveAttributeAsync("href", "#f-total");
        }
        await page.FillAsync("[name='/total']", "430,00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("350.00");
        await page.FillAsync("[name='/total']", "420");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the revision" }).ClickAsync();
        await Expect(page.Locator("#own h2")).ToContainTextAsync("420.00");
        await page.Locator("[name='/total']").FocusAsync();
        Assert.That(await HiddenBehind(page, ".preview", stops: 40), Is.Empty);
        await Expect(page.Locator("#own")).ToContainTextAsync("350.00");
        Assert.That(
            (await customer.Get($"/api/v1/intents/{(string)intent["id"]!}/offers")).Expect(200).Body!.ToJsonString(),
            Does.Not.Contain("350.00"));
    }

    private static Task Post(IPage page) => page.ClickAsync(".compose-bar button:text-is('Post')");
}
