using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>An intent of a build to come, met by this one.</summary>
public sealed class NewerRulesTests
{
    private static readonly StoredEvent Opened = EventCodec.Encode(
        Sample.Intent, 1, Sample.At(0), "",
        new IntentOpened(
            Sample.Customer, Sample.Intended(Sample.Terms() with { Rules = Rules.Newest + 1 }), "",
            Rules.Newest + 1, Sample.Request("post")));

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
            Assert.That(
                ((Decision.Refuse)book.Decide(new WithdrawIntent(Sample.Intent, default, 1, Sample.Request("w"), Sample.Text("t")))).Code,
                Is.EqualTo(Problems.Down));
            Assert.That(book.Decide(new Wake(Sample.Intent, Sample.At(5_000))), Is.InstanceOf<Decision.Nothing>());
            Assert.That((book.Seq, book.Terms.ClosesAt, Dump.Of(book)), Is.EqualTo((2, Sample.At(100), before)));
        }
    }

    [Test]
    public void An_event_of_a_kind_that_is_not_known_stands_in_its_chain()
    {
        var unheard = Unheard(Opened);
        var chain = EventCodec.DecodeChain([Opened, unheard]).ToList();
        Assert.That((chain[1].Event, chain[1].Seq), Is.EqualTo(((MarketEvent)new UnknownEvent(), 2)));
        var altered = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Opened.Bytes).Replace("\"textHash\":\"\"", "\"textHash\":7", StringComparison.Ordinal));
        Assert.That(
            () => EventCodec.Decode(altered, SHA256.HashData(altered)), Throws.TypeOf<NotKnownException>(),
            "of a known kind nothing is guessed");
    }

    [Test]
    public void Under_known_rules_it_ends_what_this_build_decides_of_the_intent()
    {
        var book = Sample.Opened(Sample.Intended());
        book.Apply(new RecordedEvent(Sample.Intent, 2, Sample.At(1), new UnknownEvent(), ""));
        book.Apply(new RecordedEvent(Sample.Intent, 3, Sample.At(200), new ClosingCalled(), ""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((Decision.Refuse)book.Decide(Sample.Submit(new OfferTerms("terms-1", 10)))).Code, Is.EqualTo(Problems.Down));
            Assert.That(book.Decide(new Wake(Sample.Intent, Sample.At(5_000))), Is.InstanceOf<Decision.Nothing>());
            Assert.That((book.Seq, book.IsClosingCalled, book.IsKnown), Is.EqualTo((3, false, false)));
            Assert.That(book.MustBeKnown, Throws.TypeOf<NotKnownException>());
        }
    }

    [Test]
    public void A_word_of_a_known_kind_that_is_not_known_ends_it_too_and_no_more()
    {
        var amended = EventCodec.Encode(
            Sample.Intent, 2, Sample.At(1), Convert.ToHexStringLower(Opened.Hash),
            new IntentAmended(2, Sample.Intended(), "", [], Sample.Request("amend")));
        var worded = With(amended, "\"method\":\"Auction\"", "\"method\":\"Weighted\"");
        Assert.That(() => EventCodec.Decode(worded), Throws.TypeOf<NotKnownException>());
        Assert.That(EventCodec.DecodeToPass(worded).Event, Is.EqualTo(new UnknownEvent()));
        Assert.That(EventCodec.DecodeChain([Opened, worded]).Last().Event, Is.EqualTo(new UnknownEvent()));
        Assert.That(
            () => EventCodec.DecodeChain([Opened, worded with { Hash = amended.Hash }]).ToList(),
            Throws.InstanceOf<InvalidDataException>(),
            "altered is altered");
    }

    [Test]
    public void An_intent_of_newer_rules_is_not_opened_by_this_build()
    {
        var post = Sample.Post(Sample.Intended(Sample.Terms() with { Rules = Rules.Newest + 1 }));
        Assert.That(((Decision.Refuse)new Book(Sample.Intent).Decide(post)).Code, Is.EqualTo(Problems.Down));
    }

    [Test]
    public void A_command_that_says_more_than_is_known_is_not_read()
    {
        var bytes = EventCodec.Encode(Sample.Submit(new OfferTerms("terms-1", 10)));
        Assert.That(EventCodec.DecodeCommand(bytes), Is.InstanceOf<SubmitOffer>());
        var more = Encoding.UTF8.GetString(bytes).Replace("\"inOrder\":", "\"onlyIfFirst\":true,\"inOrder\":", StringComparison.Ordinal);
        Assert.That(() => EventCodec.DecodeCommand(Encoding.UTF8.GetBytes(more)), Throws.InstanceOf<System.Text.Json.JsonException>());
    }

    private static StoredEvent With(StoredEvent e, string text, string inPlaceOf)
    {
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(e.Bytes).Replace(inPlaceOf, text, StringComparison.Ordinal));
        Assert.That(Encoding.UTF8.GetString(bytes), Does.Contain(text));
        return e with { Bytes = bytes, Hash = SHA256.HashData(bytes) };
    }

    private static StoredEvent Unheard(StoredEvent before)
    {
        var bytes = Encoding.UTF8.GetBytes(
            $$$"""{"intent":"{{{Sample.Intent}}}","seq":2,"at":{{{Sample.At(1)}}},"prev":"{{{Convert.ToHexStringLower(before.Hash)}}}","data":{"name":"QuestionAsked","text":7}}""");
        return new StoredEvent(Sample.Intent, 2, Sample.At(1), null, bytes, SHA256.HashData(bytes));
    }
}
