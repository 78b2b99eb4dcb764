using System.Globalization;
using System.Text.Json.Nodes;
using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>Each format that has its own rules, as its customer and a vendor see it.</summary>
public sealed class FormatJourney(Backing backing) : Journey(backing)
{
    [Test, Category(Live)]
    public async Task English_with_a_standing_bid_that_the_market_lowers()
    {
        var (customer, vendor, rival, intent) = await Start("english", async compose =>
        {
            await compose.GetByLabel("A better offer improves by").FillAsync("1");
            await compose.Locator("#fdecrement-kind").SelectOptionAsync("points");
        });
        await Fill(vendor);
        await vendor.GetByLabel("Price, all in").FillAsync("430");
        await vendor.GetByLabel("Least price you would take").FillAsync("350");
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(vendor.Locator("#own")).ToContainTextAsync("You lead");
        await BoardJourney.Offer(rival, intent, "400.00");
        // It leads again, by as much as it must, and nobody sees how low it would go.
        await Expect(vendor.Locator("#own h2")).Not.ToContainTextAsync("£430.00");
        await Expect(vendor.Locator("#own")).ToContainTextAsync("You lead, of 2 offers");
        await Expect(customer.Locator(".ranking > li")).ToHaveCountAsync(2);
        await Expect(customer.Locator("#lead")).Not.ToContainTextAsync("£400.00");
        Assert.That(await customer.ContentAsync(), Does.Not.Contain("350.00"));
        await Look(vendor, "english-vendor");
        await Look(customer, "english-board");
    }

    [Test, Category(Live)]
    public async Task Dutch_clock_is_on_both_pages_and_who_takes_its_price_wins_at_once()
    {
        var (customer, vendor, _, _) = await Start("dutch", async compose =>
        {
            await Clock(compose, "300", "50", "450");
            await compose.GetByLabel("How the winner reaches you").FillAsync("Ring Ada");
        });
        await Expect(customer.Locator(".level")).ToContainTextAsync("On offer now: £300.00");
        await Expect(vendor.Locator(".level")).ToContainTextAsync("price 1 of 4");
        await Look(customer, "dutch-board");
        await Look(vendor, "dutch-vendor");
        await Fill(vendor);
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Take £300.00" }).ClickAsync();
        await Expect(vendor.Locator("#standing")).ToContainTextAsync("You won");
        await Expect(vendor.Locator("#standing")).ToContainTextAsync("Ring Ada");
        await Expect(customer.Locator(".awarded")).ToContainTextAsync("£300.00");
    }

    [Test]
    public async Task Japanese_clock_falls_and_who_stays_in_wins()
    {
        var (customer, vendor, rival, intent) = await Start("japanese", async compose =>
        {
            await Clock(compose, "400", "50", "300");
            await Add(compose, "#finterval", "PT6S");
            await Add(compose, "#ffirst", "PT18S");
        });
        await Fill(vendor);
        await BoardJourney.Offer(rival, intent, "400.00");
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Take £400.00" }).ClickAsync();
        await Expect(vendor.Locator("#own")).ToContainTextAsync("£400.00");
        await Expect(vendor.Locator("#offer-form form")).ToHaveCountAsync(0);
        // The clock moves by itself, on both pages.
        await Expect(customer.Locator(".level")).ToContainTextAsync("£350.00", new() { Timeout = 60_000 });
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Stay in at £350.00" }).ClickAsync();
        await Expect(vendor.Locator("#standing")).ToContainTextAsync("You won", new() { Timeout = 30_000 });
        await Expect(customer.Locator(".awarded")).ToContainTextAsync("£350.00");
        await Look(customer, "japanese-board");
    }

    [Test]
    public async Task Sealed_offers_are_opened_at_the_close_and_the_second_score_sets_what_is_paid()
    {
        var (customer, vendor, rival, intent) = await Start("sealed-second-score", compose => ClosesIn(compose, 15));
        await Fill(vendor);
        await vendor.GetByLabel("Price, all in").FillAsync("380");
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(vendor.Locator("#own")).ToContainTextAsync("It is in");
        await BoardJourney.Offer(rival, intent, "400.00");
        await Expect(customer.Locator(".empty-title")).ToContainTextAsync("2 sealed offers");
        Assert.That(await customer.ContentAsync(), Does.Not.Contain("380.00"));
        await Look(customer, "sealed-board");
        await Expect(customer.Locator(".ranking > li")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await customer.Locator(".ranking > li").First.GetByRole(AriaRole.Link, new() { Name = "Award" }).ClickAsync();
        await customer.GetByRole(AriaRole.Button, new() { Name = "Award" }).ClickAsync();
        // More than it asked for: as much as it could have asked for and still have been first.
        await Expect(vendor.Locator("#standing")).ToContainTextAsync("You won");
        var paid = await vendor.Locator("#standing .card.first data").First.GetAttributeAsync("value");
        Assert.That(decimal.Parse(paid!, CultureInfo.InvariantCulture), Is.GreaterThan(380m).And.LessThanOrEqualTo(450m));
        await Expect(customer.Locator(".awarded data")).ToHaveAttributeAsync("value", paid!);
        await Look(customer, "second-score-board");
    }

    /// <summary>A customer who composes an intent of a format and watches its board, a vendor whose page shows it, and another
    /// who bids by program.</summary>
    private async Task<(IPage Customer, IPage Vendor, MarketClient Rival, JsonNode Intent)> Start(string format, Func<IPage, Task> compose)
    {
        var word = "w" + Guid.NewGuid().ToString("N")[..8];
        var rival = await NewVendor("Rival");
        var vendor = await NewPage();
        await SignUp(vendor, "vendor", "/criteria/new");
        await vendor.GetByLabel("Any of these words").FillAsync(word);
        await vendor.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Arrive(vendor, "^/feed$");
        var customer = await NewPage();
        await SignUp(customer, back: $"/intents/new?need=Stroller for twins {word}");
        await customer.GetByLabel("Your budget, all in").FillAsync("450");
        foreach (var fold in await customer.Locator("#compose details > summary").AllAsync())
        {
            if (await fold.IsVisibleAsync())
                await fold.ClickAsync();
        }
        await customer.Locator($"[name=format][value={format}]").CheckAsync();
        await compose(customer);
        await customer.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        await Arrive(customer, Board);
        var id = customer.Url[^36..];
        await vendor.Locator($"#i-{id} h2 a").ClickAsync();
        return (customer, vendor, rival, (await rival.Get($"/api/v1/intents/{id}")).Expect(200).Body!);
    }

    private static async Task Clock(IPage compose, string start, string step, string limit)
    {
        await compose.GetByLabel("First price").FillAsync(start);
        await compose.GetByLabel("It moves by").FillAsync(step);
        await compose.GetByLabel("Last price").FillAsync(limit);
    }

    /// <summary>Shorter than a person would choose, for the test's time.</summary>
    private static Task Add(IPage compose, string select, string value) =>
        compose.Locator(select).EvaluateAsync("(select, value) => select.add(new Option(value, value, true, true))", value);

    private static async Task ClosesIn(IPage compose, int seconds)
    {
        await compose.Locator("[name=closes]").SelectOptionAsync("own");
        var at = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow.AddSeconds(seconds), "Europe/London");
        await compose.Locator("[name='closesAt:time']").EvaluateAsync(
            "(input, at) => { input.step = 1; input.value = at; }", at.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
    }

    /// <summary>All that is asked beside the price.</summary>
    private static async Task Fill(IPage vendor)
    {
        var at = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow.AddDays(5), "Europe/London");
        var delivery = vendor.Locator("[name='/deliverBy:time']");
        if (await delivery.IsVisibleAsync())
            await delivery.FillAsync(at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
    }
}
