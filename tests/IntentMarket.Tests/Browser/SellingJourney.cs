using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntentMarket.Tests.Edges;
using Microsoft.Playwright;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>A vendor says what it wants to hear of, hears of it, and competes.</summary>
public sealed class SellingJourney(Backing backing) : Journey(backing)
{
    private readonly Stroller _stroller = new();

    [Test]
    public async Task Criteria_tell_while_they_are_made_what_they_meet()
    {
        var word = NewWord();
        var customer = await Host.Customer();
        await customer.PostIntent(Intent(word));
        var page = await NewPage();
        await page.GotoAsync("/feed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign up" }).ClickAsync();
        await FillSignUp(page, "vendor");
        await Expect(page.Locator(".empty-title")).ToContainTextAsync("Say what you sell");
        await Look(page, "feed-new");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make your criteria" }).ClickAsync();
        await Expect(page.Locator("#meets")).ToContainTextAsync("these criteria now");

        await page.GetByLabel("Find a category").FillAsync("stroll");
        await page.Locator("#pick-category").GetByLabel("Prams and strollers").CheckAsync();
        await page.GetByLabel("Find a country").FillAsync("scot");
        await page.Locator("#pick-region").GetByLabel("Scotland, United Kingdom").CheckAsync();
        await page.GetByLabel("Any of these words").FillAsync(word);
        await Expect(page.Locator("#meets")).ToContainTextAsync("1 open intent meets");
        await Expect(page.Locator("#meets li")).ToContainTextAsync(word);
        await page.GetByLabel("Least budget").FillAsync("50");
        await Expect(page.Locator("#f-budget-min-fault")).ToContainTextAsync("exactly one currency");
        await page.GetByLabel("Currencies").FillAsync("GBP");
        await Expect(page.Locator("#f-budget-min-fault")).ToBeEmptyAsync();
        await Expect(page.Locator("#meets")).ToContainTextAsync("1 open intent meets");
        await page.GetByLabel("None of these words").FillAsync("twins");
        await Expect(page.Locator("#meets")).ToContainTextAsync("0 open intents meet");
        await page.GetByLabel("None of these words").FillAsync("");
        await page.GetByText("All categories").ClickAsync();
        await page.GetByText("All countries").ClickAsync();
        await Look(page, "criteria-new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Twin strollers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Arrive(page, "^/feed$");
        await Expect(page.Locator(".feed-item")).ToHaveCountAsync(1);

        await page.GotoAsync("/criteria");
        await Expect(page.Locator("main")).ToContainTextAsync("Scotland, United Kingdom");
        await Look(page, "criteria");
        await page.GetByRole(AriaRole.Link, new() { Name = "Twin-strollers" }).ClickAsync();
        await Expect(page.Locator("#pick-category")).ToContainTextAsync("Prams and strollers");
        await Expect(page.GetByLabel("Any of these words")).ToHaveValueAsync(word);
        await page.GotoAsync("/criteria");
        await page.Locator("summary", new() { HasText = "Delete" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Twin-strollers" }).ClickAsync();
        await Expect(page.Locator(".empty-title")).ToContainTextAsync("Say what you sell");
    }

    [Test, Category(Live)]
    public async Task Intent_arrives_an_offer_shows_its_score_while_it_is_typed_and_is_outbid()
    {
        var (word, customer, rival) = (NewWord(), await Host.Customer(), await NewVendor("Rival"));
        var page = await NewSeller(word);
        await Expect(page.Locator(".empty-title")).ToContainTextAsync("Nothing open meets");
        var intent = await customer.PostIntent(Intent(word, i => i["auction"]!["visibility"] = "full"));
        var id = (string)intent["id"]!;
        // Without a reload.
        await Expect(page.Locator($"#i-{id}")).ToContainTextAsync("at most £450.00");
        await Expect(page.Locator($"#i-{id}")).ToContainTextAsync("Price 60");
        await rival.Offer(intent, _stroller.OfferAt(intent, "410.00", "a"));
        await Look(page, "feed");
        await page.SetViewportSizeAsync(Desk, 900);
        await page.Locator($"#i-{id} h2 a").ClickAsync();
        await Expect(page.Locator("#standing")).ToContainTextAsync("£410.00");

        await page.GetByLabel("Price, all in").FillAsync("460");
        await Expect(page.Locator("#f-total-fault")).ToContainTextAsync("at most £450.00");
        await Expect(page.Locator("#preview")).ToContainTextAsync("Still to fill in: Delivery, Condition, Certifications, Seats");
        await Fill(page, "420");
        await Expect(page.Locator("#f-total-fault")).ToBeEmptyAsync();
        await Expect(page.Locator("#preview")).ToContainTextAsync("2nd of 2");
        await Expect(page.Locator("#preview")).ToContainTextAsync("£410.00 leads");
        await Expect(page.Locator("#preview")).ToContainTextAsync("It would lead");
        await Look(page, "offer");
        await page.SetViewportSizeAsync(Desk, 900);
        await page.GetByLabel("Price, all in").FillAsync("370");
        await Expect(page.Locator("#preview")).ToContainTextAsync("it leads");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator(".receipt")).ToContainTextAsync("1st of 2");
        await Expect(page.Locator("#own")).ToContainTextAsync("You lead, of 2 offers");

        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/offers");
        await Expect(second.Locator("#own-offers")).ToContainTextAsync("1st of 2");
        await rival.Offer(intent, _stroller.OfferAt(intent, "300.00", "b"));
        await Expect(page.Locator("#own")).ToContainTextAsync("2nd of 2");
        await Expect(page.Locator("#own")).ToContainTextAsync("It would lead");
        await Expect(second.Locator("#own-offers")).ToContainTextAsync("2nd of 2");
        await Look(page, "standing");
        await Look(second, "offers");

        // The last offer's values are a start.
        await page.SetViewportSizeAsync(Desk, 900);
        await Expect(page.GetByLabel("Condition")).ToHaveValueAsync("new");
        await page.GetByLabel("Price, all in").FillAsync("250");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the revision" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("You lead");
        await page.GetByText("Withdraw it").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw the offer" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("Withdrawn");
        await second.GetByRole(AriaRole.Link, new() { Name = "Withdrawn" }).ClickAsync();
        await Expect(second.Locator("#own-offers li")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task Place_is_not_told_before_an_offer_is_sent_where_the_others_are_not_shown()
    {
        var (word, customer, rival) = (NewWord(), await Host.Customer(), await NewVendor("Rival"));
        var page = await NewSeller(word);
        var intent = await customer.PostIntent(Intent(word));
        await rival.Offer(intent, _stroller.OfferAt(intent, "410.00", "a"));
        await page.GotoAsync($"/feed/{(string)intent["id"]!}");
        await Fill(page, "420");
        await Expect(page.Locator("#preview")).ToContainTextAsync("of 100 points");
        await Expect(page.Locator("#preview")).ToContainTextAsync("told when you have sent it");
        Assert.That(await page.Locator("main").TextContentAsync(), Does.Not.Contain("410.00").And.Not.Contain("2nd"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("2nd of 2");
        Assert.That(await page.Locator("main").TextContentAsync(), Does.Not.Contain("410.00"));
    }

    [Test, Category(Live)]
    public async Task Offer_is_confirmed_after_an_amendment_and_wins()
    {
        var (word, customer) = (NewWord(), await Host.Customer());
        var page = await NewSeller(word);
        var intent = await customer.PostIntent(Intent(word));
        var id = (string)intent["id"]!;
        await page.GotoAsync($"/feed/{id}");
        await Fill(page, "400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("You lead");
        var amended = Intent(word, i =>
        {
            i["terms"]!["require"]![0]!["max"] = "500.00";
            i["version"] = 1;
        });
        (await customer.Post($"/api/v1/intents/{id}/amend", amended, Guid.NewGuid().ToString())).Expect(200);
        await Expect(page.Locator("#standing")).ToContainTextAsync("The customer changed the terms");
        await Expect(page.Locator("#own")).ToContainTextAsync("To be confirmed");
        await Look(page, "amended");
        await page.GetByRole(AriaRole.Link, new() { Name = "Read them as they are now" }).ClickAsync();
        await Expect(page.Locator(".terms")).ToContainTextAsync("£500.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm it" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("You lead");
        var ranked = (await customer.Get($"/api/v1/intents/{id}/offers")).Expect(200).Body!["items"]![0]!;
        var award = new { offerId = (string)ranked["offerId"]!, contact = "Ring Ada" };
        (await customer.Post($"/api/v1/intents/{id}/award", award, Guid.NewGuid().ToString())).Expect(200);
        await Expect(page.Locator("#standing")).ToContainTextAsync("You won");
        await Expect(page.Locator("#standing")).ToContainTextAsync("Ring Ada");
        await Expect(page.Locator("#offer-form form")).ToHaveCountAsync(0);
        await Look(page, "won");
    }

    [Test]
    public async Task Who_lost_reads_why_and_by_how_much_and_gets_the_transcript()
    {
        var (word, customer, rival) = (NewWord(), await Host.Customer(), await NewVendor("Rival"));
        var page = await NewSeller(word);
        var (shown, hidden) = (
            await customer.PostIntent(Intent(word, i => i["auction"]!["visibility"] = "lead")), await customer.PostIntent(Intent(word)));
        foreach (var intent in (JsonNode[])[shown, hidden])
        {
            var id = (string)intent["id"]!;
            await page.GotoAsync($"/feed/{id}");
            await Fill(page, "420");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
            await Expect(page.Locator("#own")).ToContainTextAsync("You lead");
            await rival.Offer(intent, _stroller.OfferAt(intent, "410.00", "a"));
            var ranked = (await customer.Get($"/api/v1/intents/{id}/offers")).Expect(200).Body!["items"]!;
            var award = new { offerId = (string)ranked[0]!["offerId"]! };
            (await customer.Post($"/api/v1/intents/{id}/award", award, Guid.NewGuid().ToString())).Expect(200);
            await page.ReloadAsync();
            await Expect(page.Locator("#standing")).ToContainTextAsync("Another offer was chosen");
            await Expect(page.Locator("#standing")).ToContainTextAsync(
                intent == shown ? new Regex(@"£410\.00, [\d.]+ points: [\d.]+ points? more than yours") : new Regex("keep what others offered"));
            var file = await page.RunAndWaitForDownloadAsync(
                () => page.GetByRole(AriaRole.Link, new() { Name = "Download the transcript" }).ClickAsync());
            var transcript = JsonNode.Parse(await File.ReadAllTextAsync((await file.PathAsync())!))!;
            Assert.That((string?)transcript["award"]!["paid"], Is.EqualTo("410.00"));
        }
        await Look(page, "lost");
    }

    [Test]
    public async Task Reason_of_a_customer_who_withdraws_is_told()
    {
        var (word, customer) = (NewWord(), await Host.Customer());
        var page = await NewSeller(word);
        var intent = await customer.PostIntent(Intent(word));
        await page.GotoAsync($"/feed/{(string)intent["id"]!}");
        var end = new { reason = "We keep the old one" };
        (await customer.Post($"/api/v1/intents/{(string)intent["id"]!}/withdraw", end, Guid.NewGuid().ToString())).Expect(200);
        await page.ReloadAsync();
        await Expect(page.Locator("#standing")).ToContainTextAsync("The customer withdrew this: “We keep the old one”.");
    }

    [Test]
    public async Task Feed_is_filtered_by_its_address()
    {
        var (word, customer, seller) = (NewWord(), await Host.Customer(), await NewBrowser());
        var page = await seller.NewPageAsync();
        await Subscribe(page, word);
        var open = await customer.PostIntent(Intent($"{word} lamp"));
        await customer.PostIntent(Named(_stroller.Sealed(), $"{word} sofa"));
        await customer.PostIntent(Named(new Stroller(TimeSpan.FromHours(5)).Intent(), $"{word} desk"));
        await Expect(page.Locator(".feed-item")).ToHaveCountAsync(3);
        foreach (var (query, title) in (IEnumerable<(string, string)>)[
            ("format=sealed", "sofa"), ("words=LAM", "lamp"), ("soon=on", "desk")])
        {
            await page.GotoAsync("/feed?" + query);
            await Expect(page.Locator(".feed-item")).ToHaveCountAsync(1);
            await Expect(page.Locator(".feed-item")).ToContainTextAsync(title);
        }
        await page.GotoAsync("/feed");
        await page.GetByLabel("Words").FillAsync("sofa");
        await Expect(page.Locator(".feed-item")).ToHaveCountAsync(1);
        Assert.That(page.Url, Does.Contain("words=sofa"));
        await page.GetByLabel("Words").FillAsync("nothing of the kind");
        await Expect(page.Locator(".empty-title")).ToHaveTextAsync("Nothing here fits the filter");

        await page.GotoAsync($"/feed/{(string)open["id"]!}");
        await Fill(page, "400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("You lead");
        await page.GotoAsync("/feed?offers=with");
        await Expect(page.Locator(".feed-item")).ToHaveCountAsync(1);
        await Expect(page.Locator(".feed-item")).ToContainTextAsync("1st of 1");
        await page.GotoAsync("/feed?offers=without");
        await Expect(page.Locator(".feed-item")).ToHaveCountAsync(2);
    }

    [Test]
    public async Task All_of_it_works_without_script()
    {
        var (word, customer) = (NewWord(), await Host.Customer());
        var page = await NewPage(script: false);
        await SignUp(page, "vendor", "/criteria/new");
        await page.FillAsync("#category-words", "stroller");
        await page.FillAsync("[name='/anyKeyword:set']", word);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find and count" }).ClickAsync();
        await Expect(page.Locator("#meets")).ToContainTextAsync("0 open intents meet");
        await page.Locator("#pick-category").GetByLabel("Prams and strollers").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Arrive(page, "^/feed$");
        var intent = await customer.PostIntent(Intent(word));
        await page.ReloadAsync();
        await page.Locator($"#i-{(string)intent["id"]!} h2 a").ClickAsync();

        await Fill(page, "460");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator("#f-total-fault")).ToContainTextAsync("at most £450.00");
        await page.GetByLabel("Price, all in").FillAsync("420");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator("#preview")).ToContainTextAsync("of 100 points");
        await page.GetByLabel("Price, all in").FillAsync("470");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator(".summary")).ToContainTextAsync("at most £450.00");
        await page.GetByLabel("Price, all in").FillAsync("430");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the offer" }).ClickAsync();
        await Expect(page.Locator(".receipt")).ToContainTextAsync("1st of 1");
        await page.GetByText("Prices by line").ClickAsync();
        await page.GetByLabel("Twin stroller, a unit").FillAsync("389.00");
        await page.GetByLabel("Shipping").FillAsync("10.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the revision" }).ClickAsync();
        await Expect(page.Locator(".summary")).ToContainTextAsync("399.00");
        await page.GetByLabel("Price, all in").FillAsync("399.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the revision" }).ClickAsync();
        await Expect(page.Locator("#own")).ToContainTextAsync("399.00");
    }

    /// <summary>Somebody new who hears of what has the word in it; their page shows the feed.</summary>
    private async Task<IPage> NewSeller(string word)
    {
        var page = await NewPage();
        await Subscribe(page, word);
        return page;
    }

    private static async Task Subscribe(IPage page, string word)
    {
        await SignUp(page, "vendor", "/criteria/new");
        await page.GetByLabel("Any of these words").FillAsync(word);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Arrive(page, "^/feed$");
    }

    /// <summary>An offer that meets the terms where its total does. Times are typed as they are on the clock in London.</summary>
    private async Task Fill(IPage page, string total)
    {
        await page.GetByLabel("Price, all in").FillAsync(total);
        var delivery = DateTime.Parse(_stroller.At("2026-12-02T12:00:00Z"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        await page.GetByLabel(new Regex("^Delivery")).First
            .FillAsync(delivery.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await page.GetByLabel("Condition").SelectOptionAsync("new");
        await page.GetByLabel("EN 1888").CheckAsync();
        await page.GetByLabel("Seats").FillAsync("2");
    }

    private static string NewWord() => "w" + Guid.NewGuid().ToString("N")[..8];

    private JsonNode Intent(string title, Action<JsonNode>? change = null) => Named(_stroller.Intent(change), title);

    private static JsonNode Named(JsonNode intent, string title)
    {
        intent["title"] = $"Stroller for twins {title}";
        intent["category"] = JsonNode.Parse("""{"scheme": "market", "id": "baby.strollers"}""");
        return intent;
    }
}
