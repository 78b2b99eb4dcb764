using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class AccountTests(StoreKind kind) : StoreTests(kind)
{
    private const long Day = 24 * 60 * 60 * 1_000;

    [Test]
    public async Task Account_is_added_once()
    {
        var account = NewAccount();
        Assert.That(await Store.Accounts.Add(account, Key(account), Cancel), Is.True);
        Assert.That(await Store.Accounts.Add(account with { Name = "Other" }, Key(account), Cancel), Is.False);
        Same(await Store.Accounts.Get(account.Id, Cancel), account);
        Assert.That(await Store.Accounts.ListKeys(account.Id, Cancel), Has.Count.EqualTo(1));
        Assert.That(await Store.Accounts.Get(AccountId.New(), Cancel), Is.Null);
    }

    [Test]
    public async Task Key_opens_its_account_until_it_is_revoked()
    {
        var account = NewAccount();
        var (first, second) = (Key(account), Key(account));
        await Store.Accounts.Add(account, first, Cancel);
        Assert.That(await Store.Accounts.AddKey(second, 10, Cancel), Is.True);
        Assert.That(await Store.Accounts.AddKey(second, 10, Cancel), Is.False);

        var found = await Store.Accounts.FindKey(second.Id, Cancel);
        Assert.That(found!.Value.Key.SecretHash, Is.EqualTo(second.SecretHash));
        Same(found.Value.Account, account);
        Assert.That(await Store.Accounts.FindKey(new KeyId("unknown"), Cancel), Is.Null);

        Assert.That(await Store.Accounts.RevokeKey(AccountId.New(), second.Id, 5, Cancel), Is.False);
        Assert.That(await Store.Accounts.RevokeKey(account.Id, second.Id, 5, Cancel), Is.True);
        Assert.That(await Store.Accounts.RevokeKey(account.Id, second.Id, 6, Cancel), Is.False);
        Assert.That(await Store.Accounts.FindKey(second.Id, Cancel), Is.Null);
        Assert.That((await Store.Accounts.ListKeys(account.Id, Cancel)).Select(k => k.RevokedAt), Is.EquivalentTo(new long?[] { null, 5 }));
    }

    [Test]
    public async Task Keys_and_broker_users_of_an_account_are_bounded_also_when_they_come_at_once()
    {
        var account = NewAccount();
        var first = Key(account);
        await Store.Accounts.Add(account, first, Cancel);
        var keys = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Store.Accounts.AddKey(Key(account), 4, Cancel))));
        Assert.That(keys.Count(isAdded => isAdded), Is.EqualTo(3));
        var users = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Store.Accounts.AddCredential(
            new BrokerCredential(Guid.NewGuid(), account.Id, $"v.{Guid.NewGuid():N}", 1), 2, Cancel))));
        Assert.That(users.Count(isAdded => isAdded), Is.EqualTo(2));

        await Store.Accounts.RevokeKey(account.Id, first.Id, 5, Cancel);
        await Store.Accounts.RemoveCredential(account.Id, (await Store.Accounts.ListCredentials(account.Id, Cancel))[0].Id, Cancel);
        Assert.That(await Store.Accounts.AddKey(Key(account), 4, Cancel), Is.True, "one that is revoked leaves its place");
        Assert.That(
            await Store.Accounts.AddCredential(new BrokerCredential(Guid.NewGuid(), account.Id, $"v.{Guid.NewGuid():N}", 1), 2, Cancel),
            Is.True, "likewise");
    }

    [Test]
    public async Task Key_keeps_its_name_its_scope_and_its_last_hour()
    {
        var account = NewAccount();
        var key = Key(account) with { Name = "The shop's till", Scope = KeyScope.Read };
        await Store.Accounts.Add(account, Key(account), Cancel);
        await Store.Accounts.AddKey(key, 10, Cancel);
        Assert.That((await Stored()).UsedAt, Is.Null);
        await Store.Accounts.NoteUse(key.Id, 7_200_000, Cancel);
        await Store.Accounts.NoteUse(key.Id, 3_600_000, Cancel);
        Assert.That(
            ((await Stored()).Name, (await Stored()).Scope, (await Stored()).UsedAt),
            Is.EqualTo((key.Name, KeyScope.Read, (long?)7_200_000)));
        Assert.That(
            (await Store.Accounts.ListKeys(account.Id, Cancel)).Select(k => (k.Name, k.Scope)),
            Is.EquivalentTo([("", KeyScope.All), (key.Name, KeyScope.Read)]));

        async Task<ApiKey> Stored() => (await Store.Accounts.FindKey(key.Id, Cancel))!.Value.Key;
    }

    [Test]
    public async Task Suspended_account_says_why_until_it_is_restored()
    {
        var account = NewAccount();
        await Store.Accounts.Add(account, Key(account), Cancel);
        Assert.That(await Store.Accounts.Suspend(account.Id, 7, "spam", Cancel), Is.True);
        Same(await Store.Accounts.Get(account.Id, Cancel), account with { SuspendedAt = 7, SuspendedFor = "spam" });
        Assert.That(await Store.Accounts.Restore(account.Id, Sample.At, Cancel), Is.True);
        Same(await Store.Accounts.Get(account.Id, Cancel), account);
        Assert.That(await Store.Accounts.Suspend(AccountId.New(), 7, "spam", Cancel), Is.False);
        Assert.That(await Store.Accounts.Restore(AccountId.New(), Sample.At, Cancel), Is.False);
    }

    [Test]
    public async Task Credentials_are_an_account_s_until_they_are_removed()
    {
        var (a, b) = (AccountId.New(), AccountId.New());
        var ofA = new BrokerCredential(Guid.NewGuid(), a, "v." + a, 1);
        var ofB = new BrokerCredential(Guid.NewGuid(), b, "v." + b, 2);
        Assert.That(await Store.Accounts.AddCredential(ofA, 10, Cancel), Is.True);
        Assert.That(await Store.Accounts.AddCredential(ofB, 10, Cancel), Is.True);
        Assert.That(
            await Store.Accounts.AddCredential(ofB with { Id = Guid.NewGuid() }, 10, Cancel), Is.False, "a user is one credential's");
        Assert.That(await Store.Accounts.ListCredentials(a, Cancel), Is.EqualTo(new[] { ofA }));
        Assert.That(await Store.Accounts.WithCredential([a, AccountId.New(), b], Cancel), Is.EquivalentTo(new[] { a, b }));
        Assert.That(await Store.Accounts.RemoveCredential(a, ofB.Id, Cancel), Is.False);
        Assert.That(await Store.Accounts.RemoveCredential(b, ofB.Id, Cancel), Is.True);
        Assert.That(await Store.Accounts.ListCredentials(b, Cancel), Is.Empty);
        Assert.That(await Store.Accounts.WithCredential([a, b], Cancel), Is.EquivalentTo(new[] { a }));
    }

    [Test]
    public async Task Store_is_a_demonstrations_or_not_for_ever()
    {
        var place = await TestStores.Fresh(Kind);
        await using var store = await place.Open();
        Assert.That(await store.Cluster.IsDemonstration(false, Cancel), Is.False);
        Assert.That(await store.Cluster.IsDemonstration(true, Cancel), Is.True, "nothing stands there yet");
        var account = NewAccount();
        await store.Accounts.Add(account, Key(account), Cancel);
        Assert.That(
            (await store.Cluster.IsDemonstration(true, Cancel), await store.Cluster.IsDemonstration(false, Cancel)),
            Is.EqualTo((true, true)));

        await Store.Accounts.Add(account, Key(account), Cancel);
        Assert.That(
            (await Store.Cluster.IsDemonstration(true, Cancel), await Store.Cluster.IsDemonstration(false, Cancel)),
            Is.EqualTo((false, false)));
    }

    [Test]
    public async Task Request_is_remembered_for_a_day()
    {
        var account = AccountId.New();
        Assert.That(await Store.Accounts.Claim(account, "accounts", "key", "body", 1_000, Cancel), Is.EqualTo("body"));
        Assert.That(await Store.Accounts.Claim(account, "accounts", "key", "other", 2_000, Cancel), Is.EqualTo("body"));
        Assert.That(await Store.Accounts.Claim(account, "keys", "key", "other", 2_000, Cancel), Is.EqualTo("other"));
        Assert.That(await Store.Accounts.Claim(AccountId.New(), "accounts", "key", "other", 2_000, Cancel), Is.EqualTo("other"));
        Assert.That(await Store.Accounts.Claim(account, "accounts", "key", "other", 1_000 + Day, Cancel), Is.EqualTo("body"));
        Assert.That(await Store.Accounts.Claim(account, "accounts", "key", "other", 1_001 + Day, Cancel), Is.EqualTo("other"));
    }

    [Test]
    public async Task Old_requests_are_cleaned_up()
    {
        var account = AccountId.New();
        for (var i = 0; i < 600; i++)
            await Store.Accounts.Claim(account, "old", $"{i}", "body", 1, Cancel);
        for (var i = 0; i < 300; i++)
            await Store.Accounts.Claim(account, "new", $"{i}", "body", 2 + Day, Cancel);
        var left = await Store.Database.Read(
            (connection, token) => connection.Scalar<long>("SELECT count(*) FROM requests WHERE scope = 'old'", null, token), Cancel);
        Assert.That(left, Is.Zero);
    }

    [Test]
    public async Task Erased_person_leaves_the_journal_and_the_rows_but_nothing_personal()
    {
        var (vendor, customer) = (NewAccount(), NewAccount() with { Kind = AccountKind.Customer });
        await Store.Accounts.Add(vendor, Key(vendor), Cancel);
        await Store.Accounts.Add(customer, Key(customer), Cancel);
        await Store.Accounts.AddCredential(new BrokerCredential(Guid.NewGuid(), vendor.Id, "v." + vendor.Id, 1), 10, Cancel);
        await Store.Subscriptions.Put(vendor.Id, "prams", "{}", 10, Cancel);
        await Store.Accounts.Claim(vendor.Id, "s", "k", "b", 1, Cancel);

        var intent = IntentId.New();
        var (ofCustomer, ofVendor) = (Pseudonym.New(), Pseudonym.New());
        var offer = Sample.Offer(intent, vendor.Id) with { Vendor = ofVendor };
        var texts = Sample.Text(intent, intent, "texts", "For my twins", customer.Id);
        var note = Sample.Text(intent, offer.OfferId, "note", "Call Bob", vendor.Id);
        var batch = new Batch(
            [Sample.Commit(NewPartition(), 1, Sample.Event(intent, 1), Sample.Event(intent, 2, ofVendor))],
            [Sample.Intent(intent, account: customer.Id)],
            [offer],
            [
                new PartyRow(intent, customer.Id, PartyRole.Customer, ofCustomer),
                new PartyRow(intent, vendor.Id, PartyRole.Vendor, ofVendor),
            ],
            [texts, note]);
        await Store.Journal.Append(batch, Cancel);
        var since = (await Store.Subscriptions.ChangedSince(0, Cancel)).Next;

        await Store.Accounts.Erase(vendor.Id, Cancel);
        await Store.Accounts.Erase(vendor.Id, Cancel);

        var read = await Store.Journal.ReadIntents([intent], Cancel);
        Assert.That(read.Select(e => SHA256.HashData(e.Bytes)), Is.EqualTo(batch.Commits[0].Events.Select(e => e.Hash)));
        Assert.That(read.Select(e => e.Hash), Is.EqualTo(batch.Commits[0].Events.Select(e => e.Hash)));
        Same(await Store.Accounts.Get(vendor.Id, Cancel), vendor with { Name = null, Contact = null, Salt = [] });
        Assert.That(await Store.Accounts.ListKeys(vendor.Id, Cancel), Is.Empty);
        Assert.That(await Store.Accounts.ListCredentials(vendor.Id, Cancel), Is.Empty);
        Assert.That(await Store.Subscriptions.List(vendor.Id, Cancel), Is.Empty);
        Assert.That((await Store.Subscriptions.ChangedSince(since, Cancel)).Rows.Single(r => r.Account == vendor.Id).Body, Is.Null);
        Assert.That(await Store.Accounts.Claim(vendor.Id, "s", "k", "other", 2, Cancel), Is.EqualTo("other"));
        Assert.That(await Store.Intents.Text(intent, note.Hash, Cancel), Is.Null);
        var left = await Store.Offers.Get(offer.OfferId, Cancel);
        Assert.That(
            (left!.Row.Account, left.Row.Key, left.Row.Total, left.Note),
            Is.EqualTo(((Guid?)null, (string?)null, offer.Total, (string?)null)));
        Assert.That(await Store.Offers.Key(offer.OfferId, Cancel), Is.Null);
        Assert.That(await Store.Audiences.Resolve(intent, [ofVendor, ofCustomer], Cancel), Is.EqualTo(new[] { batch.Parties[0] }));
        Assert.That((await Store.Intents.Get(intent, Cancel))!.Texts, Is.EqualTo("For my twins"), "another person's");

        await Store.Journal.Append(
            Sample.Batch(Sample.Commit(NewPartition(), 1)) with { Offers = [offer with { Status = OfferStatus.Expired }] }, Cancel);
        Assert.That((await Store.Offers.Get(offer.OfferId, Cancel))!.Row.Account, Is.Null, "an erased account does not come back");

        await Store.Accounts.Erase(customer.Id, Cancel);
        var ofErased = await Store.Intents.Get(intent, Cancel);
        Assert.That((ofErased!.Row.Account, ofErased.Texts), Is.EqualTo(((Guid?)null, (string?)null)));
    }

    [Test]
    public async Task Subscriptions_are_bounded_and_replaced_by_name()
    {
        var vendor = await Added();
        Assert.That(await Store.Subscriptions.Put(vendor, "a", "1", 2, Cancel), Is.True);
        Assert.That(await Store.Subscriptions.Put(vendor, "b", "1", 2, Cancel), Is.True);
        Assert.That(await Store.Subscriptions.Put(vendor, "c", "1", 2, Cancel), Is.False);
        Assert.That(await Store.Subscriptions.Put(vendor, "a", "2", 2, Cancel), Is.True);
        Assert.That(string.Join(' ', (await Store.Subscriptions.List(vendor, Cancel)).Select(s => s.Name + s.Body)), Is.EqualTo("a2 b1"));
        Assert.That(await Store.Subscriptions.Remove(vendor, "a", Cancel), Is.True);
        Assert.That(await Store.Subscriptions.Remove(vendor, "a", Cancel), Is.False);
        Assert.That(await Store.Subscriptions.Put(vendor, "c", "1", 2, Cancel), Is.True);
    }

    [Test]
    public async Task Many_subscriptions_at_once_get_no_more_than_the_bound()
    {
        var vendor = await Added();
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(n => Task.Run(() => Store.Subscriptions.Put(vendor, $"{n}", "{}", 2, Cancel))));
        Assert.That(taken.Count(t => t), Is.EqualTo(2));
    }

    [Test]
    public async Task Removed_subscriptions_do_not_pile_up()
    {
        var vendor = AccountId.New();
        var put = 0;
        while (put < 100 && await Store.Subscriptions.Put(vendor, $"{put}", "{}", 2, Cancel))
            await Store.Subscriptions.Remove(vendor, $"{put++}", Cancel);
        Assert.That(put, Is.EqualTo(8));
    }

    [Test]
    public async Task Changes_of_subscriptions_are_told_since_a_number()
    {
        var vendor = AccountId.New();
        await Store.Subscriptions.Put(vendor, "a", "1", 10, Cancel);
        await Store.Subscriptions.Put(vendor, "b", "1", 10, Cancel);
        var (rows, next, _) = await Store.Subscriptions.ChangedSince(0, Cancel);
        Assert.That(rows.Count(r => r.Account == vendor), Is.EqualTo(2));

        Assert.That((await Store.Subscriptions.ChangedSince(next, Cancel)).Rows.Where(r => r.Account == vendor), Is.Empty);
        await Store.Subscriptions.Remove(vendor, "a", Cancel);
        (rows, next, _) = await Store.Subscriptions.ChangedSince(next, Cancel);
        var removed = rows.Single(r => r.Account == vendor);
        Assert.That((removed.Name, removed.Body), Is.EqualTo(("a", (string?)null)));
        await Store.Subscriptions.Put(vendor, "a", "2", 10, Cancel);
        Assert.That((await Store.Subscriptions.ChangedSince(next, Cancel)).Rows.Single(r => r.Account == vendor).Body, Is.EqualTo("2"));
    }

    [Test]
    public async Task Reader_who_was_away_when_a_removal_was_forgotten_is_told_all_there_are()
    {
        var vendor = AccountId.New();
        await Store.Subscriptions.Put(vendor, "a", "1", 10, Cancel);
        await Store.Subscriptions.Put(vendor, "b", "1", 10, Cancel);
        var (_, away, _) = await Store.Subscriptions.ChangedSince(0, Cancel);
        await Store.Subscriptions.Remove(vendor, "a", Cancel);
        var (_, later, _) = await Store.Subscriptions.ChangedSince(away, Cancel);
        await Execute("UPDATE subscriptions SET at = at - 3600001 WHERE name = 'a' AND body IS NULL");
        await Store.Subscriptions.Put(vendor, "c", "1", 10, Cancel);

        var (rows, next, isAll) = await Store.Subscriptions.ChangedSince(away, Cancel);
        Assert.That(isAll, Is.True);
        Assert.That(string.Join(' ', rows.Where(r => r.Account == vendor).Select(r => r.Name + r.Body).Order()), Is.EqualTo("b1 c1"));
        Assert.That((await Store.Subscriptions.ChangedSince(later, Cancel)).IsAll, Is.False, "who heard of the removal goes on");
        Assert.That((await Store.Subscriptions.ChangedSince(next, Cancel)).IsAll, Is.False);
    }

    [Test]
    public async Task Subscriptions_are_read_in_pages()
    {
        var (vendor, since) = (AccountId.New(), (await Store.Subscriptions.ChangedSince(0, Cancel)).Next);
        for (var i = 0; i < 7; i++)
            await Store.Subscriptions.Put(vendor, $"{i}", "{}", 10, Cancel);
        var read = new List<SubscriptionRow>();
        SubscriptionRow? last = null;
        do
        {
            var (rows, _, isAll) = await Store.Subscriptions.ChangedSince(since, Cancel, last, 3);
            Assert.That((rows.Count <= 3, isAll), Is.EqualTo((true, false)));
            read.AddRange(rows);
            last = rows.Count == 3 ? rows[^1] : null;
        }
        while (last is not null);
        Assert.That(read.Where(r => r.Account == vendor).Select(r => r.Name), Is.EqualTo(Enumerable.Range(0, 7).Select(i => $"{i}")));
        Assert.That((await Store.Subscriptions.ChangedSince(0, Cancel, null, 1)).IsAll, Is.True);
    }

    private async Task Execute(string sql)
    {
        await using DbConnection connection = Kind == StoreKind.Postgres
            ? new NpgsqlConnection(Place.Postgres)
            : new SqliteConnection($"Data Source={Place.File}");
        await connection.ExecuteAsync(sql);
    }

    [Test]
    public async Task No_confirmed_change_of_a_subscription_is_missed()
    {
        var confirmed = new HashSet<string>();
        var seen = new HashSet<string>();
        var vendors = Enumerable.Range(0, 4).Select(_ => AccountId.New()).ToList();
        var since = 0L;
        var writing = Task.WhenAll(vendors.Select(Write));
        while (!writing.IsCompleted)
            await Follow();
        await writing;
        await Follow();
        Assert.That(seen, Is.EquivalentTo(confirmed));

        async Task Follow()
        {
            List<string> before;
            lock (confirmed)
                before = [.. confirmed];
            var (rows, next, _) = await Store.Subscriptions.ChangedSince(since, Cancel);
            since = next;
            seen.UnionWith(rows.Where(r => vendors.Contains(r.Account)).Select(r => $"{r.Account}/{r.Name}"));
            Assert.That(seen, Is.SupersetOf(before));
        }

        async Task Write(AccountId vendor)
        {
            for (var i = 0; i < 100; i++)
            {
                await Store.Subscriptions.Put(vendor, $"{i}", "{}", 1_000, Cancel);
                lock (confirmed)
                    confirmed.Add($"{vendor}/{i}");
            }
        }
    }

    private static void Same(Account? got, Account want)
    {
        Assert.That(got!.Salt, Is.EqualTo(want.Salt));
        Assert.That(got with { Salt = want.Salt }, Is.EqualTo(want));
    }

    /// <summary>The id of a vendor that is stored: what counts for an account locks its row.</summary>
    private async Task<AccountId> Added()
    {
        var account = NewAccount();
        Assert.That(await Store.Accounts.Add(account, Key(account), Cancel), Is.True);
        return account.Id;
    }

    private static Account NewAccount() => new(
        AccountId.New(), AccountKind.Vendor, "Acme Prams", "sales@acme.example", RandomNumberGenerator.GetBytes(32), Sample.At, null, null);

    private static ApiKey Key(Account account) =>
        new(new KeyId(Guid.NewGuid().ToString("N")), account.Id, RandomNumberGenerator.GetBytes(32), Sample.At, null);
}

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class ClusterTests(StoreKind kind) : StoreTests(kind)
{
    [Test]
    public async Task Nodes_see_each_other_by_the_databases_clock()
    {
        await Store.Cluster.Beat("a", 1_000, Cancel);
        var (live, now) = await Store.Cluster.Beat("b", 60_000, Cancel);
        Assert.That(live, Does.Contain("a").And.Contain("b"));
        Assert.That(now, Is.EqualTo(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).Within(5_000));
        await Store.Cluster.Leave("a", Cancel);
        Assert.That((await Store.Cluster.Beat("b", 60_000, Cancel)).Live, Does.Contain("b").And.Not.Contain("a"));
    }

    [Test]
    public async Task Node_that_is_silent_for_too_long_is_not_live()
    {
        await Store.Cluster.Beat("silent", 1_000, Cancel);
        while ((await Store.Cluster.Beat("loud", 50, Cancel)).Live.Contains("silent"))
            await Task.Delay(10, Cancel);
        Assert.That((await Store.Cluster.Beat("loud", 60_000, Cancel)).Live, Does.Contain("silent"));
    }

    [Test]
    public async Task Published_position_never_goes_back()
    {
        await Store.Cluster.SetPublished([(1, 10), (2, 20)], Cancel);
        await Store.Cluster.SetPublished([(1, 5), (2, 25), (2, 24), (3, 1)], Cancel);
        Assert.That(
            await Store.Cluster.Published([1, 2, 3, 4], Cancel),
            Is.EquivalentTo(new Dictionary<int, long> { [1] = 10, [2] = 25, [3] = 1, [4] = 0 }));
        await Store.Cluster.SetPublished([], Cancel);
    }
}
