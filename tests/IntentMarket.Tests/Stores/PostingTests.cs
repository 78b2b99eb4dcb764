using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class PostingTests(StoreKind kind) : StoreTests(kind)
{
    private const long Now = 1_000_000_000;
    private const long Day = 24 * 60 * 60 * 1_000;

    private static readonly PostingShare New = new(3, 5), Known = new(7, 0);

    [TestCase(Now - Day, 3)]
    [TestCase(Now - 8 * Day, 7)]
    public async Task Many_posts_at_once_get_no_more_than_the_share(long signedUpAt, int share)
    {
        var account = await Account(signedUpAt);
        var ids = Enumerable.Range(0, 12).Select(_ => IntentId.New()).ToList();
        var taken = await Task.WhenAll(ids.Select(id => Store.Postings.Take(account, id, New, Known, Now, Cancel)));
        Assert.That(taken.Count(t => t is null), Is.EqualTo(share));
        Assert.That(taken.OfType<UsedUp>(), Is.All.EqualTo(new UsedUp(share, IsPerDay: false, IsNew: share == 3)));
        var posted = ids[Array.FindIndex(taken, t => t is null)];
        Assert.That(await Store.Postings.Take(account, posted, New, Known, Now, Cancel), Is.Null, "the same post again");
        await Store.Postings.GiveBack(posted, Cancel);
        Assert.That(await Store.Postings.Take(account, IntentId.New(), New, Known, Now, Cancel), Is.Null);
        Assert.That(await Store.Postings.Take(account, IntentId.New(), New, Known, Now, Cancel), Is.Not.Null);
        Assert.That(
            await Store.Postings.Take(account, IntentId.New(), New, Known, Now + 61_000, Cancel), Is.Null,
            "what was never stored counts no longer");
    }

    [Test]
    public async Task Account_of_no_person_has_no_share()
    {
        var account = await Account(null);
        for (var i = 0; i < 12; i++)
            Assert.That(await Store.Postings.Take(account, IntentId.New(), New, Known, Now, Cancel), Is.Null);
    }

    private async Task<AccountId> Account(long? signedUpAt)
    {
        var account = new Account(
            AccountId.New(), AccountKind.Customer, "A person", null, RandomNumberGenerator.GetBytes(32), Sample.At, null, null);
        await Store.Accounts.Add(
            account, new ApiKey(new KeyId($"{account.Id:N}"), account.Id, RandomNumberGenerator.GetBytes(32), Sample.At, null), Cancel);
        if (signedUpAt is { } at)
            await StorePeople.Own(Store, account.Id, $"{account.Id}@example.org", Cancel, at);
        return account.Id;
    }
}
