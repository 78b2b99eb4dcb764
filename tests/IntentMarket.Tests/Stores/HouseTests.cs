using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

/// <summary>Names of categories, reports, profiles and claims.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class HouseTests(StoreKind kind) : StoreTests(kind)
{
    private const int Many = 100;

    [Test]
    public async Task Taxonomy_has_a_new_version_where_its_names_differ()
    {
        Assert.That(await Store.Taxonomies.Load("A", "{}", Cancel), Is.EqualTo(1));
        Assert.That(await Store.Taxonomies.Load("A", "{}", Cancel), Is.EqualTo(1));
        Assert.That(await Store.Taxonomies.Load("A", """{"1": "x"}""", Cancel), Is.EqualTo(2));
        Assert.That(await Store.Taxonomies.Load("B", "{}", Cancel), Is.EqualTo(1));
        Assert.That(await Store.Taxonomies.Versions(Cancel), Is.EquivalentTo(new Dictionary<string, long> { ["A"] = 2, ["B"] = 1 }));
        Assert.That((await Store.Taxonomies.All(Cancel)).Select(t => t.Names), Is.EqualTo(new[] { """{"1": "x"}""", "{}" }));
    }

    [Test]
    public async Task Report_says_whose_the_thing_is_until_it_is_closed()
    {
        var (reporter, vendor) = (await NewAccount(), await NewAccount());
        var intent = IntentId.New();
        var offer = Sample.Offer(intent, vendor.Id);
        await Store.Journal.Append(
            new Batch([Sample.Commit(NewPartition(), 1)], [Sample.Intent(intent, account: reporter.Id)], [offer], [], []), Cancel);
        var onOffer = new ReportRow(Guid.NewGuid(), reporter.Id, intent, offer.OfferId, "It is a fake", Sample.At);
        var onIntent = new ReportRow(Guid.NewGuid(), vendor.Id, intent, null, "It asks for my address", Sample.At + 1);
        Assert.That(await Store.Reports.Add(onOffer, Many, 0, Cancel), Is.EqualTo(onOffer with { About = vendor.Id }));
        Assert.That(
            await Store.Reports.Add(onOffer with { Reason = "again" }, Many, 0, Cancel), Is.EqualTo(onOffer with { About = vendor.Id }),
            "the same id is the same report");
        await Store.Reports.Add(onIntent, Many, 0, Cancel);
        Assert.That(await Mine(false), Is.EqualTo(new[] { onIntent with { About = reporter.Id }, onOffer with { About = vendor.Id } }));

        var closed = onOffer with { About = vendor.Id, ClosedAt = 9, Outcome = "Removed" };
        Assert.That(await Store.Reports.Close(onOffer.Id, 9, "Removed", Cancel), Is.EqualTo(closed));
        Assert.That(await Store.Reports.Close(onOffer.Id, 10, "Nothing", Cancel), Is.EqualTo(closed), "what is closed stays as it is");
        Assert.That(await Store.Reports.Close(Guid.NewGuid(), 10, "Nothing", Cancel), Is.Null);
        Assert.That((await Mine(true)).Single(), Is.EqualTo(closed));
        Assert.That(
            (await Store.Reports.List(null, (onIntent.At, onIntent.Id), 1, Cancel)).Single().Id, Is.EqualTo(onOffer.Id),
            "pages go on after the last one");

        await Store.Accounts.Erase(reporter.Id, Cancel);
        Assert.That(await Store.Reports.Get(onOffer.Id, Cancel), Is.EqualTo(closed with { Account = null, Reason = "" }));
        Assert.That((await Store.Reports.Get(onIntent.Id, Cancel))!.About, Is.Null);

        async Task<List<ReportRow>> Mine(bool isClosed) =>
            [.. (await Store.Reports.List(isClosed, null, Many, Cancel)).Where(r => r.IntentId == intent)];
    }

    [Test]
    public async Task Reports_of_an_account_are_bounded_also_when_they_come_at_once()
    {
        var account = (await NewAccount()).Id;
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Store.Reports.Add(
            new ReportRow(Guid.NewGuid(), account, IntentId.New(), null, "x", Sample.At + i), 3, Sample.At - 1, Cancel))));
        Assert.That(added.Count(r => r is not null), Is.EqualTo(3));
        var later = new ReportRow(Guid.NewGuid(), account, IntentId.New(), null, "x", Sample.At + 1_000);
        Assert.That(await Store.Reports.Add(later, 3, Sample.At + 100, Cancel), Is.Not.Null, "what is old does not count");
    }

    [Test]
    public async Task Claim_is_verified_as_it_was_stated()
    {
        var vendor = await NewAccount();
        var (iso, en) = (Claim(vendor, "ISO 9001", "no. 1"), Claim(vendor, "EN 1888", null));
        Assert.That(await Store.Profiles.Get(vendor.Id, Cancel), Is.Null);
        await Store.Profiles.Put(vendor.Id, "We sell prams", [iso, en], Sample.At, Cancel);
        var profile = await Store.Profiles.Get(vendor.Id, Cancel);
        Assert.That(profile!.About, Is.EqualTo("We sell prams"));
        Assert.That(profile.Claims, Is.EqualTo(new[] { en, iso }));

        Assert.That(
            await Store.Profiles.Verify(iso.Id, 5, "register of ISO", 100, Cancel),
            Is.EqualTo(iso with { VerifiedAt = 5, VerifiedBy = "register of ISO", VerifiedUntil = 100 }));
        await Store.Profiles.Verify(en.Id, 6, "looked", null, Cancel);
        Assert.That(await Verified(99), Is.EquivalentTo(new[] { "ISO 9001", "EN 1888" }));
        Assert.That(await Verified(100), Is.EqualTo(new[] { "EN 1888" }), "it holds until its time");
        Assert.That((await Store.Profiles.ListClaims(true, 99, null, Many, Cancel)).Count(c => c.Account == vendor.Id), Is.EqualTo(2));
        Assert.That(
            (await Store.Profiles.ListClaims(false, 100, null, Many, Cancel)).Single(c => c.Account == vendor.Id).Name,
            Is.EqualTo("ISO 9001"));

        // What is stated again as it was stays verified; another note is another claim.
        var other = Claim(vendor, "ISO 9001", "no. 2");
        await Store.Profiles.Put(vendor.Id, "", [other, en], Sample.At + 1, Cancel);
        Assert.That(await Verified(50), Is.EqualTo(new[] { "EN 1888" }));
        Assert.That(await Store.Profiles.Verify(iso.Id, 7, "x", null, Cancel), Is.Null, "it does not stand any more");
        Assert.That(await Store.Profiles.Revoke(en.Id, Cancel), Is.EqualTo(en));
        Assert.That(await Verified(50), Is.Empty);

        await Store.Accounts.Erase(vendor.Id, Cancel);
        Assert.That(await Store.Profiles.Get(vendor.Id, Cancel), Is.Null);
        Assert.That((await Store.Profiles.ListClaims(null, 0, null, Many, Cancel)).Where(c => c.Account == vendor.Id), Is.Empty);

        async Task<IEnumerable<string>> Verified(long now) => (await Store.Profiles.Verified([vendor.Id], now, Cancel))[vendor.Id];
    }

    private static ClaimRow Claim(Account vendor, string name, string? note) =>
        new(
            new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{vendor.Id}{name}{note}"))[..16]), vendor.Id, name, note,
            Sample.At, Vendor: vendor.Name);

    private async Task<Account> NewAccount()
    {
        var account = new Account(
            AccountId.New(), AccountKind.Vendor, "Acme", "sales", RandomNumberGenerator.GetBytes(32), Sample.At, null, null);
        await Store.Accounts.Add(
            account, new ApiKey(new KeyId($"{account.Id:N}"), account.Id, RandomNumberGenerator.GetBytes(32), Sample.At, null), Cancel);
        return account;
    }
}
