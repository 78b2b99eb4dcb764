using System.Text;
using System.Threading.Channels;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using NUnit.Framework;

namespace IntentMarket.Tests.Amqp;

/// <summary>What a vendor's bot can do at the broker, what it cannot, and where its messages end that go astray.</summary>
public sealed class BotTests
{
    private TestBroker _broker = null!;

    [SetUp]
    public async Task SetUp() => _broker = await TestBroker.Get();

    [Test]
    public async Task Bot_uses_its_own_exchange_and_inbox_and_nothing_else()
    {
        var (bot, other) = (await _broker.NewBot(), await _broker.NewBot());
        var attempts = await bot.Run("attempt", new { other = other.Vendor.ToString() });
        var done = attempts.ToDictionary(attempt => attempt[0].GetString()!, attempt => attempt[1].GetString()!);
        Assert.That(done, Has.Count.GreaterThan(25));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                done.Where(attempt => attempt.Value == "ok").Select(attempt => attempt.Key),
                Is.EquivalentTo(["write own exchange", "read own inbox"]));
            Assert.That(done["write as another user"], Is.EqualTo("406"));
            Assert.That(done["write another's exchange"], Is.EqualTo("403"));
            Assert.That(done["read another's inbox"], Is.EqualTo("403"));
        }
    }

    [Test]
    public async Task Sixth_connection_of_a_credential_is_refused()
    {
        var bot = await _broker.NewBot();
        var opened = (await bot.Run("connect", new { count = 6 }))[0];
        Assert.That(opened[0].GetInt32(), Is.EqualTo(BrokerAdmin.ConnectionsPerUserMax), opened[1].GetString());
    }

    [Test]
    public async Task Eleventh_channel_of_a_credential_is_refused()
    {
        var bot = await _broker.NewBot();
        Assert.That((await bot.Run("channels", new { count = 11 }))[0].GetInt32(), Is.EqualTo(BrokerAdmin.ChannelsPerUserMax));
    }

    [Test]
    public async Task Revoked_credential_loses_its_connections_within_five_seconds()
    {
        var bot = await _broker.NewBot();
        using var process = bot.Start("hold");
        Assert.That(await process.StandardOutput.ReadLineAsync(TestBroker.Soon()), Is.EqualTo("\"ready\""));
        await _broker.Admin.RemoveUser(bot.User, CancellationToken.None);
        Assert.That(await process.StandardOutput.ReadLineAsync(TestBroker.Soon(5)), Does.Contain("closed"));
        await process.WaitForExitAsync(TestBroker.Soon());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _broker.Admin.UserExists(bot.User, CancellationToken.None), Is.False);
            Assert.That((await bot.Run("connect", new { count = 1 }))[0][0].GetInt32(), Is.Zero);
        }
    }

    [Test]
    public async Task What_is_made_may_be_made_again()
    {
        var bot = await _broker.NewBot();
        await _broker.Admin.EnsureVhosts(CancellationToken.None);
        await _broker.Admin.EnsureVendor(bot.Vendor, CancellationToken.None);
        await _broker.Admin.EnsureUser(bot.Vendor, bot.User, bot.Password, CancellationToken.None);
        Assert.That(await _broker.Admin.UserExists(bot.User, CancellationToken.None), Is.True);
        await _broker.Admin.RemoveUser(bot.User, CancellationToken.None);
        await _broker.Admin.RemoveUser(bot.User, CancellationToken.None);
        await _broker.Admin.RemoveVendor(bot.Vendor, CancellationToken.None);
        await _broker.Admin.RemoveVendor(bot.Vendor, CancellationToken.None);
    }

    [TestCase("CC")]
    [TestCase("BCC")]
    public async Task Copies_to_other_routes_still_tell_who_sent_them(string header)
    {
        var (bot, other) = (await _broker.NewBot(), await _broker.NewBot());
        await using var node = await Node.Start(_broker);
        await node.Partitions.Start(1);
        await node.Partitions.Start(2);
        await bot.Run(
            "send", new { messages = new[] { Message("p.1", Headers((header, new[] { "p.2", EdgeTopology.Inbox(other.Vendor) }))) } });
        var got = new[] { await node.Next(), await node.Next() };
        Assert.That(
            got.Select(delivery => (delivery.Partition, delivery.Vendor)), Is.EquivalentTo([(1, bot.Vendor), (2, (AccountId?)bot.Vendor)]));
        var inbox = await _broker.Api(HttpMethod.Get, $"queues/{_broker.Settings.Edge}/{EdgeTopology.Inbox(other.Vendor)}");
        Assert.That((int?)inbox!["messages"] ?? 0, Is.Zero);
    }

    [Test]
    public async Task Wrong_route_ends_with_the_strays_and_names_the_vendor()
    {
        var bot = await _broker.NewBot();
        await using var deadLetters = await Strays.Start(_broker);
        await bot.Run("send", new { messages = new[] { Message("p.99", new { message_id = "k1", type = "offer.submit" }) } });
        var deadLetter = await deadLetters.Next(bot.Vendor);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deadLetter.Kind, Is.EqualTo(DeadLetterKind.Unrouted));
            Assert.That(deadLetter.Message.RoutingKey, Is.EqualTo("p.99"));
            Assert.That(deadLetter.Message.MessageId, Is.EqualTo("k1"));
            Assert.That(deadLetter.Message.Type, Is.EqualTo("offer.submit"));
        }
    }

    [Test]
    public async Task Expired_message_is_dead_and_names_the_vendor()
    {
        var bot = await _broker.NewBot();
        await using var deadLetters = await Strays.Start(_broker);
        await bot.Run("send", new { messages = new[] { Message("p.3", new { message_id = "k1", expiration = "1" }) } });
        var deadLetter = await deadLetters.Next(bot.Vendor);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deadLetter.Kind, Is.EqualTo(DeadLetterKind.Dead));
            Assert.That(deadLetter.Cause, Is.EqualTo("expired"));
            Assert.That(deadLetter.Message.Partition, Is.EqualTo(3));
            Assert.That(Encoding.UTF8.GetString(deadLetter.Message.Body.Span), Is.EqualTo("{}"));
        }
    }

    [TestCase("x-death")]
    [TestCase("x-first-death-exchange")]
    public async Task Bot_cannot_write_how_its_message_died(string header)
    {
        var (bot, other) = (await _broker.NewBot(), await _broker.NewBot());
        await using var deadLetters = await Strays.Start(_broker);
        object forged = header == "x-death"
            ? new[] { new { queue = "p.4", reason = "expired", exchange = EdgeTopology.Exchange(other.Vendor), count = 0 } }
            : EdgeTopology.Exchange(other.Vendor);
        await bot.Run("send", new { messages = new[] { Message("p.4", Headers((header, forged), expiration: "1")) } });
        var deadLetter = await deadLetters.Next(bot.Vendor);
        Assert.That(deadLetter.Kind, Is.EqualTo(DeadLetterKind.Unrouted));
    }

    [Test]
    public async Task Full_inbox_drops_its_oldest_and_tells_whose_it_was()
    {
        var bot = await _broker.NewBot();
        await using var deadLetters = await Strays.Start(_broker);
        await using var link = _broker.Link("full inbox");
        await using var publisher = new ConfirmedPublisher(link, new TestLog<ConfirmedPublisher>());
        link.Start();
        await link.WaitUp(TestBroker.Soon());
        var inbox = EdgeTopology.Inbox(bot.Vendor);
        var sent = Enumerable.Range(1, BrokerAdmin.InboxMax + 3)
            .Select(n => publisher.Publish(new Outgoing("", inbox, "{}"u8.ToArray()) { MessageId = $"{n}" }));
        Assert.That((await Task.WhenAll(sent)).Distinct(), Is.EqualTo([Published.Confirmed]));
        for (var n = 1; n <= 3; n++)
        {
            var deadLetter = await deadLetters.Next(bot.Vendor);
            Assert.That(
                (deadLetter.Kind, deadLetter.Cause, deadLetter.Message.MessageId), Is.EqualTo((DeadLetterKind.Dropped, "maxlen", $"{n}")));
        }
        await _broker.Admin.RemoveVendor(bot.Vendor, CancellationToken.None);
    }

    [Test]
    public async Task Too_large_a_body_is_not_kept_but_handed_over()
    {
        var bot = await _broker.NewBot();
        await using var node = await Node.Start(_broker);
        await node.Partitions.Start(5);
        await bot.Run("send", new { messages = new[] { new { key = "p.5", body = "0123456789", repeat = 20_000 } } });
        var got = await node.Next();
        Assert.That((got.TooLarge, got.Body.Length, got.Vendor), Is.EqualTo((true, 0, (AccountId?)bot.Vendor)));
    }

    /// <summary>The client library closes the connection, or ends the process, over what a broker takes without a word.</summary>
    [TestCase("016144ff00000001", 0, TestName = "Header_with_a_number_too_fine_does_no_harm")]
    [TestCase("", int.MaxValue, TestName = "Headers_nested_as_deep_as_a_frame_holds_do_no_harm")]
    [TestCase("01615300000001780162740101635601644600000000", 0, TestName = "Many_kinds_of_headers_do_no_harm")]
    public async Task Hostile_headers_do_no_harm(string table, int depth)
    {
        var bot = await _broker.NewBot();
        await using var node = await Node.Start(_broker, "guarded");
        await using var deadLetters = await Strays.Start(_broker);
        await node.Partitions.Start(15);
        foreach (var key in new[] { "p.15", "p.99" })
            Assert.That((await bot.Run("raw", new { key, table, depth }))[0].GetString(), Is.EqualTo("confirmed"));
        var got = await node.Next();
        Assert.That((got.Vendor, got.MessageId, got.Body.Length), Is.EqualTo(((AccountId?)bot.Vendor, "raw", 2)));
        Assert.That((await deadLetters.Next(bot.Vendor)).Kind, Is.EqualTo(DeadLetterKind.Unrouted));
    }

    private static object Message(string key, object properties) => new { key, body = "{}", properties };

    private static Dictionary<string, object> Headers((string Name, object Value) header, string? expiration = null)
    {
        var properties = new Dictionary<string, object> { ["headers"] = new Dictionary<string, object> { [header.Name] = header.Value } };
        if (expiration is not null)
            properties["expiration"] = expiration;
        return properties;
    }

    private sealed class Strays : IAsyncDisposable
    {
        private readonly Channel<DeadLetter> _got = Channel.CreateUnbounded<DeadLetter>();
        private readonly BrokerLink _link;
        private readonly DeadLetterConsumers _consumers;
        private readonly IDisposable _alone;

        private Strays(TestBroker broker, IDisposable alone)
        {
            _alone = alone;
            _link = broker.Link("strays");
            _consumers = new DeadLetterConsumers(
                _link, broker.Queues, (deadLetter, _) => _got.Writer.WriteAsync(deadLetter, CancellationToken.None),
                new TestLog<DeadLetterConsumers>());
        }

        public static async Task<Strays> Start(TestBroker broker)
        {
            var deadLetters = new Strays(broker, await broker.ReadDeadLettersAlone());
            await deadLetters._consumers.Start();
            deadLetters._link.Start();
            await deadLetters._link.WaitUp(TestBroker.Soon());
            return deadLetters;
        }

        /// <summary>The next dead letter of a vendor; others are of earlier tests.</summary>
        public async Task<DeadLetter> Next(AccountId vendor)
        {
            while (true)
            {
                var deadLetter = await _got.Reader.ReadAsync(TestBroker.Soon());
                deadLetter.Message.Ack();
                if (deadLetter.Vendor == vendor)
                    return deadLetter;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _consumers.DisposeAsync();
            await _link.DisposeAsync();
            _alone.Dispose();
        }
    }
}
