using System.Security.Cryptography;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Storage;
using NUnit.Framework;

namespace IntentMarket.Tests.Stores;

[TestFixtureSource(typeof(TestStores), nameof(TestStores.Kinds))]
public sealed class RemovalTests(StoreKind kind) : StoreTests(kind)
{
    private long _position;

    [Test]
    public async Task Offers_of_a_suspended_vendor_are_to_leave_those_with_a_clock_first_and_none_that_came_after_it_was_restored()
    {
        var (partition, vendor, other) = (NewPartition(), await Account(AccountKind.Vendor), await Account(AccountKind.Vendor));
        var late = Sample.Intent(IntentId.New(), partition) with { WakeAt = 900 };
        var soon = Sample.Intent(IntentId.New(), partition) with { WakeAt = 100, Status = IntentStatus.Evaluating };
        var clocked =
            Sample.Intent(IntentId.New(), partition) with { WakeAt = 5_000, Terms = """{"auction":{"clock":{"start":1}}}"""u8.ToArray() };
        var over = Sample.Intent(IntentId.New(), partition) with { Status = IntentStatus.Awarded };
        IntentRow[] intents = [late, soon, clocked, over];
        var offers = intents.Select((i, n) =>
            Sample.Offer(i.IntentId, vendor) with { Status = n == 1 ? OfferStatus.Unconfirmed : OfferStatus.Live, At = 1_000 }).ToList();
        await Keep(partition, intents, [.. offers, Sample.Offer(late.IntentId, other)]);
        Assert.That(await Store.Removals.Next([partition], 10, Cancel), Is.Empty);
        Assert.That(await Store.Removals.Takes(offers[0].OfferId, Cancel), Is.False);

        await Store.Accounts.Suspend(vendor, 2_000, "does not deliver", Cancel);
        Assert.That(await Store.Removals.Any(Cancel), Is.True);
        Assert.That(
            (await Store.Removals.Next([partition], 10, Cancel)).Select(o => o.OfferId),
            Is.EqualTo((OfferId[])[offers[2].OfferId, offers[1].OfferId, offers[0].OfferId]));
        Assert.That(await Store.Removals.Next([NewPartition()], 10, Cancel), Is.Empty);
        Assert.That(await Store.Removals.Takes(offers[0].OfferId, Cancel), Is.True);
        Assert.That(await Store.Removals.Finish(3_000, Cancel), Is.Zero, "it has offers left");

        await Store.Accounts.Restore(vendor, 3_000, Cancel);
        var anew = Sample.Offer(late.IntentId, vendor, "anew") with { At = 4_000 };
        await Keep(partition, [], [anew, offers[0] with { Status = OfferStatus.Removed }, offers[2] with { Status = OfferStatus.Removed }]);
        Assert.That(
            (await Store.Removals.Next([partition], 10, Cancel)).Select(o => o.OfferId), Is.EqualTo((OfferId[])[offers[1].OfferId]),
            "also once it was restored");
        Assert.That(await Store.Removals.Takes(anew.OfferId, Cancel), Is.False);
        await Keep(partition, [], [offers[1] with { Status = OfferStatus.Removed }]);
        Assert.That(
            (await Store.Removals.Finish(1_999, Cancel), await Store.Removals.Finish(2_001, Cancel)), Is.EqualTo((0, 1)),
            "when all that was under way has arrived");
    }

    [Test]
    public async Task Accounts_of_a_person_are_found_by_one_another_and_a_suspended_customer_has_nothing_to_remove()
    {
        var (person, customer, vendor) = (Guid.NewGuid(), AccountId.New(), AccountId.New());
        await Store.People.OpenAccount(person, Made(customer, AccountKind.Customer), Cancel);
        await Store.People.OpenAccount(person, Made(vendor, AccountKind.Vendor), Cancel);
        Assert.That(await Store.Accounts.OthersOf(customer, Cancel), Is.EqualTo((AccountId[])[vendor]));
        Assert.That(
            await Store.Accounts.OthersOf(await Account(AccountKind.Vendor), Cancel), Is.Empty, "an operator's accounts are nobody's");
        Assert.That((await Store.Accounts.Get(vendor, Cancel))!.Person, Is.EqualTo(person));
        var intent = Sample.Intent(IntentId.New(), NewPartition(), customer);
        await Keep(intent.Partition, [intent], []);
        Assert.That(await Store.Intents.Owner(intent.IntentId, Cancel), Is.EqualTo(((AccountId?)customer, (Guid?)person)));

        await Store.Accounts.Suspend(customer, 7_000, "not serious", Cancel);
        Assert.That((await Store.Accounts.Suspended(Cancel))[customer], Is.EqualTo(7_000));
        Assert.That(await Store.Removals.Finish(8_000, Cancel), Is.Zero);
        await Store.Accounts.Restore(customer, 8_000, Cancel);
        Assert.That((await Store.Accounts.Suspended(Cancel)).Keys, Does.Not.Contain(customer));
    }

    private async Task<AccountId> Account(AccountKind kind)
    {
        var id = AccountId.New();
        await Store.Accounts.Add(Made(id, kind), new ApiKey(new KeyId($"{id:N}"), id, [1], Sample.At, null), Cancel);
        return id;
    }

    private static Account Made(AccountId id, AccountKind kind) =>
        new(id, kind, "A name", null, RandomNumberGenerator.GetBytes(32), Sample.At, null, null);

    private async Task Keep(int partition, IReadOnlyList<IntentRow> intents, IReadOnlyList<OfferRow> offers) =>
        await Store.Journal.Append(new Batch([Sample.Commit(partition, ++_position)], intents, offers, [], []), Cancel);
}
