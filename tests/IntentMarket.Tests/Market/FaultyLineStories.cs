using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Simulation;
using NUnit.Framework;
using Sample = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Market;

/// <summary>What a node does while its line to the database or to the broker is bad, and after.</summary>
public sealed class FaultyLineStories : VirtualNodes
{
    [Test]
    public void Whatever_a_call_throws_a_node_says_that_it_lives_and_wakes_what_is_due()
    {
        var node = Start("node-1");
        World.RunFor(2_000);
        Carry(node, Posting("due", "Stroller", closesInMs: 6_000));
        World.IsTolerant = true;
        node.Database.Line = LineState.Odd;
        World.RunFor(3_000);
        node.Database.Line = LineState.Sound;
        World.RunFor(8_000);
        Assert.That(StatusOf("due"), Is.Not.EqualTo(IntentStatus.Open));
        Assert.That(node.Get<Ownership>().Owned, Has.Count.EqualTo(Limits.Partitions));
        Assert.That(World.Broken, Does.Contain("nobody expects this"), "it is logged");
    }

    [TestCase(nameof(LineState.Cut))]
    [TestCase(nameof(LineState.Silent))]
    [TestCase(nameof(LineState.Odd))]
    public void Node_that_has_no_database_leaves_all_to_the_other_and_takes_its_share_back(string line)
    {
        var (first, second) = (Start("node-1"), Start("node-2"));
        World.RunFor(3_000);
        Assert.That(first.Get<Ownership>().Owned, Is.Not.Empty);
        Assert.That(second.Get<Ownership>().Owned, Is.Not.Empty);
        World.IsTolerant = line == nameof(LineState.Odd);
        first.Database.Line = Enum.Parse<LineState>(line);
        World.RunFor(8_000);
        Assert.That(first.Get<Ownership>().IsCutOff, Is.True);
        Assert.That(first.Get<Ownership>().Owned, Is.Empty);
        Assert.That(second.Get<Ownership>().Owned, Has.Count.EqualTo(Limits.Partitions));
        for (var n = 0; n < 8; n++)
            Carry(second, Posting($"intent {n}", "Stroller", closesInMs: 2_000), thenMs: 50);
        World.RunFor(6_000);
        for (var n = 0; n < 8; n++)
            Assert.That(StatusOf($"intent {n}"), Is.Not.EqualTo(IntentStatus.Open), "its wake-ups reach the one that is there");
        first.Database.Line = LineState.Sound;
        World.RunFor(5_000);
        Assert.That(first.Get<Ownership>().Owned, Is.Not.Empty);
        Assert.That(first.Get<Ownership>().Owned.Concat(second.Get<Ownership>().Owned), Is.Unique.And.Exactly(Limits.Partitions).Items);
    }

    /// <summary>A match stands where it was made: what came before it is not told, and the intent is told as it was then.</summary>
    [Test]
    public void Bot_of_a_vendor_that_a_later_version_meets_is_told_what_its_pages_tell_though_the_broker_was_away()
    {
        var (early, late) = (SimulatedPeople.Vendor(0), SimulatedPeople.Vendor(3));
        Now(Store.Subscriptions.Put(late.Id, "amended", """{"anyKeyword":["twins"]}""", 10, CancellationToken.None));
        var node = Start("node-1");
        World.RunFor(2_000);
        node.Link.Lose();
        var posted = Posting("amended", "Stroller", closesInMs: 60_000);
        Carry(node, posted);
        Carry(node, new AmendIntent(
            posted.IntentId, posted.Actor, World.NowMs, Sample.Request("amend"), 1, posted.Terms with { TermsHash = "terms-2" },
            Title("For twins")));
        World.RunFor(3_000);
        node.Link.Return();
        World.RunFor(5_000);
        Assert.That(Told(early).Select(n => n.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened, NoticeTypes.IntentAmended]));
        Assert.That(Told(late).Select(n => n.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
        Assert.That(Bodies(early), Is.EqualTo(Told(early).Select(n => Encoding.UTF8.GetString(WireJson.Bytes(n)))));
        Assert.That(Bodies(late), Is.EqualTo(Told(late).Select(n => Encoding.UTF8.GetString(WireJson.Bytes(n)))));

        IEnumerable<string> Bodies(Account vendor) => Inbox(vendor).Select(m => Encoding.UTF8.GetString(m.Body.Span));
    }

    /// <summary>The database has it, and the node does not know: it may not take it for told.</summary>
    [Test]
    public void Vendors_whose_adding_lost_its_answer_are_told()
    {
        var node = Start("node-1");
        World.RunFor(2_000);
        var lost = 0;
        node.Database.LosesAnswer = () =>
            Now(Store.Audiences.WithInbox(Sample.Id("lost"), long.MaxValue, CancellationToken.None)).Count > 0 && lost++ == 0;
        Carry(node, Posting("lost", "Stroller", closesInMs: 60_000), thenMs: 5_000);
        Assert.That(lost, Is.Positive);
        foreach (var vendor in (int[])[0, 1, 5])
            Assert.That(Inbox(SimulatedPeople.Vendor(vendor)).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
    }

    [Test]
    public void What_the_broker_did_not_take_is_told_in_order_when_it_is_back_by_the_next_owner_too([Values] bool ownerDies)
    {
        var node = Start("node-1");
        World.RunFor(2_000);
        Carry(node, Posting("told", "Stroller", closesInMs: 60_000));
        World.RunFor(1_000);
        var vendor = SimulatedPeople.Vendor(0);
        Assert.That(Inbox(vendor).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
        node.Link.Lose();
        for (var n = 0; n < 5; n++)
            Carry(node, Offer(n));
        if (ownerDies)
        {
            node.Computer.Die();
            Start("node-2");
        }
        else
        {
            World.RunFor(3_000);
            node.Link.Return();
        }
        World.RunFor(8_000);
        Assert.That(Inbox(vendor).Select(m => m.MessageId), Is.EqualTo(Told(vendor).Select(n => n.Id)));
        Assert.That(Inbox(vendor), Has.Count.EqualTo(6));
        Assert.That(Inbox(SimulatedPeople.Vendor(6)), Is.Empty, "who has no part in it");
    }

    /// <summary>The link is made anew while the next notice is written: it waits for the one that was lost.</summary>
    [Test]
    public void What_comes_after_a_notice_that_was_lost_is_told_after_it()
    {
        var node = Start("node-1");
        World.RunFor(2_000);
        Carry(node, Posting("told", "Stroller", closesInMs: 60_000), thenMs: 1_500);
        node.Link.TakesMs = 5_000;
        Carry(node, Offer(0), thenMs: 1_500);
        Carry(node, Offer(1), thenMs: 0);
        node.Database.Line = LineState.Silent;
        node.Link.Lose();
        World.RunFor(200);
        node.Link.TakesMs = 0;
        node.Link.Return();
        World.RunFor(500);
        node.Database.Line = LineState.Sound;
        World.RunFor(8_000);
        var vendor = SimulatedPeople.Vendor(0);
        Assert.That(Inbox(vendor).Select(m => m.MessageId), Is.EqualTo(Told(vendor).Select(n => n.Id)));
        Assert.That(Inbox(vendor), Has.Count.EqualTo(3));
    }

    /// <summary>It does not know yet of the other, whose part that is by now.</summary>
    [Test]
    public void What_an_owner_of_before_stored_and_told_nobody_is_told_by_the_present_one()
    {
        var first = Start("node-1");
        World.RunFor(2_300);
        var second = Start("node-2");
        World.RunFor(300);
        var intent = Enumerable.Range(0, Limits.Partitions).Select(n => $"left {n}")
            .First(name => second.Get<Ownership>().Owns(PartitionOf(name)));
        Assert.That(first.Get<Ownership>().Owns(PartitionOf(intent)), Is.True);
        Carry(first, Posting(intent, "Stroller", closesInMs: 60_000), thenMs: 0);
        first.Computer.Die();
        first.Link.Lose();
        World.RunFor(8_000);
        foreach (var vendor in (int[])[0, 1, 5])
        {
            Assert.That(Told(SimulatedPeople.Vendor(vendor)).Select(n => n.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
            Assert.That(Inbox(SimulatedPeople.Vendor(vendor)).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
        }

        static int PartitionOf(string name) => Partitions.Of((IntentId)Sample.Id(name));
    }

    /// <summary>The one that stored it and the one that took its partition look for vendors at once.</summary>
    [Test]
    public void Vendors_whom_another_node_added_and_could_not_tell_are_told()
    {
        var first = Start("node-1");
        World.RunFor(2_000);
        var intent = Enumerable.Range(0, Limits.Partitions).Select(n => $"both {n}")
            .First(name => Partitions.Owner(Partitions.Of((IntentId)Sample.Id(name)), ["node-1", "node-2"]) == "node-2");
        Carry(first, Posting(intent, "Stroller", closesInMs: 60_000), thenMs: 0);
        first.Database.Line = LineState.Silent;
        var second = Start("node-2");
        second.Link.Lose();
        World.RunFor(1_000);
        Assert.That(Now(Store.Audiences.WithInbox(Sample.Id(intent), long.MaxValue, CancellationToken.None)), Is.Not.Empty);
        first.Database.Line = LineState.Sound;
        World.RunFor(1_000);
        second.Computer.Die();
        World.RunFor(8_000);
        foreach (var vendor in (int[])[0, 1, 5])
            Assert.That(Inbox(SimulatedPeople.Vendor(vendor)).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));
    }

    private SubmitOffer Offer(int n) => new(
        Sample.Id("told"), Of(SimulatedPeople.Vendor(0), "told"), World.NowMs, Sample.Request($"offer {n}"), $"key {n}",
        Sample.Id($"offer {n}"),
        new OfferTerms("terms-1", 90_00 - n), null, InOrder: false);

    [Test]
    public void Vendors_are_looked_for_and_places_told_when_the_database_is_back()
    {
        var node = Start("node-1");
        World.RunFor(2_000);
        var vendor = SimulatedPeople.Vendor(0);
        Carry(node, Posting("kept", "Stroller", closesInMs: 60_000), thenMs: 0);
        node.Database.Line = LineState.Cut;
        World.RunFor(3_000);
        Assert.That(Inbox(vendor), Is.Empty);
        node.Database.Line = LineState.Sound;
        World.RunFor(3_000);
        Assert.That(Inbox(vendor).Select(m => m.Type), Is.EqualTo((string[])[NoticeTypes.IntentOpened]));

        var offer = new OfferTerms("terms-1", 90_00);
        Carry(
            node, new SubmitOffer(
                Sample.Id("kept"), Of(vendor, "kept"), World.NowMs, Sample.Request("offer"), "key", Sample.Id("kept offer"), offer, null,
                InOrder: false),
            thenMs: 0);
        node.Database.Line = LineState.Silent;
        World.RunFor(3_000);
        node.Database.Line = LineState.Sound;
        World.RunFor(6_000);
        Assert.That(
            Broker.Inboxes[EdgeTopology.Inbox(vendor.Id)].Count(m => m.Type == NoticeTypes.OfferRank), Is.EqualTo(1), "its place, once");
    }

    [Test]
    public void Who_follows_at_a_node_that_was_cut_off_is_told_once_what_came_meanwhile()
    {
        var (first, second) = (Start("node-1"), Start("node-2"));
        World.RunFor(3_000);
        var got = new List<string>();
        first.Computer.Run(async () => await first.Get<NoticeFeed>().Follow(
            SimulatedPeople.Customer, new FeedCursor(default, 0, Sample.Start), null,
            (_, notice, _) =>
            {
                got.Add(notice.Id);
                return Task.CompletedTask;
            },
            CancellationToken.None));
        World.RunFor(500);
        first.Database.Line = LineState.Cut;
        World.RunFor(7_000);
        for (var n = 0; n < 3; n++)
            Carry(second, Posting($"meanwhile {n}", "Stroller", closesInMs: 60_000));
        first.Database.Line = LineState.Sound;
        World.RunFor(3_000);
        var owner = second.Get<Ownership>().Owns(Partitions.Of((IntentId)Sample.Id("after"))) ? second : first;
        Carry(owner, Posting("after", "Stroller", closesInMs: 60_000));
        World.RunFor(2_000);
        Assert.That(got, Is.EqualTo(Told(SimulatedPeople.Customer).Select(n => n.Id)));
        Assert.That(got, Has.Count.EqualTo(4));
    }
}
