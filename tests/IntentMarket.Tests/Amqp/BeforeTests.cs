using System.Collections.Concurrent;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using NUnit.Framework;
using RabbitMQ.Client;

namespace IntentMarket.Tests.Amqp;

/// <summary>A broker as an earlier build left it: queues whose names anybody could guess, with messages in them.</summary>
public sealed class BeforeTests
{
    private TestBroker _broker = null!;

    [SetUp]
    public async Task SetUp() => _broker = await TestBroker.Get();

    [TestCase("p.18", true)]
    [TestCase("p.19", false, Description = "the management API does not answer")]
    public async Task What_waits_under_the_name_of_before_is_decided_first_and_that_queue_goes(string route, bool isTold)
    {
        // More than are given to a node at a time.
        const int Before = 300, Meanwhile = 50;
        var partition = EdgeTopology.PartitionOf(route)!.Value;
        await using var edge = await Edge.Open(_broker);
        await edge.Make(route, (EdgeTopology.Routes, route), (EdgeTopology.Commands, route));
        for (var n = 0; n < Before; n++)
            await edge.Channel.BasicPublishAsync("", route, BitConverter.GetBytes(n));
        var queues = new EdgeQueues("of-the-tests") { OfBefore = isTold ? await _broker.Admin.QueuesOfBefore(default) : null };
        Assert.That(queues.OfBefore, isTold ? Does.Contain(route) : Is.Null);

        await using var node = await Node.Start(_broker, "upgraded", queues: queues);
        // These go to both queues: that of before is bound until the partition is served.
        for (var n = Before; n < Before + Meanwhile; n++)
            await node.Commands.Tell(partition, BitConverter.GetBytes(n));
        await node.Partitions.Start(partition);
        var got = new List<int>();
        while (got.Count == 0 || got[^1] != Before + Meanwhile - 1)
            got.Add(BitConverter.ToInt32((await node.Next()).Body.Span));
        Assert.That(got.Distinct(), Is.EqualTo(Enumerable.Range(0, Before + Meanwhile)));

        await edge.Goes(route);
        await node.Commands.Tell(partition, BitConverter.GetBytes(-1));
        int last;
        while ((last = BitConverter.ToInt32((await node.Next()).Body.Span)) != -1)
            Assert.That(last, Is.InRange(Before, Before + Meanwhile - 1), "again, from the other queue");
    }

    [Test]
    public async Task What_another_node_still_holds_of_the_queue_of_before_comes_first()
    {
        await using var edge = await Edge.Open(_broker);
        await edge.Make("p.20", (EdgeTopology.Commands, "p.20"));
        await edge.Channel.BasicPublishAsync("", "p.20", "held"u8.ToArray());
        var other = await Edge.Open(_broker);
        await other.Holds("p.20");
        var queues = new EdgeQueues("of-the-tests") { OfBefore = new HashSet<string> { "p.20" } };
        await using var node = await Node.Start(_broker, "upgraded", queues: queues);
        await node.Partitions.Start(20);
        // Started, it waits: its own queue has this.
        while (await node.Waiting(queues.NameOf("p.20")) == 0)
            await node.Commands.Tell(20, "next"u8.ToArray());
        await other.DisposeAsync();
        Assert.That((await node.Next()).Body.ToArray(), Is.EqualTo("held"u8.ToArray()));
        Assert.That((await node.Next()).Body.ToArray(), Is.EqualTo("next"u8.ToArray()));
        await edge.Goes("p.20");
    }

    [Test]
    public async Task Strays_of_before_are_answered_whichever_node_takes_them()
    {
        const int Before = 40;
        using var alone = await _broker.ReadDeadLettersAlone();
        await using var edge = await Edge.Open(_broker);
        await edge.Make(EdgeTopology.Unrouted, (EdgeTopology.Unrouted, ""));
        for (var n = 0; n < Before; n++)
        {
            await edge.Channel.BasicPublishAsync(
                "", EdgeTopology.Unrouted, mandatory: true, new BasicProperties { MessageId = $"before-{n}" }, BitConverter.GetBytes(n));
        }
        var got = new ConcurrentQueue<string?>();
        var queues = new EdgeQueues("of-the-tests") { OfBefore = new HashSet<string> { EdgeTopology.Unrouted } };
        await using var first = await Consume();
        await using var second = await Consume();
        await edge.Goes(EdgeTopology.Unrouted);
        Assert.That(
            got.Where(id => id?.StartsWith("before-", StringComparison.Ordinal) == true).Distinct(),
            Is.EquivalentTo(Enumerable.Range(0, Before).Select(n => $"before-{n}")));

        async Task<Consuming> Consume()
        {
            var link = _broker.Link("strays of before");
            var deadLetters = new DeadLetterConsumers(
                link,
                queues,
                (deadLetter, _) =>
                {
                    got.Enqueue(deadLetter.Message.MessageId);
                    deadLetter.Message.Ack();
                    return ValueTask.CompletedTask;
                },
                new TestLog<DeadLetterConsumers>());
            await deadLetters.Start();
            link.Start();
            return new Consuming(deadLetters, link);
        }
    }

    /// <summary>The administrator that the management's address names makes the market's own user, enters no vhost itself, and the
    /// user needs no tag.</summary>
    [Test]
    public async Task Market_runs_as_a_user_without_tags_beside_an_administrator_without_vhosts()
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var (administrator, user, secret) = ($"administrator-{run}", $"market-{run}", Guid.NewGuid().ToString("N"));
        var settings = _broker.Settings with
        {
            Amqp = new UriBuilder(_broker.Settings.Amqp) { UserName = user, Password = secret }.Uri,
            Management = new UriBuilder(_broker.Settings.Management) { UserName = administrator, Password = "a%2Fb" + secret }.Uri,
            Edge = $"own-{run}-edge",
            Core = $"own-{run}-core",
        };
        await _broker.Api(HttpMethod.Put, $"users/{administrator}", new { password = "a/b" + secret, tags = "administrator" });
        using var http = new HttpClient();
        var admin = new BrokerAdmin(http, settings);
        var (vendor, bot) = (AccountId.New(), $"bot.{Guid.NewGuid()}");
        try
        {
            await admin.EnsureVhosts(default);
            await admin.EnsureVhosts(default);
            Assert.That((await _broker.Api(HttpMethod.Get, $"users/{user}"))!["tags"]!.ToJsonString(), Is.EqualTo("[]"));
            Assert.That((await _broker.Api(HttpMethod.Get, $"users/{administrator}/permissions"))!.AsArray(), Is.Empty);
            await using var link = new BrokerLink(settings, settings.Edge, "own", new TestLog<BrokerLink>());
            link.OnUp((connection, cancel) => EdgeTopology.Declare(_broker.Queues, connection, cancel));
            link.Start();
            await link.WaitUp(TestBroker.Soon());
            await admin.EnsureVendor(vendor, default);
            await admin.EnsureUser(vendor, bot, secret, default);
            Assert.That(await admin.QueuesOfBefore(default), Is.Empty);
            Assert.That(await _broker.Api(HttpMethod.Get, $"queues/{settings.Edge}/{EdgeTopology.Inbox(vendor)}"), Is.Not.Null);
            await admin.RemoveVendor(vendor, default);
            Assert.That(await _broker.Api(HttpMethod.Get, $"queues/{settings.Edge}/{EdgeTopology.Inbox(vendor)}"), Is.Null);
            await admin.RemoveUser(bot, default);
            Assert.That(await admin.UserExists(bot, default), Is.False);
        }
        finally
        {
            foreach (var made in new[]
            {
                $"users/{bot}", $"users/{user}", $"users/{administrator}", $"vhosts/{settings.Edge}", $"vhosts/{settings.Core}",
            })
                await _broker.Api(HttpMethod.Delete, made);
        }
    }

    private sealed record Consuming(DeadLetterConsumers Strays, BrokerLink Link) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Strays.DisposeAsync();
            await Link.DisposeAsync();
        }
    }

    /// <summary>The market's way to the vhost, without what a node does there.</summary>
    private sealed record Edge(IConnection Connection, IChannel Channel) : IAsyncDisposable
    {
        public static async Task<Edge> Open(TestBroker broker)
        {
            var connection = await BrokerLink.Factory(broker.Settings, broker.Settings.Edge, "before").CreateConnectionAsync();
            return new Edge(connection, await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
        }

        public async Task Make(string queue, params (string Exchange, string Key)[] bindings)
        {
            await Channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?>
                {
                    ["x-queue-type"] = "quorum",
                    ["x-single-active-consumer"] = EdgeTopology.PartitionOf(queue) is not null,
                });
            foreach (var (exchange, key) in bindings)
                await Channel.QueueBindAsync(queue, exchange, key);
        }

        /// <summary>Consumes what waits there and settles nothing.</summary>
        public async Task Holds(string queue)
        {
            var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(Channel);
            var held = new TaskCompletionSource();
            consumer.ReceivedAsync += (_, _) =>
            {
                held.TrySetResult();
                return Task.CompletedTask;
            };
            await Channel.BasicConsumeAsync(queue, autoAck: false, consumer);
            await held.Task.WaitAsync(TestBroker.Soon());
        }

        public async Task Goes(string queue)
        {
            for (var soon = TestBroker.Soon(); await EdgeQueues.Look(Connection, queue, soon) is not null; await Task.Delay(50, soon))
                soon.ThrowIfCancellationRequested();
        }

        public async ValueTask DisposeAsync() => await Connection.DisposeAsync();
    }
}
