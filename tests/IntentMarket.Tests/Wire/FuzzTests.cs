using System.Text;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class FuzzTests
{
    private const int Cases = 20_000;

    private static readonly byte[][] Pieces =
        [.. new[]
        {
            "\"", "{", "}", "[", "]", ",", ":", "\\u0000", "\\ud800", "null", "1e9", "-", "0", "9999999999999999999", "\u0000", "é",
            "\uFEFF", "T", "Z",
        }
            .Select(Encoding.UTF8.GetBytes), [0xC3], [0xED, 0xA0, 0x80]];

    [Test]
    public void Damaged_messages_are_read_or_refused_and_never_throw()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var terms = Messages.Terms();
        byte[][] originals = [.. new[] { Messages.Intent, Messages.Offer, Messages.Subscription }.Select(Encoding.UTF8.GetBytes)];
        var good = 0;
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Damaged(originals[i % originals.Length], random);
            try
            {
                var tree = JsonTree.Parse(bytes);
                var post = IntentReader.Post(tree, Messages.Now);
                var offer = OfferReader.Offer(tree, terms, Messages.Now);
                var amqp = OfferReader.AmqpOffer(tree, terms, "acme-42", Messages.Now);
                var subscription = SubscriptionReader.Subscription(tree);
                BodyHash.OfOffer("secret"u8, tree);
                if (post.IsGood)
                {
                    // What is taken can be given back, and stored.
                    WireJson.Bytes(IntentView.Of(default, post.Value.Terms, post.Value.Texts, 1, IntentStatus.Open, default, 0, 0, 0, 0));
                    Assert.That(
                        TermsHash.Of(EventCodec.DecodeIntentTerms(EventCodec.Encode(post.Value.Terms)), 1),
                        Is.EqualTo(post.Value.Terms.TermsHash));
                }
                if (offer.IsGood)
                    EventCodec.Encode(offer.Value.Terms);
                if (subscription.IsGood)
                    Assert.That(SubscriptionReader.FromStored(subscription.Value.Body), Is.Not.Null);
                good += post.IsGood || offer.IsGood || subscription.IsGood ? 1 : 0;
                foreach (var fault in post.Faults.Concat(offer.Faults).Concat(amqp.Faults).Concat(subscription.Faults))
                    Assert.That(fault.Detail, Has.Length.LessThan(400));
            }
            catch (Exception e) when (e is not AssertionException)
            {
                Assert.Fail($"seed {seed}, case {i}: {e}\n{Convert.ToHexString(bytes)}");
            }
        }
        // Some damage falls into texts: the fuzzing reaches what lies behind the parsing.
        Assert.That(good, Is.GreaterThan(Cases / 50));
    }

    private static byte[] Damaged(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var damages = random.Next(1, 4); damages > 0; damages--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    var from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(1, 60), bytes.Count - from)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }
}
