using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class MailTests(StoreKind kind) : StoreTests(kind)
{
    private const int Hold = 60_000;
    private const long Hour = 60 * 60 * 1_000;

    /// <summary>The room is one: a test that needs it for itself takes a store for itself.</summary>
    [Test]
    public async Task One_node_has_the_room_until_it_leaves_or_its_time_is_over()
    {
        await using var store = await TestStores.OpenFresh(Kind);
        Assert.That(await store.Mail.Hold("a", Hold, Cancel), Is.EqualTo((true, (FeedPoint?)null)));
        Assert.That((await store.Mail.Hold("b", Hold, Cancel)).Held, Is.False);
        Assert.That(
            await store.Mail.Derive("b", new FeedPoint(9, 9), [Mail(AccountId.New())], Cancel), Is.False,
            "who does not hold it changes nothing");
        Assert.That(await store.Mail.Derive("a", new FeedPoint(1, 2), [], Cancel), Is.True);
        Assert.That(await store.Mail.Hold("a", Hold, Cancel), Is.EqualTo((true, (FeedPoint?)new FeedPoint(1, 2))));
        await store.Mail.Leave("b", Cancel);
        Assert.That((await store.Mail.Hold("b", Hold, Cancel)).Held, Is.False);
        await store.Mail.Leave("a", Cancel);
        Assert.That(
            await store.Mail.Hold("b", 1, Cancel), Is.EqualTo((true, (FeedPoint?)new FeedPoint(1, 2))), "it goes on from the same point");
        while (!(await store.Mail.Hold("a", Hold, Cancel)).Held)
            await Task.Delay(5, Cancel);
        Assert.That(await store.Mail.Waiting(Cancel), Is.Zero);
    }

    [Test]
    public async Task Feed_for_mails_gives_events_of_intents_and_the_intents_bid_on_once_each()
    {
        await using var store = await TestStores.OpenFresh(Kind);
        var (a, b, vendor) = (IntentId.New(), IntentId.New(), Pseudonym.New());
        await store.Journal.Append(Sample.Batch(
            Sample.Commit(1, 1, Sample.Event(a, 1), Sample.Event(a, 2, vendor), Sample.Event(a, 3, vendor)),
            Sample.Commit(2, 1, Sample.Event(b, 1))), Cancel);
        var feed = await store.Mail.Read(new FeedPoint(0, 0), Cancel);
        Assert.That(feed.AboutIntents.Select(e => e.IntentId), Is.EqualTo(new[] { a, b }));
        Assert.That(feed.BidOn, Is.EqualTo(new[] { a }));
        Assert.That(feed.End, Is.EqualTo(await store.Feed.End(Cancel)));
        var next = await store.Mail.Read(feed.End, Cancel);
        Assert.That((next.AboutIntents.Count, next.BidOn.Count, next.End), Is.EqualTo((0, 0, feed.End)));
    }

    [Test]
    public async Task Mail_is_made_once_and_goes_to_the_person_of_the_account()
    {
        var (person, nobody) = (await Person("ada@example.org"), AccountId.New());
        await Take();
        var (mail, orphan, later) = (Mail(person), Mail(nobody), Mail(person) with { DueAt = long.MaxValue });
        await Store.Mail.Derive("test", new FeedPoint(1, 0), [mail, orphan, later], Cancel);
        await Store.Mail.Derive("test", new FeedPoint(1, 1), [mail with { Kind = MailKind.Lost }], Cancel);
        Assert.That(await Due(person), Is.EqualTo(new[] { (mail, 0, "ada@example.org", true) }));
        Assert.That((await Due(nobody)).Single().Email, Is.Null);

        await Store.Mail.Postpone(mail.Id, 5, "greylisted", Cancel);
        await Store.Mail.Postpone(mail.Id, 6, null, Cancel);
        Assert.That(
            await Due(person), Is.EqualTo(new[] { (mail with { DueAt = 6 }, 1, "ada@example.org", true) }),
            "what is not yet time is no attempt");
        await Store.Mail.Choose(person, mail.Kind, false, 1, 1, Cancel);
        Assert.That((await Due(person)).Single().Wanted, Is.False);
        await Store.Mail.Choose(person, mail.Kind, true, 1, 1, Cancel);
        Assert.That((await Due(person)).Single().Wanted, Is.True);

        await Store.Mail.Settle(mail.Id, "sent", null, Cancel);
        await Store.Mail.Derive("test", new FeedPoint(2, 0), [mail], Cancel);
        Assert.That(await Due(person), Is.Empty, "a mail that was sent is not made again");
        await Store.Mail.Postpone(mail.Id, 7, "late", Cancel);
        Assert.That(await Due(person), Is.Empty);
    }

    [Test]
    public async Task Customers_and_vendors_are_found_where_they_are_people()
    {
        var (customer, vendor, program) = (await Person("c@example.org"), await Person("v@example.org"), AccountId.New());
        var (bidOn, refused) = (IntentId.New(), IntentId.New());
        var offer = Sample.Offer(bidOn, vendor);
        var (ofVendor, ofProgram) = (Pseudonym.New(), Pseudonym.New());
        await Store.Journal.Append(new Batch(
            [Sample.Commit(NewPartition(), 1)], [Sample.Intent(bidOn, account: customer), Sample.Intent(refused, account: customer)],
            [offer, Sample.Offer(refused, vendor) with { Status = OfferStatus.Refused }],
            [new PartyRow(bidOn, vendor, PartyRole.Vendor, ofVendor), new PartyRow(bidOn, program, PartyRole.Vendor, ofProgram)], []),
            Cancel);
        Assert.That(await Store.Mail.Customers([bidOn, refused], haveOffers: true, Cancel), Is.EqualTo(new[] { (bidOn, customer) }));
        Assert.That(await Store.Mail.Customers([bidOn, refused], haveOffers: false, Cancel), Has.Count.EqualTo(2));
        Assert.That(await Store.Mail.Vendors(bidOn, [ofVendor, ofProgram], Cancel), Is.EqualTo(new[] { vendor }));
    }

    [Test]
    public async Task Digest_is_made_once_a_day_for_who_wants_one()
    {
        var vendor = await Person("d@example.org");
        Assert.That(await Store.Mail.Choices(vendor, Cancel), Is.Empty);
        await Store.Mail.Choose(vendor, MailKind.Digest, true, now: 1_000, digestAt: 2_000, Cancel);
        await Store.Mail.Choose(vendor, MailKind.Digest, true, now: 1_500, digestAt: 9_000, Cancel);
        await Make(1_999);
        Assert.That(await Due(vendor), Is.Empty);
        await Make(2_000);
        await Make(2_000);
        var first = (await Due(vendor)).Single().Mail;
        Assert.That((first.Kind, first.Since, first.DueAt), Is.EqualTo((MailKind.Digest, (long?)1_000, 2_000L)));
        await Store.Mail.Settle(first.Id, "sent", null, Cancel);
        await Make(2_000 + 3 * Hour + 5);
        Assert.That((await Due(vendor)).Single().Mail.Since, Is.EqualTo(2_000), "after an absence one digest tells of all");
        await Store.Mail.Choose(vendor, MailKind.Digest, false, 1, 1, Cancel);
        Assert.That((await Due(vendor)).Single().Wanted, Is.False);
        await Store.Mail.Settle((await Due(vendor)).Single().Mail.Id, "dropped", null, Cancel);
        await Make(long.MaxValue / 2);
        Assert.That(await Due(vendor), Is.Empty);

        Task Make(long now) => Store.Mail.MakeDigests(
            now, Hour,
            (account, due) => new Guid(SHA256.HashData([.. account.Value.ToByteArray(), .. BitConverter.GetBytes(due)]).AsSpan(0, 16)),
            Cancel);
    }

    [Test]
    public async Task Matches_count_the_open_intents_that_a_vendor_was_told_of_since()
    {
        var vendor = await Person("m@example.org");
        var (old, closed, a, b) = (IntentId.New(), IntentId.New(), IntentId.New(), IntentId.New());
        await Store.Journal.Append(new Batch(
            [Sample.Commit(NewPartition(), 1)],
            [Sample.Intent(old), Sample.Intent(closed) with { Status = IntentStatus.Awarded }, Sample.Intent(a), Sample.Intent(b)], [],
            [], []), Cancel);
        foreach (var (intent, at) in new[] { (old, 1L), (closed, 5L), (a, 5L), (b, 6L) })
            await Store.Audiences.Add(intent, [new PartyRow(intent, vendor, PartyRole.Vendor, Pseudonym.New())], at, Cancel);
        var (newest, count) = await Store.Mail.Matches(vendor, 5, 1, Cancel);
        Assert.That(newest, Is.EqualTo(new[] { b }));
        Assert.That(count, Is.EqualTo(2));
    }

    [Test]
    public async Task Message_is_written_once_and_mailed_to_the_other_side()
    {
        var (from, to, intent) = (await Person("from@example.org"), await Person("to@example.org"), IntentId.New());
        var message = new MessageRow(Guid.NewGuid(), intent, from, "When do you come?", 7);
        var mail = new MailRow(message.Id, to, MailKind.Message, intent, null, 7);
        Assert.That(await Store.Mail.Write(message, mail, 2, Cancel), Is.True);
        Assert.That(await Store.Mail.Write(message with { Text = "again" }, mail, 2, Cancel), Is.True);
        Assert.That(await Store.Mail.Write(message with { Id = Guid.NewGuid(), At = 8 }, null, 2, Cancel), Is.True);
        Assert.That(await Store.Mail.Write(message with { Id = Guid.NewGuid() }, null, 2, Cancel), Is.False, "a side writes so many");
        Assert.That(await Store.Mail.Write(message with { Id = Guid.NewGuid(), Account = to, At = 9 }, null, 2, Cancel), Is.True);
        Assert.That((await Store.Mail.Messages(intent, 10, Cancel)).Select(m => (m.Account, m.Text, m.At)), Is.EqualTo(
            new[] { (from, "When do you come?", 7L), (from, "When do you come?", 8L), (to, "When do you come?", 9L) }));
        Assert.That(await Store.Mail.Message(message.Id, Cancel), Is.EqualTo(message));
        Assert.That((await Due(to)).Single().Mail, Is.EqualTo(mail));

        await Store.Accounts.Erase(from, Cancel);
        Assert.That((await Store.Mail.Messages(intent, 10, Cancel)).Select(m => m.Account), Is.EqualTo(new[] { to }));
        await Store.Mail.Choose(to, MailKind.Digest, true, 1, 1, Cancel);
        await Store.Accounts.Erase(to, Cancel);
        Assert.That(await Due(to), Is.Empty, "who is erased gets no mail");
        Assert.That(await Store.Mail.Choices(to, Cancel), Is.Empty);
    }

    [Test]
    public async Task Old_mails_are_forgotten_when_they_came_to_their_end()
    {
        var account = AccountId.New();
        await Take();
        var (sent, waiting) = (Mail(account), Mail(account));
        await Store.Mail.Derive("test", new FeedPoint(1, 0), [sent, waiting], Cancel);
        await Store.Mail.Settle(sent.Id, "sent", null, Cancel);
        Assert.That(await Store.Mail.Forget(Cancel), Is.Zero);
        await Store.Database.Write(
            (connection, token) => connection.Change("UPDATE mails SET made_at = 1 WHERE account_id = @account", new { account }, token),
            Cancel);
        Assert.That(await Store.Mail.Forget(Cancel), Is.EqualTo(1));
        Assert.That((await Due(account)).Single().Mail, Is.EqualTo(waiting));
    }

    private static MailRow Mail(AccountId account) => new(Guid.NewGuid(), account, MailKind.FirstOffer, IntentId.New(), null, 5);

    private async Task Take() => Assert.That((await Store.Mail.Hold("test", Hold, Cancel)).Held, Is.True);

    private async Task<List<(MailRow Mail, int Attempts, string? Email, bool Wanted)>> Due(AccountId account) =>
        [.. (await Store.Mail.Due(1_000, Cancel)).Where(d => d.Mail.Account == account)
            .Select(d => (d.Mail, d.Attempts, d.Email, d.Wanted))];

    private async Task<AccountId> Person(string email)
    {
        var account = new Account(
            AccountId.New(), AccountKind.Vendor, "A person", "contact", RandomNumberGenerator.GetBytes(32), Sample.At, null, null);
        await Store.Accounts.Add(
            account, new ApiKey(new KeyId($"{account.Id:N}"), account.Id, RandomNumberGenerator.GetBytes(32), Sample.At, null), Cancel);
        await StorePeople.Own(Store, account.Id, email, Cancel);
        return account.Id;
    }
}

/// <summary>People as the site's sign-up makes them.</summary>
internal static class StorePeople
{
    public static Task Own(Store store, AccountId account, string email, CancellationToken cancel, long signedUpAt = 1) =>
        store.Database.Write(
            async (connection, token) =>
            {
                var person = Guid.NewGuid();
                await connection.Change(
                    """
                    INSERT INTO people (person_id, email, email_key, stamp, failures, created_at, proved_at)
                    VALUES (@person, @email, @key, 'x', 0, @signedUpAt, 1)
                    """,
                    new { person, email, key = $"{email}/{person}", signedUpAt }, token);
                return await connection.Change(
                    """UPDATE accounts SET person_id = @person WHERE account_id = @account""", new { person, account }, token);
            },
            cancel);
}
