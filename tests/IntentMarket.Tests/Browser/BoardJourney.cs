using System.Text.Json.Nodes;
using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>A customer watches vendors compete, and awards.</summary>
public sealed class BoardJourney(Backing backing) : Journey(backing)
{
    [Test, Category(Live)]
    public async Task Offers_arrive_ranked_on_every_device_and_one_is_awarded()
    {
        var (first, second) = (await NewVendor("First"), await NewVendor("Second"));
        var browser = await NewBrowser(Phone);
        var phone = await browser.NewPageAsync();
        var intent = await PostIntent(phone, first);
        await Expect(phone.Locator(".empty-title")).ToHaveTextAsync("No offer yet");
        var service = await NewDevice(browser);
        await service.GotoAsync($"/intents/{Id(intent)}");

        // Terms that nobody meets are told, with what to do.
        await Offer(first, intent, "480.00");
        await Expect(phone.Locator("#board")).ToContainTextAsync("No offer meets your terms yet");
        await Expect(phone.GetByRole(AriaRole.Link, new() { Name = "Change your terms" })).ToBeVisibleAsync();
        await Look(phone, "board-refused");
        await Offer(first, intent, "399.00");
        await Expect(phone.Locator("#lead")).ToContainTextAsync("£399.00");
        await Expect(service.Locator("#lead")).ToContainTextAsync("1 offer");
        await Offer(second, intent, "389.00");
        await Expect(service.Locator("#lead")).ToContainTextAsync("£389.00");
        await Expect(phone.Locator(".ranking > li")).ToHaveCountAsync(2);
        var leader = await service.Locator(".ranking > li").First.GetAttributeAsync("id");
        await service.Locator(".ranking input[type=checkbox]").First.CheckAsync();
        // The first one outbids: its card moves up, and the mark stays on the other.
        await Offer(first, intent, "379.00");
        await Expect(service.Locator("#lead")).ToContainTextAsync("£379.00");
        await Expect(service.Locator(".ranking > li").Nth(1)).ToHaveIdAsync(leader!);
        await Expect(service.Locator($"#{leader} input[type=checkbox]")).ToBeCheckedAsync();
        await Expect(phone.Locator(".ranking > li")).ToHaveCountAsync(2);
        // One that the terms refuse stands apart, with its reason.
        await Offer(second, intent, "9999.00");
        await Expect(phone.Locator("#unranked > summary")).ToHaveTextAsync("2 offers are not ranked");
        await Expect(phone.Locator("#earlier > summary")).ToHaveTextAsync("Earlier versions of offers (1)");
        // More than the window holds.
        for (var i = 0; i < 10; i++)
            await Offer(await NewVendor($"Further {i}"), intent, $"{440 + i}.00");
        await service.Locator("#unranked > summary").ClickAsync();
        await Expect(service.Locator("#unranked")).ToContainTextAsync("at most");
        await Expect(service.Locator("#leads-plot canvas")).ToBeVisibleAsync();
        await Expect(service.Locator(".ranking > li")).ToHaveCountAsync(12);
        await Look(service, "board");

        await service.SetViewportSizeAsync(Desk, 900);
        await service.Locator(".ranking input[type=checkbox]").First.CheckAsync();
        await service.Locator(".ranking input[type=checkbox]").Nth(1).CheckAsync();
        await service.GetByRole(AriaRole.Button, new() { Name = "Compare the marked ones" }).ClickAsync();
        await Expect(service.Locator(".compare thead th")).ToHaveCountAsync(2);
        await Look(service, "compare");

        await phone.Locator(".ranking > li").First.GetByRole(AriaRole.Link, new() { Name = "Award" }).ClickAsync();
        await Look(phone, "award");
        await phone.GetByLabel("How the vendor reaches you").FillAsync("Ada, 0131 496 0000");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Award" }).ClickAsync();
        await Expect(phone.Locator(".awarded")).ToContainTextAsync("Reach them at");
        var won = await first.AwaitNotice("offer.won", Id(intent));
        Assert.That((string?)won["data"]!["contact"], Is.EqualTo("Ada, 0131 496 0000"));
        await phone.GetByRole(AriaRole.Link, new() { Name = "Write to the vendor" }).ClickAsync();
        await phone.GetByLabel("Write to the vendor").FillAsync("Please ring twice");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(phone.Locator("ol.cards")).ToContainTextAsync("Please ring twice");
    }

    [Test]
    public async Task Overview_board_and_award_say_the_same()
    {
        var (first, second) = (await NewVendor("First"), await NewVendor("Second"));
        var page = await NewPage();
        var intent = await PostIntent(page, first);
        await Offer(first, intent, "399.00");
        await Offer(second, intent, "409.00");
        await SayTheSame("2 offers", "leads at £399.00");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Change: " })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Withdraw: " })).ToBeVisibleAsync();
        await page.Locator(".ranking > li").Nth(1).GetByRole(AriaRole.Link, new() { Name = "Award" }).ClickAsync();
        await Expect(page.Locator(".request-facts")).ToContainTextAsync("leads at £399.00");
        await page.GetByLabel("Why not the offer that ranks first").FillAsync("It is nearer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Award" }).ClickAsync();
        await Arrive(page, Board);
        await SayTheSame("2 offers", "and pay £409.00");
        await Look(page, "board-over");

        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download the transcript" }).ClickAsync());
        var transcript = JsonNode.Parse(await File.ReadAllTextAsync((await download.PathAsync())!))!;
        Assert.That((string?)transcript["award"]!["paid"], Is.EqualTo("409.00"));

        async Task SayTheSame(params string[] words)
        {
            await page.GotoAsync($"/intents/{Id(intent)}");
            foreach (var word in words)
                await Expect(page.Locator("#lead")).ToContainTextAsync(word);
            var said = await Said("#lead");
            await page.GotoAsync("/intents");
            Assert.That(await Said($"#i-{Id(intent)} .request-facts"), Is.EqualTo(said));
            await page.GotoAsync($"/intents/{Id(intent)}");
        }

        async Task<string> Said(string selector)
        {
            await Expect(page.Locator($"{selector} data").First).ToContainTextAsync("£");
            var text = (await page.Locator(selector).TextContentAsync())!;
            return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Test, Category(Live)]
    public async Task Other_weights_are_tried_by_sliders_and_cards_say_what_would_put_them_first()
    {
        var (cheap, soon, low) = (await NewVendor("Cheap"), await NewVendor("Soon"), await NewVendor("Low"));
        var page = await NewPage();
        var intent = await PostIntent(page, soon);
        await Offer(cheap, intent, "390.00");
        await Offer(soon, intent, "400.00", (string)intent["auction"]!["closesAt"]!);
        // 390: 60 of 225 of 70 points; 400: 50 of 225 of 70 points, and all 30 for its delivery.
        await Expect(page.Locator("#lead")).ToContainTextAsync("£400.00");
        var second = page.Locator(".ranking > li").Nth(1);
        await Expect(second).ToContainTextAsync("Leads if");
        await page.Locator("#what-if-fold > summary").ClickAsync();
        var tried = page.Locator(".what-if > li");
        await Expect(tried.First).ToContainTextAsync("as now");
        await page.Locator("#what-if").GetByLabel("Price").FillAsync("100");
        await Expect(tried.First).ToContainTextAsync("£390.00");
        await Expect(tried.First).ToContainTextAsync("up from 2nd");
        // What comes meanwhile is ranked by the tried weights too; the board stays as the terms have it.
        await Offer(low, intent, "150.00");
        await Expect(tried).ToHaveCountAsync(3);
        await Expect(tried.First).ToContainTextAsync("£150.00");
        await Expect(page.Locator(".ranking > li", new() { HasText = "£150.00" })).ToContainTextAsync("Unusually low");
        await Look(page, "what-if");
        Assert.That(
            (string?)(await soon.Get($"/api/v1/intents/{Id(intent)}")).Body!["termsHash"], Is.EqualTo((string?)intent["termsHash"]));
    }

    [Test, Category(Live)]
    public async Task Board_says_that_the_connection_is_lost_comes_back_and_misses_nothing()
    {
        await using var host = await NewHost();
        var vendor = await host.Vendor();
        var context = await NewBrowser();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"http://localhost:{host.Address.Port}/sign-up?back=/intents/new");
        await FillSignUp(page);
        var intent = await PostIntent(page, vendor, $"http://localhost:{host.Address.Port}");
        await Offer(vendor, intent, "400.00");
        await Expect(page.Locator("#lead")).ToContainTextAsync("£400.00");
        Forgive("net::ERR_"); // what was being fetched when it died
        Forgive("htmx:");
        await host.Kill();
        await Expect(page.Locator("#connection")).ToContainTextAsync("Connecting again");
        await host.Restart();
        await Offer(vendor, intent, "390.00");
        await Expect(page.Locator("#lead")).ToContainTextAsync("£390.00");
        await Expect(page.Locator("#connection")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Board_works_without_script()
    {
        var vendor = await NewVendor();
        var browser = await NewBrowser(script: false);
        var page = await browser.NewPageAsync();
        var intent = await PostIntent(page, vendor);
        await Offer(vendor, intent, "399.00");
        await page.ReloadAsync();
        await Expect(page.Locator(".ranking")).ToContainTextAsync("399.00 GBP");
        await page.Locator(".ranking > li").First.GetByRole(AriaRole.Link, new() { Name = "Award" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Award" }).ClickAsync();
        await Expect(page.Locator(".awarded")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Keyboard_alone_posts_and_awards()
    {
        var vendor = await NewVendor();
        var page = await NewPage();
        await page.GotoAsync("/");
        await Type(page, "#need", "A stroller for twins");
        await page.Keyboard.PressAsync("Enter");
        await Arrive(page, "^/intents/new");
        await Type(page, "#fbudget", "450");
        await Press(page, ".compose-bar button:text-is('Post')");
        await Arrive(page, "^/sign-up");
        await Type(page, "[name=name]", "Ada");
        await Type(page, "[name=email]", $"ada-{Guid.NewGuid():N}@example.org");
        await Type(page, "[name=password]", "correct horse battery");
        await page.Keyboard.PressAsync("Enter");
        await Arrive(page, "^/intents/new");
        await Press(page, ".compose-bar button:text-is('Post')");
        await Arrive(page, Board);
        var intent = (await vendor.Get($"/api/v1/intents/{page.Url[^36..]}")).Expect(200).Body!;
        await Offer(vendor, intent, "399.00");
        await Expect(page.Locator(".ranking > li")).ToHaveCountAsync(1);
        await Press(page, ".ranking a:has-text('Award')");
        await Arrive(page, @"/award\?");
        await Press(page, "main button:has-text('Award')");
        await Expect(page.Locator(".awarded")).ToContainTextAsync("£399.00");
    }

    /// <summary>Goes there by the tabulator, and sees that what has the focus shows it.</summary>
    private static async Task TabTo(IPage page, string selector)
    {
        const int TabsMax = 80;
        var target = page.Locator(selector).First;
        for (var tabs = 0; tabs < TabsMax; tabs++)
        {
            if (await target.EvaluateAsync<bool>("(e) => e === document.activeElement"))
            {
                Assert.That(
                    await target.EvaluateAsync<bool>(
                        "(e) => e.matches(':focus-visible') && parseFloat(getComputedStyle(e).outlineWidth) > 0"),
                    $"{selector} shows the focus");
                return;
            }
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{TabsMax} tabs do not lead to {selector}");
    }

    private static async Task Type(IPage page, string selector, string text)
    {
        await TabTo(page, selector);
        await page.Keyboard.TypeAsync(text);
    }

    private static async Task Press(IPage page, string selector)
    {
        await TabTo(page, selector);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<IPage> NewDevice(IBrowserContext other)
    {
        var device = await NewBrowser();
        await device.AddCookiesAsync((await other.CookiesAsync()).Select(c => new Cookie
        {
            Name = c.Name,
            Value = c.Value,
            Domain = c.Domain,
            Path = c.Path,
            HttpOnly = c.HttpOnly,
            Secure = c.Secure,
            SameSite = c.SameSite,
        }));
        return await device.NewPageAsync();
    }

    /// <summary>Posts by the composer with a budget alone, signing up where that is asked for; answers the intent
    /// as a vendor sees it.</summary>
    internal static async Task<JsonNode> PostIntent(
        IPage page, MarketClient vendor, string site = "", string need = "A stroller for twins")
    {
        await page.GotoAsync($"{site}/intents/new?need={need}");
        await page.GetByLabel("Your budget, all in").FillAsync("450");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        await Arrive(page, $"^/sign-up|{Board}");
        if (page.Url.Contains("/sign-up", StringComparison.Ordinal))
        {
            await FillSignUp(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        }
        await Arrive(page, Board);
        await vendor.AwaitNotice("intent.opened", page.Url[^36..]);
        return (await vendor.Get($"/api/v1/intents/{page.Url[^36..]}")).Expect(200).Body!;
    }

    internal static Task<JsonNode> Offer(MarketClient vendor, JsonNode intent, string total, JsonNode? deliverBy = null)
    {
        deliverBy ??= intent["terms"]!["require"]!.AsArray().FirstOrDefault(r => (string?)r!["criterion"] == "deliverBy")?["max"]
            ?.DeepClone() ?? (string)intent["awardBy"]!;
        return vendor.Offer(intent, new JsonObject
        {
            ["key"] = Guid.NewGuid().ToString(),
            ["agreesTo"] = (string)intent["termsHash"]!,
            ["total"] = total,
            ["deliverBy"] = deliverBy,
            ["condition"] = "new",
            ["warrantyMonths"] = 24,
            ["returnDays"] = 30,
        });
    }

    internal static string Id(JsonNode intent) => (string)intent["id"]!;
}
