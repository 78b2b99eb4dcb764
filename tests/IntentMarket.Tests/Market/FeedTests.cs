using System.Diagnostics;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Stores;
using NUnit.Framework;
using Rows = IntentMarket.Tests.Stores.Sample;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>A vendor's feed over thousands of open intents: what it shows, and what it takes.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class FeedTests(StoreKind kind) : QuietMarket(kind)
{
    private const int Intents = 4_000;

    private long _position;

    /// <summary>Printed, not judged: machines differ.</summary>
    [Test]
    public async Task Pages_of_a_long_feed_print_what_they_take()
    {
        for (var from = 0; from < Intents; from += 500)
            await Keep([.. Enumerable.Range(from, 500).Select(i => Intent(i))], from);
        var (many, one, none) = (await Vendor(), await Vendor(), await Vendor());
        for (var i = 0; i < 50; i++)
            await Store.Subscriptions.Put(many.Id, $"{i}", $$"""{"anyKeyword":["nowhere{{i}}","not here {{i}}"]}""", 100, Cancel);
        await Store.Subscriptions.Put(one.Id, "one", """{"anyKeyword":["word3999"]}""", 100, Cancel);
        var service = Get<FeedService>();
        (string, Account, int)[] vendors = [("50 keyword criteria", many, 0), ("fits one", one, 1), ("no criteria", none, 0)];
        foreach (var (name, vendor, count) in vendors)
        {
            for (var round = 1; round <= 4; round++)
            {
                var since = Stopwatch.GetTimestamp();
                var page = await service.Feed(vendor, new FeedSearch(), null, 50, Cancel);
                TestContext.Out.WriteLine($"{name}, page {round}: {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F1} ms");
                Assert.That(page.Items, Has.Count.EqualTo(count));
            }
        }
    }

    [Test]
    public async Task Feed_follows_what_becomes_of_its_intents()
    {
        var (vendor, customer) = (await Vendor(), await Vendor());
        await Store.Subscriptions.Put(vendor.Id, "words", """{"anyKeyword":["word0","word1"]}""", 100, Cancel);
        await Store.Subscriptions.Put(vendor.Id, "no-words", """{"noKeyword":["twins"]}""", 100, Cancel);
        var rows = Enumerable.Range(0, 3).Select(i => Intent(i) with { Account = customer.Id }).ToList();
        await Keep(rows, 0);
        Assert.That(await Feed(), Is.EqualTo((int[])[0, 1]));
        Assert.That(await Feed("WORD1"), Is.EqualTo((int[])[1]));
        Assert.That((await Get<FeedService>().Test(vendor, "words", Cancel)).Value!.Meets, Is.EqualTo(2));

        await Keep([rows[0] with { Status = IntentStatus.Withdrawn }], null);
        Assert.That(await Feed(), Is.EqualTo((int[])[1]), "closed");

        await Keep([rows[1] with { Version = 2 }], 2);
        Assert.That(await Feed(), Is.Empty, "amended");

        await Store.Accounts.Suspend(customer.Id, 1, "", Cancel);
        await Keep([rows[1] with { Version = 3 }], 1);
        Get<Eligibility>().Changed();
        Assert.That(await Feed(), Is.Empty, "suspended");
        await Store.Accounts.Restore(customer.Id, 2, Cancel);
        Get<Eligibility>().Changed();
        Assert.That(await Feed(), Is.EqualTo((int[])[1]), "restored");

        await Store.Accounts.Erase(customer.Id, Cancel);
        Assert.That(await Feed(), Is.EqualTo((int[])[1, 2]), "without texts nothing stands against them");

        async Task<List<int>> Feed(params string[] words)
        {
            var page = await Get<FeedService>().Feed(vendor, new FeedSearch { Words = words }, null, 50, Cancel);
            return [.. page.Items.Select(e => rows.FindIndex(r => r.IntentId == IntentId.Parse(e.Intent.Id)))];
        }
    }

    private static IntentRow Intent(int i) => Rows.Intent(Sample.Id($"intent {i}")) with
    {
        OpenedAt = Sample.Start + i,
        Terms = EventCodec.Encode(Sample.Intended()),
    };

    /// <param name="first">The number in the texts of the first one, and on; null: without new texts.</param>
    private async Task Keep(IReadOnlyList<IntentRow> rows, int? first)
    {
        var description = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"plain{i}"));
        List<TextRow> texts = first is not { } number ? [] : [.. rows.Select((row, i) => Rows.Text(
            row.IntentId, row.IntentId, "texts",
            new IntentTexts($"Stroller for twins word{number + i}", description, new Dictionary<string, string>()).ToJson(),
            row.Account ?? AccountId.New()))];
        var batch = new Batch([Rows.Commit(1, ++_position)], rows, [], [], texts);
        Assert.That((await Store.Journal.Append(batch, Cancel)).Conflict, Is.False);
    }
}
