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
