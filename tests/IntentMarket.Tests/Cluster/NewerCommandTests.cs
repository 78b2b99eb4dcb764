using System.Text;
using IntentMarket.Nodes.Broker;
using NUnit.Framework;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Tests.Cluster;

/// <summary>A newer node sends a command that this one does not know, through the queue of the partition.</summary>
public sealed class NewerCommandTests
{
    [TestCase("""{"name":"AskQuestion","intentId":"ID","text":"How heavy is it?"}""")]
    [TestCase("""{"name":"Wake","intentId":"ID","at":7,"unless":"asked"}""")]
    [TestCase("""{"intentId":"ID"}""")]
    [TestCase("not JSON")]
    public async Task Command_that_is_not_known_is_answered_at_once_and_nobody_waits_behind_it(string text)
    {
        var market = await SharedMarket.Get();
        var (customer, vendor) = (await market.NewCustomer(), await market.NewVendor());
        var intent = await ClusterMarket.Post(customer, market.Nodes[0]);
        var factory = new ConnectionFactory { Uri = TestServices.RabbitMq, VirtualHost = market.Edge };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var replies = (await channel.QueueDeclareAsync("", exclusive: true)).QueueName;
        var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, arrived) =>
        {
            reply.TrySetResult(Encoding.UTF8.GetString(arrived.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(replies, autoAck: true, consumer);

        var asked = new BasicProperties { Persistent = true, ReplyTo = replies, CorrelationId = "1" };
        var body = Encoding.UTF8.GetBytes(text.Replace("ID", intent.Id, StringComparison.Ordinal));
        await channel.BasicPublishAsync(EdgeTopology.Commands, intent.Route, mandatory: true, asked, body);
        Assert.That(await reply.Task.WaitAsync(TimeSpan.FromSeconds(20)), Does.Contain("refused").And.Contain("down"));
        await Eventually.Holds(
            async () => (await vendor.Get(market.Nodes[1], $"intents/{intent.Id}")).Status == 200, "the vendor hears of the intent");
        (await vendor.Post(market.Nodes[1], $"intents/{intent.Id}/offers", intent.RestOffer("a", "400.00"))).Is(200);
    }
}
