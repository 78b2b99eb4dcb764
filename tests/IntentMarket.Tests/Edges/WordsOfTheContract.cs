using System.Collections.Concurrent;
using IntentMarket.Edges.Documents;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Every state, code and notice type of the contract is reached by a story, or stands here with the reason why none reaches it.
/// Runs after the stories, since what runs alone comes last, and only where all of them ran.</summary>
[NonParallelizable]
public sealed class WordsOfTheContract
{
    private static readonly Dictionary<string, string> Unreached = new()
    {
        ["internal"] = "a fault of the market itself",
        ["unknown"] = "a matter of chance: the stories of a store that hangs take it where `down` stands",
        ["down"] = "as `unknown`",
        ["full"] = "thousands of commands at once: the engine's own tests fill a mailbox",
        ["in-the-past"] = "reserved: what is in the past is a fault of the message",
        ["wrong-route"] = "over AMQP alone: the stories of bots",
        ["undeliverable"] = "over AMQP alone: the stories of bots",
        ["too-large"] = "over AMQP alone: the stories of bots",
        ["limit"] = "over AMQP alone: the stories of bots",
        ["malformed"] = "over AMQP alone: the stories of bots",
        ["resync"] = "over AMQP alone: the stories of bots",
        ["misdirected"] = "pages alone: the stories of sessions",
    };

    private static readonly int[] Statuses = [200, 201, 204, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503];

    [Test]
    public void Every_word_of_the_contract_is_reached_by_a_story()
    {
        var stories = typeof(EdgeStories).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(EdgeStories))).Select(t => t.Name);
        if (stories.Except(Observed.Stories.Keys).Any())
            Assert.Ignore("not all stories ran");
        using (Assert.EnterMultipleScope())
        {
            AllReached("problems", WireEnums.Problems, Observed.Problems);
            // A message of a bot expires, over AMQP alone; the state of an offer that has this word too is reached.
            AllReached("reasons", WireEnums.Reasons.Except(Observed.Problems.Keys).Except(["expired"]), Observed.Reasons);
            AllReached("notices", WireEnums.Notices, Observed.Notices);
            AllReached("states of intents", EnumWords.All<IntentStatus>(), Observed.IntentStatuses);
            AllReached("states of offers", WireEnums.OfferStatuses, Observed.OfferStatuses);
            Assert.That(Observed.Statuses.Keys, Is.SupersetOf(Statuses));
        }
    }

    private static void AllReached(string what, IEnumerable<string> words, ConcurrentDictionary<string, byte> seen) =>
        Assert.That(words.Except(seen.Keys).Except(Unreached.Keys), Is.Empty, $"{what} that no story reaches");
}
