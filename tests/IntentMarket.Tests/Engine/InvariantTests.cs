using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What a book takes from its journal and from nobody else.</summary>
public sealed class InvariantTests
{
    [Test]
    public void Event_that_does_not_follow_the_last_one_is_a_broken_invariant()
    {
        var book = Sample.Opened(Sample.Intended());
        Assert.Multiple(() =>
        {
            Assert.That(() => book.Apply(Closing(Sample.Intent, 1)), Throws.InvalidOperationException);
            Assert.That(() => book.Apply(Closing(Sample.Intent, 3)), Throws.InvalidOperationException);
            Assert.That(() => book.Apply(Closing(Sample.Id("other"), 2)), Throws.InvalidOperationException);
            Assert.That((book.Seq, book.IsClosingCalled), Is.EqualTo((1, false)));
        });
        book.Apply(Closing(Sample.Intent, 2));
        Assert.That((book.Seq, book.IsClosingCalled), Is.EqualTo((2, true)));

        static RecordedEvent Closing(IntentId intent, int seq) => new(intent, seq, Sample.At(100), new ClosingCalled(), "");
    }

    [Test]
    public void Book_that_was_never_posted_has_no_terms_and_takes_no_offer()
    {
        var book = new Book(Sample.Intent);
        Assert.That(() => book.Terms, Throws.InvalidOperationException);
        Assert.That(CodeOf(book.Decide(Sample.Submit(new OfferTerms("terms-1", 1)))), Is.EqualTo(Problems.NotFound));
    }

    [Test]
    public void Intent_is_posted_once_and_under_the_rules_of_its_terms()
    {
        var post = Sample.Post(Sample.Intended(Sample.Terms() with { Rules = 2 }));
        var book = new Book(Sample.Intent);
        Sample.Carry(book, post);
        Assert.That((book.Seq, book.Rules), Is.EqualTo((1, 2)));
        Assert.That(CodeOf(book.Decide(post with { Request = Sample.Request("again") })), Is.EqualTo(Problems.KeyReused));
    }

    /// <summary>Of a request a book remembers half of its hash: two that differ anywhere in it are two.</summary>
    [TestCase("00112233445566778899aabbccddeeff", true)]
    [TestCase("ff112233445566778899aabbccddeeff", false)]
    [TestCase("00112233445566ff8899aabbccddeeff", false)]
    [TestCase("0011223344556677ff99aabbccddeeff", false)]
    [TestCase("00112233445566778899aabbccddee00", false)]
    public void Request_is_known_again_by_the_hash_of_its_body(string body, bool repeats)
    {
        var book = Sample.Opened(Sample.Intended());
        var request = new Request(Hash("aabb"), Hash("00112233445566778899aabbccddeeff"));
        var offer = Sample.Submit(new OfferTerms("terms-1", 1)) with { Request = request };
        Sample.Carry(book, offer);
        var again = book.Decide(offer with { Request = request with { BodyHash = Hash(body) } });
        Assert.That(again is Decision.Repeat { Seq: 2 }, Is.EqualTo(repeats));
        Assert.That(CodeOf(again), Is.EqualTo(repeats ? null : Problems.KeyReused));
    }

    private static string? CodeOf(Decision decision) => (decision as Decision.Refuse)?.Code;

    private static string Hash(string start) => start.PadRight(64, '0');
}
