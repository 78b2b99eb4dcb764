using System.Security.Cryptography;
using System.Text;
using Dapper;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

/// <summary>An account leaves: all that opens it ends at once, what binds is kept as long as it binds, and nothing else of
/// its person is left.</summary>
[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class LeavingTests(StoreKind kind) : StoreTests(kind)
{
    private const string Canary = "canary";
    private const long Now = Sample.At + 500;

    /// <summary>What each table holds of a person; null: nothing. A table without a row here is a fault: say what of a person it holds,
    /// and have it erased.</summary>
    private static readonly Dictionary<string, string?> Tables = new()
    {
        ["accounts"] = "name, contact, the salt of pseudonyms, whose it is; the bare row stays",
        ["api_keys"] = "keys and their names",
        ["audience"] = "who is behind a pseudonym",
        ["broker_credentials"] = "broker users",
        ["claims"] = "what a vendor claims to hold",
        ["commits"] = null,
        ["digests"] = "who wants a digest",
        ["drafts"] = "requests that were not posted",
        ["events"] = null, // pseudonyms, and hashes of salted texts
        ["feed_hours"] = null,
        ["intents"] = "whose they are",
        ["leavings"] = "who leaves",
        ["links"] = "an address, until the link expires",
        ["mail_choices"] = "which mails are wanted",
        ["mail_room"] = null,
        ["mails"] = "to whom which mail went",
        ["messages"] = "what was written about an award",
        ["migrations"] = null,
        ["nodes"] = null,
        ["offers"] = "whose they are, and their keys",
        ["partitions"] = null,
        ["passkeys"] = "passkeys and their names",
        ["people"] = "the address, the password's hash",
        ["postings"] = "who is posting",
        ["profiles"] = "what a vendor says of itself",
        ["protection_keys"] = null,
        ["removals"] = "whose offers leave with a suspension",
        ["reports"] = "who reported, and why",
        ["requests"] = "keyed hashes of requests",
        ["sessions"] = "where somebody is signed in",
        ["settings"] = null,
        ["subscriptions"] = "alerts",
        ["tallies"] = null, // keyed hashes of addresses, for a day
        ["taxonomies"] = null,
        ["texts"] = "free texts",
        ["told"] = "whom an event was told",
        ["unpublished"] = null, // intents, and where in the program a fault was
    };

    [Test]
    public async Task Nothing_of_a_person_is_left_in_any_table()
    {
        var place = await TestStores.Fresh(Kind);
        await using var store = await place.Open();
        var (person, accounts) = await Somebody(store);
        var (customer, vendor) = (accounts[0], accounts[1]);
        var own = await Live(store, customer, vendor);
        var bound = IntentId.New();
        var offer = await Bid(store, bound, vendor, -2_000);
        string[] marks = [Canary, $"{person:N}", $"{customer:N}", $"{vendor:N}"];
        await store.Accounts.Suspend(vendor, 7, "a canary was caught", Cancel);

        var before = await Dump(store);
        Assert.That(before.Keys, Is.EquivalentTo(Tables.Keys), "a table that this test does not know");

        Assert.That(await store.Leavings.BeginAll(person, Now, Cancel), Is.EquivalentTo(accounts));
        before = (await Dump(store)).Concat(before).ToLookup(t => t.Key, t => t.Value).ToDictionary(t => t.Key, t => string.Concat(t));
        foreach (var (table, holds) in Tables)
            Assert.That(marks.Any(before[table].Contains), Is.EqualTo(holds is not null), $"what {table} holds of a person");
        var begun = await Dump(store);
        foreach (var ended in (string[])["people", "sessions", "passkeys", "links", "api_keys"])
            Assert.That(marks.Where(begun[ended].Contains), Is.Empty, ended);
        Assert.That(await store.Accounts.ListCredentials(vendor, Cancel), Is.Empty);
        Assert.That(await store.Leavings.BeginAll(person, Now, Cancel), Is.Empty);

        // A vendor that is bound keeps what its customer needs of it, and that alone.
        Assert.That(await store.Leavings.KeptBy(vendor, Now, Cancel), Is.EqualTo((KeptOffer[])[new(bound, Sample.At + 2_000)]));
        await store.Accounts.EraseLeaving(customer, [], Cancel);
        await store.Accounts.EraseLeaving(vendor, [bound], Cancel);
        await store.Leavings.NoteSwept(vendor, Sample.At + 2_000, Cancel);
        Assert.That((await store.Accounts.Get(vendor, Cancel))!.Contact, Does.Contain(Canary));
        Assert.That((await store.Offers.Get(offer.OfferId, Cancel))!.Row.Account, Is.EqualTo(vendor));
        Assert.That((await store.Audiences.Resolve(bound, [offer.Vendor], Cancel)).Single().Account, Is.EqualTo(vendor));
        var kept = await Dump(store);
        string[] needed = ["accounts", "claims", "offers", "profiles", "subscriptions", "texts"];
        Assert.That(Tables.Keys.Where(table => kept[table].Contains(Canary)), Is.EquivalentTo(needed));
        Assert.That((await store.Intents.Get(own, Cancel))!.Row.Account, Is.Null);
        Assert.That((await Listed(store, vendor)).Stands, Is.True);

        // It won: its customer is to find out whom they deal with, until when it was told.
        await Keep(store, Sample.Intent(bound) with { Status = IntentStatus.Awarded }, offer with { Status = OfferStatus.Won });
        Assert.That(
            ((await Listed(store, vendor)).Stands, (await Listed(store, vendor, Sample.At + 2_001)).Stands), Is.EqualTo((true, false)));
        Assert.That(await store.Leavings.KeptBy(vendor, Now, Cancel), Is.EqualTo((KeptOffer[])[new(bound, null)]));

        foreach (var account in accounts)
        {
            await store.Accounts.EraseLeaving(account, [], Cancel);
            await store.Leavings.Finish(account, Cancel);
        }
        Assert.That(await store.Removals.Finish(8, Cancel), Is.EqualTo(1));
        var after = await Dump(store);
        foreach (var table in Tables.Keys.Where(table => table != "accounts"))
            Assert.That(marks.Where(after[table].Contains), Is.Empty, table);
        Assert.That(after["accounts"], Does.Not.Contain(Canary).And.Not.Contain($"{person:N}"));
        foreach (var account in accounts)
        {
            var left = (await store.Accounts.Get(account, Cancel))!;
            Assert.That(left.IsErased, Is.True);
            Assert.That(left, Is.EqualTo(new Account(account, left.Kind, null, null, left.Salt, Sample.At, null, null, LeftAt: Now)));
        }
        if (Kind == StoreKind.Postgres)
            return;
        // Not in the free space of the file either.
        await using var file = new SqliteConnection($"Data Source={place.File}");
        await file.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.That(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(place.File, Cancel)), Does.Not.Contain(Canary));
    }

    [Test]
    public async Task Last_of_two_accounts_that_leave_at_once_takes_the_person_with_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var (person, accounts) = await Somebody(Store);
            await Task.WhenAll(accounts.Select(account => Store.Leavings.Begin(account, Now, Cancel)));
            Assert.That(await Store.People.Get(person, Cancel), Is.Null);
        }
    }

    [Test]
    public async Task One_account_of_two_leaves_and_its_person_stays()
    {
        var (person, accounts) = await Somebody(Store);
        await Store.Leavings.Begin(accounts[1], Now, Cancel);
        Assert.That(await Store.People.Get(person, Cancel), Is.Not.Null);
        Assert.That((await Store.People.Accounts(person, Cancel)).Select(a => a.Id), Is.EqualTo((AccountId[])[accounts[0]]));
        Assert.That(await Store.Accounts.ListKeys(accounts[1], Cancel), Is.Empty);
        Assert.That(await Store.Accounts.GetMany(accounts, Cancel), Has.Count.EqualTo(1), "who leaves is told nothing");
        Assert.That(await Store.People.OpenAccount(person, Made(person, AccountKind.Vendor), Cancel), Is.True);
        await Store.Leavings.BeginAll(person, Now, Cancel);
        Assert.That(await Store.People.Get(person, Cancel), Is.Null);
    }

    [Test]
    public async Task Nothing_is_opened_for_who_has_left()
    {
        var (person, accounts) = await Somebody(Store);
        await Store.Leavings.BeginAll(person, Now, Cancel);
        await SignIn(Store, person);
        Assert.That(await Store.People.Sessions(person, Now, Cancel), Is.Empty);
        Assert.That(await Store.People.Passkeys(person, Cancel), Is.Empty);
        Assert.That(await Store.People.OpenAccount(person, Made(person, AccountKind.Vendor), Cancel), Is.False);
        var key = new ApiKey(new KeyId(Guid.NewGuid().ToString("N")), accounts[0], [1], Now, null);
        await Store.Accounts.AddKey(key, 10, Cancel);
        Assert.That(await Store.Accounts.FindKey(key.Id, Cancel), Is.Null);
    }

    [Test]
    public async Task What_was_on_its_way_is_withdrawn_when_it_has_come()
    {
        var vendor = (await Somebody(Store)).Accounts[1];
        var bound = await Bid(Store, IntentId.New(), vendor, -2_000);
        await Store.Leavings.Begin(vendor, Now, Cancel);
        Assert.That(
            (await Store.Leavings.Offers(vendor, default, 10, Cancel)).Select(o => o.OfferId), Is.EqualTo((OfferId[])[bound.OfferId]));
        await Store.Leavings.NoteSwept(vendor, Now + 1_000, Cancel);
        Assert.That((await Listed(Store, vendor)).HasMore, Is.False, "it binds: it was tried");

        var late = await Bid(Store, IntentId.New(), vendor, 2_000);
        Assert.That((await Listed(Store, vendor)).HasMore, Is.True);
        Assert.That(
            (await Store.Leavings.Offers(vendor, default, 10, Cancel)).Select(o => o.OfferId), Is.EqualTo((OfferId[])[late.OfferId]));
        Assert.That((await Listed(Store, vendor, Now + Limits.SettledMs)).HasMore, Is.False, "it binds too");
        await Keep(Store, Sample.Intent(late.IntentId), late with { Status = OfferStatus.Unconfirmed });
        Assert.That((await Listed(Store, vendor, Now + Limits.SettledMs)).HasMore, Is.True);

        await Keep(Store, Sample.Intent(late.IntentId) with { Status = IntentStatus.Withdrawn }, bound with { Status = OfferStatus.Lost });
        Assert.That((await Listed(Store, vendor)).Stands, Is.False);
    }

    private static async Task<Leaving> Listed(Store store, AccountId account, long now = Now) => (await store.Leavings.List(now, Cancel))
        .Single(l => l.Account == account);

    private static async Task<(Guid Person, IReadOnlyList<AccountId> Accounts)> Somebody(Store store)
    {
        var person = Guid.NewGuid();
        var email = $"{Canary}-{person:N}@example.org";
        await store.People.Add(new PersonRow(person, email, email.ToUpperInvariant(), $"{Canary} of a hash", "stamp", Sample.At), Cancel);
        await store.Links.Add(
            new LinkRow(Guid.NewGuid(), LinkPurpose.Password, email, email.ToUpperInvariant(), null, Now, Now + 1_000), Cancel);
        await SignIn(store, person);
        Account[] accounts = [Made(person, AccountKind.Customer), Made(person, AccountKind.Vendor)];
        foreach (var account in accounts)
        {
            Assert.That(await store.People.OpenAccount(person, account, Cancel), Is.True);
            await store.Accounts.AddKey(
                new ApiKey(new KeyId(Guid.NewGuid().ToString("N")), account.Id, [1], Now, null, $"the {Canary}'s till"), 10, Cancel);
        }
        return (person, [.. accounts.Select(a => a.Id)]);
    }

    private static async Task SignIn(Store store, Guid person)
    {
        await store.People.AddSession(
            new SessionRow(Guid.NewGuid(), person, $"{Canary} browser", Now, Now, Now + 1_000), RandomNumberGenerator.GetBytes(32),
            [1], Cancel);
        await store.People.PutPasskey(new PasskeyRow(RandomNumberGenerator.GetBytes(16), person, $"{Canary} phone", "{}", Now), Cancel);
    }

    private static Account Made(Guid person, AccountKind kind) =>
        new(
            AccountId.New(), kind, $"A {Canary}", $"{Canary}@example.org", RandomNumberGenerator.GetBytes(32), Sample.At, null,
            null, person);

    /// <summary>They use all that there is; the customer's intent is over.</summary>
    private static async Task<IntentId> Live(Store store, AccountId customer, AccountId vendor)
    {
        var (intent, pseudonym) = (IntentId.New(), Pseudonym.New());
        var row = Sample.Intent(intent, account: customer) with { Status = IntentStatus.Awarded };
        await store.Journal.Append(
            new Batch(
                [Sample.Commit(NewPartition(), 1, Sample.Event(intent, 1) with { Told = [new ToldTo(pseudonym, customer.Value)] })], [row],
                [],
                [new PartyRow(intent, customer, PartyRole.Customer, pseudonym)],
                [Sample.Text(intent, intent, "texts", $"For my {Canary}", customer)]),
            Cancel);
        foreach (var account in (AccountId[])[customer, vendor])
        {
            await store.Mail.Choose(account, MailKind.Message, false, Now, Now, Cancel);
            await store.Mail.Choose(account, MailKind.Digest, true, Now, Now, Cancel);
            var message = new MessageRow(Guid.NewGuid(), intent, account, $"The {Canary} writes", Now);
            await store.Mail.Write(message, new MailRow(message.Id, account, MailKind.Message, intent, null, Now), 10, Cancel);
            await store.Reports.Add(new ReportRow(Guid.NewGuid(), account, intent, null, $"A {Canary} complains", Now), 10, 0, Cancel);
            await store.Accounts.Claim(account, "POST /keys", "k", "b", Now, Cancel);
        }
        await store.Drafts.Save(new Draft(Guid.NewGuid(), customer, $"A {Canary} cage", Now), [1], Cancel);
        await store.Postings.Take(customer, IntentId.New(), new PostingShare(0, 0), new PostingShare(0, 0), Now, Cancel);
        await store.Accounts.AddCredential(new BrokerCredential(Guid.NewGuid(), vendor, $"v.{Canary}", Now), 10, Cancel);
        await store.Subscriptions.Put(vendor, $"{Canary} cages", $$"""{"anyKeyword": ["{{Canary}}"]}""", 10, Cancel);
        await store.Profiles.Put(
            vendor, $"{Canary} cages since 1900", [new ClaimRow(Guid.NewGuid(), vendor, $"{Canary} 9001", null, Now)], Now, Cancel);
        return intent;
    }

    /// <summary>An offer of the vendor's, with a note, on an open intent of somebody else.</summary>
    private static async Task<OfferRow> Bid(Store store, IntentId intent, AccountId vendor, long after)
    {
        var offer = Sample.Offer(intent, vendor, $"{Canary}-1") with
        {
            At = Now - 100 + after,
            Terms = EventCodec.Encode(new OfferTerms("terms", 39_900)),
        };
        await store.Journal.Append(
            new Batch(
                [Sample.Commit(
                    NewPartition(), 1, Sample.Event(intent, 1),
                    Sample.Event(intent, 2, offer.Vendor) with { Told = [new ToldTo(offer.Vendor, vendor.Value)] })],
                [Sample.Intent(intent)], [offer], [new PartyRow(intent, vendor, PartyRole.Vendor, offer.Vendor)],
                [Sample.Text(intent, offer.OfferId, "note", $"The {Canary} sings", vendor)]),
            Cancel);
        return offer;
    }

    private static Task Keep(Store store, IntentRow intent, OfferRow offer) =>
        store.Journal.Append(new Batch([Sample.Commit(NewPartition(), 1)], [intent], [offer], [], []), Cancel);

    /// <summary>All that stands in each table, with ids and bytes as hex.</summary>
    private async Task<Dictionary<string, string>> Dump(Store store)
    {
        var dump = new Dictionary<string, string>();
        var tables = await store.Database.Read(
            (connection, token) => connection.List(
                Kind == StoreKind.Sqlite
                    ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                    : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
                new { }, r => r.GetString(0), token),
            Cancel);
        foreach (var table in tables)
        {
            var rows = await store.Database.Read(
                (connection, token) => connection.List(
                    $"SELECT * FROM {table}", new { },
                    r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(c => r.GetValue(c) switch
                    {
                        Guid id => $"{id:N}",
                        byte[] bytes => Convert.ToHexStringLower(bytes),
                        var value => $"{value}",
                    })), token),
                Cancel);
            dump[table] = string.Join('\n', rows);
        }
        return dump;
    }
}
