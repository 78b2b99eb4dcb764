using System.Net;
using System.Text.RegularExpressions;
using IntentMarket.Web.Intents;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What is hidden in the composer's page may be changed by anybody, and a link to a draft may be sent to anybody.</summary>
[Order(1)]
public sealed class FormStories : EdgeStories
{
    private static readonly string[] Broken =
        ["{}", "null", """{"criterion":null}""", """{"criterion":5}""", """{"criterion":"total","max":{}}""", """{"a":"\ud800"}"""];

    [Test]
    public async Task Kept_field_that_nobody_can_read_is_refused_and_spoils_no_draft()
    {
        using var page = new PageClient((await MarketHost.Shared).Address);
        await page.Get("/intents/new");
        var wrong = new List<string>();
        foreach (var (list, wanted) in (List<(string, string)>)[("require", "kept-require-0"), ("prefer", "weight-kept-0")])
        {
            foreach (var written in Broken)
            {
                (string, string)[] form =
                [
                    ("draft", $"{Guid.NewGuid()}"), ("title", "Stroller for twins"), ("currency", "GBP"), ("budget", "450"),
                    ("format", "english"), ("decrement", "1"), ($"kept-{list}-0-is", written), (wanted, "10"),
                ];
                foreach (var (path, right) in (List<(string, int)>)[
                    ("/intents/new/check", 200), ("/intents/new", 422), ("/intents/new/preview", 200)])
                {
                    var answer = await page.Post(path, form);
                    if (answer.Status != right || (right == 422 && !answer.Text.Contains($"href=\"#f{wanted}\"", StringComparison.Ordinal)))
                        wrong.Add($"{path}, {list} {written}: {answer.Status}");
                }
                var draft = await page.Get("/intents/new");
                if (draft.Status != 200 || !draft.Text.Contains("Stroller for twins", StringComparison.Ordinal)
                    || draft.Text.Contains($"kept-{list}-0-is", StringComparison.Ordinal))
                    wrong.Add($"draft, {list} {written}: {draft.Status}");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [TestCase("Washing machine, 8 kg", "", "Category: <strong>Washing machines</strong>", 0)]
    [TestCase("wallpaper two rooms", "", "Perhaps <strong>", 3)]
    [TestCase("qqqq zzzzzz", "", "Category: your words do not tell us", 1)]
    [TestCase("qqqq zzzzzz", "guitar", "Musical instruments", 1)]
    [TestCase("qqqq zzzzzz", "qqqq", "Nothing by that word.", 1)]
    public async Task Page_says_how_sure_it_is_of_the_category(string title, string find, string says, int atOnce)
    {
        using var page = new PageClient((await MarketHost.Shared).Address);
        await page.Get("/intents/new");
        var answer = await page.Post(
            "/intents/new/check", ("draft", $"{Guid.NewGuid()}"), ("title", title), ("currency", "GBP"), ("find", find));
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Text, Does.Contain(says));
        var now = answer.Text[answer.Text.IndexOf("id=\"category-now\"", StringComparison.Ordinal)..];
        now = now[..now.IndexOf("</fieldset>", StringComparison.Ordinal)];
        Assert.That(now.Split("type=\"radio\"").Length - 1, Is.EqualTo(atOnce), now);
    }

    [Test]
    public async Task Words_that_tell_no_category_are_asked_for_one_at_its_field()
    {
        using var page = new PageClient((await MarketHost.Shared).Address);
        await page.Get("/intents/new");
        (string, string)[] form = [("draft", $"{Guid.NewGuid()}"), ("title", "qqqq zzzzzz"), ("currency", "GBP"), ("closes", "P1D")];
        var refused = await page.Post("/intents/new", form);
        Assert.That(refused.Status, Is.EqualTo(422));
        Assert.That(refused.Text, Does.Contain("href=\"#fcategory\""));
        Assert.That(
            refused.Text, Does.Contain("id=\"fcategory\">We cannot tell what this is from your words: pick one, or Something else."));
        var taken = await page.Post("/intents/new", [.. form, ("category", "market:other")]);
        Assert.That(taken.Text, Does.Not.Contain("We cannot tell what this is"));
    }

    /// <summary>One summary, and each of its lines is a link to the field, which the page shows and marks.</summary>
    [Test]
    public async Task Every_line_of_the_summary_leads_to_its_field()
    {
        using var page = new PageClient((await MarketHost.Shared).Address);
        await page.Get("/intents/new");
        var wrong = new List<string>();
        foreach (var format in AuctionFormats.All.Select(f => f.Word))
        {
            var answer = await page.Post(
                "/intents/new", ("draft", $"{Guid.NewGuid()}"), ("title", "!"), ("currency", "GBP"), ("budget", "-5"),
                ("by:time", "2020-01-01T00:00"), ("closes", "own"), ("first", "own"), ("format", format), ("step", "0"),
                ("line-0-quantity", "none"), ("line-1-quantity", "2"), ("warranty", "-1"), ("must-0-name", "colour"),
                ("must-1-value", "red"), ("weight-total", "50"), ("best-total", "600"), ("worst-total", "450"), ("weight-own-0", "50"),
                ("awardBy:time", "2020-01-01T00:00"));
            var html = WebUtility.HtmlDecode(answer.Text);
            var summary = Regex.Match(html, "(?s)<div class=\"summary\".*?</div>").Value;
            var lines = Regex.Matches(summary, "(?s)<li>(.*?)</li>").Select(m => m.Groups[1].Value).ToList();
            if (answer.Status != 422 || lines.Count < 9)
                wrong.Add($"{format}: {answer.Status}, {lines.Count} lines");
            wrong.AddRange(lines.Where(line =>
                Regex.Match(line, "href=\"#([^\"]+)\"") is not { Success: true } link
                || !html.Contains($"id=\"{link.Groups[1].Value}\"", StringComparison.Ordinal)).Select(line => $"{format}: {line}"));
            if (!Regex.IsMatch(html, "<input id=\"fby\"[^>]*aria-invalid=\"true\""))
                wrong.Add($"{format}: the date is not marked");
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Request_has_one_draft_however_often_it_is_refused()
    {
        using var page = await PageClient.SignedUp((await MarketHost.Shared).Address, "customer");
        var title = $"Kept {Guid.NewGuid():N}";
        foreach (var budget in (string[])["-1", "-2", "-3"])
        {
            // Another page each time: a draft of its own.
            await page.Get("/intents/new");
            var answer = await page.Post(
                "/intents/new", ("draft", $"{Guid.NewGuid()}"), ("title", title), ("currency", "GBP"), ("budget", budget));
            Assert.That(answer.Status, Is.EqualTo(422));
        }
        Assert.That(Regex.Count((await page.Get("/intents")).Text, $">{title}<"), Is.EqualTo(1));
        await page.Post("/intents/new", ("draft", $"{Guid.NewGuid()}"), ("title", new string('x', 15_000)), ("currency", "GBP"));
        Assert.That(
            WebUtility.HtmlDecode((await page.Get("/intents")).Text),
            Does.Contain(new string('x', 100) + "…").And.Not.Contain(new string('x', 101)));
    }

    [Test]
    public async Task Session_that_ran_out_over_the_composer_costs_nothing_that_was_written()
    {
        using var page = await PageClient.SignedUp((await MarketHost.Shared).Address, "customer");
        var title = $"Kept {Guid.NewGuid():N}";
        await page.Get("/intents/new");
        page.Lose("__Host-session");
        (string, string)[] form =
        [
            ("form-token", page.Token), ("draft", $"{Guid.NewGuid()}"), ("title", title), ("description", "All of it"), ("currency", "GBP"),
        ];
        var content = () => new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        var elsewhere = await page.Send(HttpMethod.Post, "/intents/new", content(), ("Sec-Fetch-Site", "cross-site"));
        Assert.That(elsewhere.Status, Is.EqualTo(400), "of other sites nothing is kept");
        var answer = (await page.Send(HttpMethod.Post, "/intents/new", content(), ("Sec-Fetch-Site", "same-origin"))).MustRedirect();
        var signIn = await page.Get(answer.Location!);
        Assert.That(signIn.Text, Does.Contain("What you wrote is kept"));
        var back = WebUtility.HtmlDecode(Regex.Match(signIn.Text, "name=\"back\" value=\"([^\"]+)").Groups[1].Value);
        await page.Post(
            "/sign-in", ("email", $"{page.Name}@example.org"), ("password", $"long enough for {page.Name}"), ("back", back));
        Assert.That((await page.Get(back)).Text, Does.Contain(title).And.Contain("All of it"));
        Assert.That(Regex.Count((await page.Get("/intents")).Text, $">{title}<"), Is.EqualTo(1));
    }

    [Test]
    public async Task Draft_of_nobody_is_the_browsers_that_wrote_it()
    {
        var market = await MarketHost.Shared;
        var (id, title) = (Guid.NewGuid(), $"Kept {Guid.NewGuid():N}");
        using PageClient writer = new(market.Address), stranger = new(market.Address);
        using var customer = await PageClient.SignedUp(market.Address, "customer");
        await writer.Get("/intents/new");
        await writer.Post("/intents/new/preview", ("draft", $"{id}"), ("title", title));
        foreach (var other in (PageClient[])[stranger, customer])
        {
            var answer = await other.Get($"/intents/new?draft={id}");
            Assert.That((answer.Status, answer.Text.Contains(title, StringComparison.Ordinal)), Is.EqualTo((404, false)));
        }
        Assert.That((await customer.Get("/intents")).Text, Does.Not.Contain(title));
        var own = await writer.Get($"/intents/new?draft={id}");
        Assert.That((own.Status, own.Text.Contains(title, StringComparison.Ordinal)), Is.EqualTo((200, true)));

        // Its writer signs up, and has it.
        var name = $"customer-{Guid.NewGuid():N}";
        await writer.Get("/sign-up");
        (await writer.Post("/sign-up", ("kind", "customer"), ("name", name), ("email", $"{name}@example.org"), ("password",
            $"long enough for {name}"))).MustRedirect();
        Assert.That((await writer.Get($"/intents/new?draft={id}&signed-in")).Text, Does.Contain(title));
        Assert.That((await writer.Get("/intents")).Text, Does.Contain(title));
    }
}
