using IntentMarket.Nodes.Broker;
using NUnit.Framework;
using RabbitMQ.Client;

namespace IntentMarket.Tests.Amqp;

/// <summary>What the market publishes, and what it is told became of it.</summary>
public sealed class PublisherTests
{
    private TestBroker _broker = null!;

    [SetUp]
    public async Task SetUp() => _broker = await TestBroker.Get();

    [Test]
    public async Task Message_that_no_queue_takes_is_returned_and_others_are_not()
    {
        await using var node = await Node.Start(_broker);
        var (there, nowhere) = (new Outgoing(EdgeTopology.Commands, "p.20", "x"u8.ToArray()) { MessageId = "1" },
            new Outgoing("", "nowhere", "x"u8.ToArray()) { MessageId = "1" });
        var sent = await Task.WhenAll(new[] { there, nowhere, there, nowhere, nowhere, there }.Select(node.Publisher.Publish));
        Assert.That(sent, Is.EqualTo([
            Published.Confirmed, Published.Returned, Published.Confirmed, Published.Returned, Published.Returned, Published.Confirmed]));
        Assert.That(await node.Publisher.Publish(nowhere with { Mandatory = false }), Is.EqualTo(Published.Confirmed));
    }

    [Test]
    public async Task Message_to_a_full_queue_is_refused()
    {
        await using var node = await Node.Start(_broker);
        await Declare("full", new() { ["x-queue-type"] = "quorum", ["x-max-length"] = 3, ["x-overflow"] = "reject-publish" });
        var sent = new List<Published>();
        for (var n = 0; n < 20; n++)
            sent.Add(await node.Publisher.Publish(new Outgoing("", "full", "x"u8.ToArray())));
        Assert.That(sent.Distinct(), Is.EqualTo([Published.Confirmed, Published.Refused]));
        Assert.That(sent.Count(outcome => outcome is Published.Confirmed), Is.EqualTo(await node.Waiting("full")));
    }

    [Test]
    public async Task Message_carries_what_it_should_and_no_count_of_ours()
    {
        await using var node = await Node.Start(_broker);
        var connection = await Declare("look", []);
        var message = new Outgoing("", "look", "x"u8.ToArray())
        {
            MessageId = "id",
            Type = "offer.receipt",
            ContentType = "application/json",
            // What a bot's id of 255 bytes that are no UTF-8 comes out as; there is no room for it.
            CorrelationId = new string('\uFFFD', 255),
        };
        Assert.That(await node.Publisher.Publish(message), Is.EqualTo(Published.Confirmed));
        await using var channel = await connection.CreateChannelAsync();
        var got = (await channel.BasicGetAsync("look", autoAck: true))!.BasicProperties;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (got.MessageId, got.Type, got.ContentType, got.Persistent), Is.EqualTo(("id", "offer.receipt", "application/json", true)));
            Assert.That(got.Headers?.Keys ?? [], Is.Empty);
            Assert.That(got.IsCorrelationIdPresent(), Is.False);
        }
        await connection.DisposeAsync();
    }

    [Test]
    public async Task What_is_in_flight_when_the_connection_is_lost_is_answered()
    {
        await using var node = await Node.Start(_broker);
        var sent = Enumerable.Range(0, 3_000)
            .Select(_ => node.Publisher.Publish(new Outgoing(EdgeTopology.Commands, "p.21", new byte[2_000]))).ToArray();
        await sent[0];
        node.Publishing.Drop("the test says so");
        var outcomes = await Task.WhenAll(sent).WaitAsync(TestBroker.Soon());
        Assert.That(outcomes, Does.Contain(Published.Confirmed).And.Contain(Published.Down));
        Assert.That(outcomes.Distinct(), Is.SubsetOf([Published.Confirmed, Published.Unknown, Published.Down]));
        TestContext.Out.WriteLine(string.Join(", ", outcomes.CountBy(outcome => outcome)));
        await node.Publishing.WaitUp(TestBroker.Soon());
    }

    [Test]
    public async Task What_is_to_come_after_a_lost_one_goes_by_no_later_connection()
    {
        await using var node = await Node.Start(_broker);
        var connection = await Declare("in-order", []);
        var sent = new List<Task<Published>>();
        Send(3_000);
        await sent[0];
        node.Publishing.Drop("the test says so");
        await Task.WhenAll(sent).WaitAsync(TestBroker.Soon());
        while (await node.Publisher.Publish(Message(-1)).WaitAsync(TestBroker.Soon()) != Published.Confirmed)
            await node.Publishing.WaitUp(TestBroker.Soon());
        Send(3);
        var answers = await Task.WhenAll(sent).WaitAsync(TestBroker.Soon());
        Assert.That(answers[^3..], Is.All.EqualTo(Published.Down));
        await using var channel = await connection.CreateChannelAsync();
        var got = new List<int>();
        while (await channel.BasicGetAsync("in-order", autoAck: true) is { } message)
            got.Add(BitConverter.ToInt32(message.Body.Span));
        await TestContext.Out.WriteLineAsync($"{got.Count - 1} of {sent.Count} arrived");
        Assert.That(got.Count, Is.LessThan(sent.Count));
        Assert.That(got, Is.EqualTo(Enumerable.Range(0, got.Count - 1).Append(-1)), "what arrived has no gap");
        await connection.DisposeAsync();

        void Send(int count)
        {
            for (var n = 0; n < count; n++)
                sent.Add(node.Publisher.Publish(Message(sent.Count) with { After = sent.LastOrDefault() }));
        }

        Outgoing Message(int n) => new("", "in-order", (byte[])[.. BitConverter.GetBytes(n), .. new byte[2_000]]);
    }

    [Test]
    public async Task Too_long_a_body_is_refused_and_the_connection_stays()
    {
        await using var node = await Node.Start(_broker);
        Assert.That(
            await node.Publisher.Publish(new Outgoing(EdgeTopology.Commands, "p.22", new byte[ConfirmedPublisher.BodyMax + 1])),
            Is.EqualTo(Published.Refused));
        Assert.That(node.Publishing.IsUp, Is.True);
    }

    private async Task<IConnection> Declare(string queue, Dictionary<string, object?> arguments)
    {
        var factory = new ConnectionFactory
        {
            HostName = _broker.Settings.Amqp.Host,
            Port = _broker.Settings.Port,
            UserName = _broker.Settings.User,
            Password = _broker.Settings.Password,
            VirtualHost = _broker.Settings.Edge,
        };
        var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        return connection;
    }
}
