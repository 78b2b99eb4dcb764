using IntentMarket.Engine;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class DraftTests(StoreKind kind) : StoreTests(kind)
{
    private const long Day = 24 * 60 * 60 * 1_000;

    [Test]
    public async Task Draft_is_saved_as_it_is_written_and_seen_by_its_account_alone()
    {
        var (account, other, id) = (AccountId.New(), AccountId.New(), Guid.NewGuid());
        Assert.That(await Save(id, account, "a", 1), Is.True);
        Assert.That(await Save(id, account, "ab", 2), Is.True);
        Assert.That(await Store.Drafts.Get(id, account, Cancel), Is.EqualTo(new Draft(id, account, "ab", 2)));
        Assert.That(await Store.Drafts.Get(id, other, Cancel), Is.Null);
        Assert.That(await Store.Drafts.Get(id, null, Cancel), Is.Null);
        Assert.That(await Save(id, other, "stolen", 3), Is.False);
        Assert.That(await Save(id, null, "stolen", 3), Is.False);
        await Store.Drafts.Remove(id, other, Cancel);
        Assert.That((await Store.Drafts.List(account, Cancel)).Select(d => d.Body), Is.EqualTo(new[] { "ab" }));
        await Store.Drafts.Remove(id, account, Cancel);
        Assert.That(await Store.Drafts.List(account, Cancel), Is.Empty);
    }

    [Test]
    public async Task Draft_of_nobody_is_claimed_once()
    {
        var (first, second, id) = (AccountId.New(), AccountId.New(), Guid.NewGuid());
        await Save(id, null, "a", 1);
        Assert.That((await Store.Drafts.Get(id, first, Cancel))!.Account, Is.Null);
        await Store.Drafts.Claim(id, first, 2, Cancel);
        await Store.Drafts.Claim(id, second, 3, Cancel);
        Assert.That((await Store.Drafts.Get(id, first, Cancel))!.Account, Is.EqualTo(first));
        Assert.That(await Store.Drafts.Get(id, second, Cancel), Is.Null);
    }

    [Test]
    public async Task Account_keeps_its_latest_drafts()
    {
        var (account, claimed) = (AccountId.New(), Guid.NewGuid());
        for (var i = 1; i <= DraftStore.KeptMax + 3; i++)
            await Save(Guid.NewGuid(), account, $"{i}", i);
        Assert.That(
            (await Store.Drafts.List(account, Cancel)).Select(d => d.ChangedAt),
            Is.EqualTo(Enumerable.Range(4, DraftStore.KeptMax).Reverse()));
        await Save(claimed, null, "claimed", 1);
        await Store.Drafts.Claim(claimed, account, 100, Cancel);
        Assert.That(
            (await Store.Drafts.List(account, Cancel)).Select(d => d.ChangedAt),
            Is.EqualTo(Enumerable.Range(5, DraftStore.KeptMax - 1).Append(100).Reverse()));
    }

    [Test]
    public async Task Draft_of_nobody_expires_and_that_of_an_account_does_not()
    {
        var (account, owned, early, late) = (AccountId.New(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var now = 1_000 * Day;
        await Save(owned, account, "a", now);
        await Save(early, null, "a", now);
        await Save(late, null, "a", now + Day);
        await Save(Guid.NewGuid(), null, "b", now + (long)DraftStore.NobodysKeptFor.TotalMilliseconds + 1);
        Assert.That(await Store.Drafts.Get(early, null, Cancel), Is.Null);
        Assert.That(await Store.Drafts.Get(late, null, Cancel), Is.Not.Null);
        Assert.That(await Store.Drafts.Get(owned, account, Cancel), Is.Not.Null);
    }

    [Test]
    public async Task Erasing_the_account_erases_its_drafts()
    {
        var account = AccountId.New();
        await Save(Guid.NewGuid(), account, "a", 1);
        await Store.Accounts.Erase(account, Cancel);
        Assert.That(await Store.Drafts.List(account, Cancel), Is.Empty);
    }

    [Test]
    public async Task Address_pushes_out_its_own_drafts_and_nobody_elses()
    {
        var (others, first, second) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Save(others, null, "of somebody else", 1, from: 2);
        await Save(first, null, "first", 2);
        await Save(second, null, "second", 3);
        for (var i = 0; i < DraftStore.AddressMax - 1; i++)
            await Save(Guid.NewGuid(), null, "more", 4 + i);
        Assert.That(await Store.Drafts.Get(first, null, Cancel), Is.Null);
        Assert.That(await Store.Drafts.Get(second, null, Cancel), Is.Not.Null);
        Assert.That(await Store.Drafts.Get(others, null, Cancel), Is.Not.Null);
        // Whose it is now, it is not the address's any more.
        var account = AccountId.New();
        await Store.Drafts.Claim(second, account, 4, Cancel);
        for (var i = 0; i < DraftStore.AddressMax; i++)
            await Save(Guid.NewGuid(), null, "more", 1_000 + i);
        Assert.That(await Store.Drafts.Get(second, account, Cancel), Is.Not.Null);
    }

    private Task<bool> Save(Guid id, AccountId? account, string body, long at, byte from = 1) =>
        Store.Drafts.Save(new Draft(id, account, body, at), [from], Cancel);
}
