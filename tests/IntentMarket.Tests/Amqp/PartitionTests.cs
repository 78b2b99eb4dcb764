using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using NUnit.Framework;

namespace IntentMarket.Tests.Amqp;

/// <summary>Partition queues between nodes: nothing is lost, whoever serves them.</summary>
public sealed class PartitionTests
{
    private TestBroker _broker = null!;

    [SetUp]
    public async Task SetUp() => _broker = await TestBroker.Get();

    [Test]
    public async Task Partition_keeps_the_order_of_its_queue()
    {
        await using var node = await Node.Start(_broker);
        await node.Partitions.Start(6);
        var told = Enumerable.Range(0, 1_000).Select(n => node.Commands.Tell(6, BitConverter.GetBytes(n))).ToArray();
        for (var n = 0; n < told.Length; n++)
            Assert.That(BitConverter.ToInt32((await node.Next()).Body.Span), Is.EqualTo(n));
        Assert.That((await Task.WhenAll(told)).Distinct(), Is.EqualTo([Published.Confirmed]));
    }

    [Test]
    public async Task Hand_over_between_nodes_loses_nothing_and_settles_each()
    {
        const int Messages = 6_000;
        var got = new ConcurrentDictionary<int, string>();
        var twice = 0;
        var decided = Channel.CreateUnbounded<Delivery>();
        ValueTask Handle(string node, Delivery delivery)
        {
            if (!got.TryAdd(BitConverter.ToInt32(delivery.Body.Span), node))
                Interlocked.Increment(ref twice);
            return decided.Writer.WriteAsync(delivery);
        }
        // As the market does, it settles later, from elsewhere, a batch at a time.
        var settling = Task.Run(async () =>
        {
            while (await decided.Reader.WaitToReadAsync())
            {
                await Task.Delay(5);
                while (decided.Reader.TryRead(out var delivery))
                    delivery.Ack();
            }
        });
        await using var first = await Node.Start(_broker, "first", (delivery, _) => Handle("first", delivery));
        await using var second = await Node.Start(_broker, "second", (delivery, _) => Handle("second", delivery));
        await first.Partitions.Start(7);
        var sending = Task.Run(async () =>
        {
            var sent = new List<Task<Published>>();
            for (var n = 0; n < Messages; n++)
            {
                sent.Add(second.Commands.Tell(7, BitConverter.GetBytes(n)));
                if (n % 100 == 0)
                    await Task.Delay(10);
            }
            return await Task.WhenAll(sent);
        });
        var (from, to) = (first, second);
        while (!sending.IsCompleted)
        {
            await to.Partitions.Start(7);
            await from.Partitions.Stop(7, TimeSpan.FromSeconds(5));
            (from, to) = (to, from);
            await Task.Delay(100);
        }
        Assert.That((await sending).Distinct(), Is.EqualTo([Published.Confirmed]));
        await Eventually(() => got.Count == Messages);
        await from.Partitions.Stop(7, TimeSpan.FromSeconds(5));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await first.Waiting(_broker.Queues.NameOf("p.7")), Is.Zero);
            Assert.That(got.Values.Distinct(), Is.EquivalentTo(["first", "second"]));
        }
        // A quorum queue may forget acknowledgements that come right before the channel closes, and so give a message again.
        TestContext.Out.WriteLine($"{twice} of {Messages} came twice");
        decided.Writer.Complete();
        await settling;
    }

    [Test]
    public async Task Lost_connection_gives_back_what_was_not_settled()
    {
        await using var node = await Node.Start(_broker, "lossy");
        await node.Partitions.Start(8);
        await node.Commands.Tell(8, "first"u8.ToArray());
        var first = await node.Taken();
        Assert.That(first.Redelivered, Is.False);
        node.Consuming.Drop("the test says so");
        var again = await node.Taken();
        Assert.That((again.Redelivered, again.Body.Length), Is.EqualTo((true, 5)));
        // Said on the channel that is gone, it means nothing.
        first.Ack();
        again.Ack();
        again.Ack();
        await node.Commands.Tell(8, "second"u8.ToArray());
        Assert.That((await node.Next()).Redelivered, Is.False);
    }

    [Test]
    public async Task Links_come_back_by_themselves()
    {
        await using var node = await Node.Start(_broker, "restarted");
        await node.Partitions.Start(9);
        await Task.WhenAll(_broker.CloseConnections("restarted consumes"), _broker.CloseConnections("restarted publishes"));
        await node.Consuming.WaitUp(TestBroker.Soon());
        await node.Publishing.WaitUp(TestBroker.Soon());
        await EventuallyIs(() => node.Commands.Tell(9, "x"u8.ToArray()), Published.Confirmed);
        Assert.That((await node.Next()).RoutingKey, Is.EqualTo("p.9"));
    }

    [Test]
    public async Task Poison_is_dead_after_its_deliveries()
    {
        var deliveries = 0;
        var dead = new TaskCompletionSource<DeadLetter>();
        await using var node = await Node.Start(_broker, "poisoned", (delivery, _) =>
        {
            Interlocked.Increment(ref deliveries);
            delivery.Nack(requeue: true);
            return ValueTask.CompletedTask;
        });
        using var alone = await _broker.ReadDeadLettersAlone();
        await using var link = _broker.Link("undertaker");
        await using var deadLetters = new DeadLetterConsumers(
            link,
            _broker.Queues,
            (deadLetter, _) =>
            {
                deadLetter.Message.Ack();
                if (deadLetter.Message.MessageId == "poison")
                    dead.TrySetResult(deadLetter);
                return ValueTask.CompletedTask;
            },
            new TestLog<DeadLetterConsumers>());
        await deadLetters.Start();
        link.Start();
        await node.Partitions.Start(10);
        await node.Publisher.Publish(new Outgoing(EdgeTopology.Commands, "p.10", "{}"u8.ToArray()) { MessageId = "poison" });
        var deadLetter = await dead.Task.WaitAsync(TestBroker.Soon());
        Assert.That(
            (deadLetter.Kind, deadLetter.Cause, deadLetter.Message.FromNode, deadLetter.Message.Partition),
            Is.EqualTo((DeadLetterKind.Dead, "delivery_limit", true, 10)));
        Assert.That(deliveries, Is.EqualTo(EdgeTopology.DeliveriesMax + 1));
    }

    [Test]
    public async Task Handler_that_throws_gets_the_message_again()
    {
        var failed = new TaskCompletionSource();
        var again = new TaskCompletionSource<bool>();
        await using var node = await Node.Start(_broker, "throws", (delivery, _) =>
        {
            if (failed.TrySetResult())
                throw new InvalidOperationException("the handler's fault");
            delivery.Ack();
            again.TrySetResult(delivery.Redelivered);
            return ValueTask.CompletedTask;
        });
        await node.Partitions.Start(11);
        await node.Commands.Tell(11, "x"u8.ToArray());
        Assert.That(await again.Task.WaitAsync(TestBroker.Soon()), Is.True);
    }

    [Test]
    public async Task Partition_that_stops_gives_back_what_was_not_taken()
    {
        await using var stuck = await Node.Start(_broker, "stuck", async (_, stopped) => await Task.Delay(Timeout.Infinite, stopped));
        await using var next = await Node.Start(_broker, "next");
        await stuck.Partitions.Start(12);
        for (var n = 0; n < 10; n++)
            await next.Commands.Tell(12, BitConverter.GetBytes(n));
        var stopping = Stopwatch.StartNew();
        await stuck.Partitions.Stop(12, TimeSpan.FromSeconds(30));
        Assert.That(stopping.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        await next.Partitions.Start(12);
        for (var n = 0; n < 10; n++)
            Assert.That(BitConverter.ToInt32((await next.Next()).Body.Span), Is.EqualTo(n));
    }

    [Test]
    public async Task Command_is_answered_by_the_owner()
    {
        await using var owner = await Node.Start(_broker, "owner");
        await using var asker = await Node.Start(_broker, "asker");
        await owner.Partitions.Start(13);
        var asked = asker.Commands.Ask(13, "what"u8.ToArray(), TimeSpan.FromSeconds(5), CancellationToken.None);
        var command = await owner.Next();
        Assert.That((command.FromNode, command.Vendor), Is.EqualTo((true, (Guid?)null)));
        await owner.Commands.Reply(command, "that"u8.ToArray());
        Assert.That(await asked, Is.InstanceOf<CommandResult.Answered>());
        Assert.That(((CommandResult.Answered)await asked).Reply.ToArray(), Is.EqualTo("that"u8.ToArray()));
    }

    [Test]
    public async Task Command_that_nobody_answers_is_unknown()
    {
        await using var asker = await Node.Start(_broker, "asker");
        var asked = await asker.Commands.Ask(14, "what"u8.ToArray(), TimeSpan.FromMilliseconds(300), CancellationToken.None);
        Assert.That(asked, Is.InstanceOf<CommandResult.Unknown>());
    }

    [Test]
    public async Task Command_without_a_broker_is_down_at_once()
    {
        var nowhere = new Uri("amqp://nobody:nothing@127.0.0.1:1");
        await using var link = new BrokerLink(_broker.Settings with { Amqp = nowhere }, "edge", "nowhere", new TestLog<BrokerLink>());
        await using var publisher = new ConfirmedPublisher(link, new TestLog<ConfirmedPublisher>());
        var commands = new CommandLink(link, publisher);
        link.Start();
        Assert.That(
            await commands.Ask(0, "what"u8.ToArray(), TimeSpan.FromSeconds(30), CancellationToken.None),
            Is.InstanceOf<CommandResult.Down>());
        Assert.That(await commands.Tell(0, "what"u8.ToArray()), Is.EqualTo(Published.Down));
        await Eventually(() => link.Reason is not (null or "not started"));
        Assert.That(link.IsUp, Is.False);
    }

    [Test]
    public async Task Link_that_the_broker_refuses_is_not_up()
    {
        await using var link = new BrokerLink(_broker.Settings, "no-such-vhost", "refused", new TestLog<BrokerLink>());
        link.Start();
        await Eventually(() => link.Reason is not (null or "not started"));
        Assert.That(link.IsUp, Is.False);
        Assert.That(link.Reason, Does.Contain("vhost no-such-vhost not found"));
    }

    [Test, Explicit("prints figures")]
    public async Task Commands_through_all_partitions_print_their_speed()
    {
        const int Messages = 20_000;
        const int Length = 400;
        var got = 0;
        await using var node = await Node.Start(_broker, "fast", (delivery, _) =>
        {
            // Others are of earlier tests.
            if (delivery.Body.Length == Length)
                Interlocked.Increment(ref got);
            delivery.Ack();
            return ValueTask.CompletedTask;
        });
        foreach (var partitions in new[] { 1, Limits.Partitions })
        {
            for (var partition = 0; partition < partitions; partition++)
                await node.Partitions.Start(partition);
            var body = new byte[Length];
            var clock = Stopwatch.StartNew();
            var sent = await Task.WhenAll(Enumerable.Range(0, Messages).Select(n => node.Commands.Tell(n % partitions, body)));
            var confirmed = clock.Elapsed;
            await Eventually(() => Volatile.Read(ref got) == Messages);
            var settled = clock.Elapsed;
            TestContext.Out.WriteLine(
                $"{partitions} partitions: {Messages / confirmed.TotalSeconds:N0} confirmed/s, "
                + $"{Messages / settled.TotalSeconds:N0} settled/s");
            Assert.That(sent.Count(outcome => outcome != Published.Confirmed), Is.Zero);
            Interlocked.Exchange(ref got, 0);
        }
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var soon = TestBroker.Soon(60); !condition(); await Task.Delay(20, soon))
            soon.ThrowIfCancellationRequested();
    }

    private static async Task EventuallyIs<T>(Func<Task<T>> ask, T expected)
    {
        for (var soon = TestBroker.Soon(); !Equals(await ask(), expected); await Task.Delay(50, soon))
            soon.ThrowIfCancellationRequested();
    }
}
