using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>An intent of a build to come, met by this one.</summary>
public sealed class NewerRulesTests
{
    private static readonly NewEvent Opened = EventCodec.Encode(
        Sample.Intent, 1, Sample.At(0), "",
        new IntentOpened(Sample.Customer, Sample.Intended(Sample.Terms() with { Rules = Rules.Newest + 1 }), "", Rules.Newest + 1, Sample.Request("post")));

    [Test]
    public void Its_commands_are_answered_down_and_its_wake_ups_mean_nothing()
    {
        var book = new Book(Sample.Intent);
        book.Apply(EventCodec.Decode(Opened.Bytes, Opened.Hash));
        book.Apply(EventCodec.Decode(Unheard(Opened).Bytes, Unheard(Opened).Hash));
        var offer = Sample.Submit(new OfferTerms("terms-1", 10));
        var before = Dump.Of(book);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((Decision.Refuse)book.Decide(offer)).Code, Is.EqualTo(Problems.Down));
            Assert.That(((Decision.Refuse)book.Preview(offer)).Code, Is.EqualTo(Problems.Down));
            Assert.That(((Decision.Refuse)book.Decide(new WithdrawIntent(Sample.Intent, default, 1, Sample.Request("w"), Sample.Text("t")))).Code, Is.EqualTo(Problems.Down));
            Assert.That(book.Decide(new Wake(Sample.Intent, Sample.At(5_000))), Is.InstanceOf<Decision.Nothing>());
            Assert.That((book.Seq, book.Terms.ClosesAt, Dump.Of(book)), Is.EqualTo((2, Sample.At(100), before)));
        }
    }

    [Test]
    public void An_event_of_a_kind_that_is_not_known_stands_in_its_chain()
    {
        var unheard = Unheard(Opened);
        var chain = EventCodec.DecodeChain([Stored(Opened), Stored(unheard)]).ToList();
        Assert.That((chain[1].Event, chain[1].Seq), Is.EqualTo(((MarketEvent)new UnknownEvent(), 2)));
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Opened.Bytes).Replace("\"textHash\":\"\"", "\"textHash\":7", StringComparison.Ordinal));
        Assert.That(() => EventCodec.Decode(altered, SHA256.HashData(altered)), Throws.InstanceOf<System.Text.Json.JsonException>(), "of a known kind nothing is guessed");
    }

    /// <summary>Under rules that are known there is no such event: the book was altered, or a build of a mistake wrote it.</summary>
    [Test]
    public void Under_known_rules_it_is_a_broken_invariant()
    {
        var book = Sample.Opened(Sample.Intended());
        Assert.That(() => book.Apply(new RecordedEvent(Sample.Intent, 2, Sample.At(1), new UnknownEvent(), "")), Throws.InvalidOperationException);
    }

    private static NewEvent Unheard(NewEvent before)
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$$"""{"intent":"{{{Sample.Intent}}}","seq":2,"at":{{{Sample.At(1)}}},"prev":"{{{Convert.ToHexStringLower(before.Hash)}}}","data":{"name":"QuestionAsked","text":7}}""");
        return new NewEvent(Sample.Intent, 2, Sample.At(1), null, new UnknownEvent(), bytes, SHA256.HashData(bytes));
    }

    private static StoredEvent Stored(NewEvent e) => new(e.IntentId, e.Seq, e.Vendor, e.Bytes, e.Hash, 0, 1, 1, 0);
}
