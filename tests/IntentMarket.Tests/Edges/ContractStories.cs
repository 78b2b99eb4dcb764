using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IntentMarket.Tests.Wire;
using NUnit.Framework;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Tests.Edges;

/// <summary>Every example of the contract in words, sent as it stands and in its order to a market that has just been started.</summary>
public sealed class ContractStories
{
    [Test]
    public async Task Examples_are_answered_as_they_say()
    {
        await using var market = await MarketHost.Start();
        await Send(market, [.. ContractText.Examples.Where(example => !example.NeedsBroker)], hasBroker: false);
    }

    [Test]
    public async Task Examples_are_answered_so_where_there_is_a_broker_and_those_of_bots_too()
    {
        await using var market = await MarketHost.StartOnServices();
        await Send(market, ContractText.Examples, hasBroker: true);
    }

    private static async Task Send(MarketHost market, IReadOnlyList<Example> examples, bool hasBroker)
    {
        var differences = new List<string>();
        var words = new ExampleWords(MarketHost.OperatorKey);
        using var http = new HttpClient { BaseAddress = market.Address };
        await using var bot = new ExampleBot(words);
        (Example Example, HttpResponseMessage Answer)? asked = null;
        foreach (var example in examples)
        {
            switch (example)
            {
                case { Kind: "hub" }:
                    await Talk(market, example, words, differences);
                    break;
                case { Kind: "amqp", IsFromInbox: false }:
                    await bot.Publish(example);
                    break;
                case { Kind: "amqp" }:
                    await bot.Read(example, differences);
                    break;
                case { Status: not null }:
                    Assert.That(asked, Is.Not.Null, $"{example.At} answers nothing");
                    await Compare(example, asked!.Value.Answer, hasBroker, words, differences);
                    asked.Value.Answer.Dispose();
                    asked = null;
                    break;
                default:
                    Assert.That(asked, Is.Null, $"{example.At}: the example before has no answer");
                    asked = (example, await Ask(http, example, words));
                    break;
            }
        }
        Assert.That(differences, Is.Empty);
        await TestContext.Out.WriteLineAsync($"{examples.Count} examples");
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient http, Example example, ExampleWords words)
    {
        var line = words.Fill(example.Head[0]).Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(line[0]), new Uri(line[1], UriKind.Relative));
        if (example.Body.Length > 0)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(words.Fill(example.Body)));
        foreach (var (name, value) in example.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, words.Fill(value)))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
        return await http.SendAsync(request);
    }

    private static async Task Compare(
        Example example, HttpResponseMessage answer, bool hasBroker, ExampleWords words, List<string> differences)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != example.Status)
            differences.Add($"{example.At}: {(int)answer.StatusCode} {text}");
        if (example.Status == 204 && text.Length > 0)
            differences.Add($"{example.At}: there is a body: {text}");
        if (example.Body.Length > 0)
        {
            var wanted = JsonNode.Parse(example.Body);
            // The text says that an entry of the feed has none without a broker.
            if (!hasBroker && (wanted as JsonObject)?["items"] is JsonArray items)
            {
                foreach (var entry in items.OfType<JsonObject>().Where(item => item.ContainsKey("intent")))
                    entry.Remove("route");
            }
            words.Compare(wanted, JsonNode.Parse(text), example.At, differences);
        }
        foreach (var (name, value) in example.Headers)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers);
            var came = headers.FirstOrDefault(header => header.Key == name).Value?.FirstOrDefault();
            if (came != words.Fill(value))
                differences.Add($"{example.At}: the header {name} is {came}");
        }
    }

    /// <summary>Frames of SignalR's JSON protocol over a WebSocket.</summary>
    private static async Task Talk(MarketHost market, Example example, ExampleWords words, List<string> differences)
    {
        const char End = '\u001e';
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {words["rival"]}");
        await socket.ConnectAsync(new UriBuilder(market.Address) { Scheme = "ws", Path = "/hubs/market" }.Uri, patience.Token);
        var came = new List<JsonNode>();
        var (buffer, unread) = (new byte[64 * 1024], "");
        foreach (var (isSent, text) in example.Frames)
        {
            if (isSent)
            {
                var frame = Encoding.UTF8.GetBytes(words.Fill(text).Trim() + End);
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
                continue;
            }
            var wanted = JsonNode.Parse(text)!;
            while (!came.Exists(one => Kind(one) == Kind(wanted)))
            {
                var read = await socket.ReceiveAsync(buffer, patience.Token);
                unread += Encoding.UTF8.GetString(buffer, 0, read.Count);
                var whole = unread.Split(End);
                unread = whole[^1];
                came.AddRange(whole[..^1].Select(one => JsonNode.Parse(one)!));
            }
            var answer = came.Find(one => Kind(one) == Kind(wanted))!;
            came.Remove(answer);
            words.Compare(wanted, answer, $"{example.At}, {text[..Math.Min(text.Length, 60)]}", differences);
        }

        // What answers which call, and which kind of notice it is: in what order they come is left open.
        static string Kind(JsonNode frame) => $"{frame["type"]} {frame["invocationId"]} {frame["arguments"]?[0]?["type"]}";
    }

    /// <summary>A vendor's bot, on the connection that the example of its credential gave.</summary>
    private sealed class ExampleBot(ExampleWords words) : IAsyncDisposable
    {
        private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>();
        private readonly List<Message> _came = [];
        private IConnection? _connection;
        private IChannel? _channel;

        public async Task Publish(Example example)
        {
            var channel = _channel ??= await Connect();
            var line = words.Fill(example.Head[0]).Split(' ');
            var properties = example.Headers.ToDictionary(h => h.Name, h => h.Value);
            var sent = new BasicProperties
            {
                Type = properties["type"],
                MessageId = properties["message_id"],
                ContentType = properties["content_type"],
                DeliveryMode = DeliveryModes.Persistent,
            };
            await channel.BasicPublishAsync(line[2], line[^1], mandatory: true, sent, Encoding.UTF8.GetBytes(words.Fill(example.Body)));
        }

        public async Task Read(Example example, List<string> differences)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var properties = example.Headers.ToDictionary(h => h.Name, h => h.Value);
            var kind = Kind(properties["type"], properties["correlation_id"]);
            while (!_came.Exists(message => message.Kind == kind))
                _came.Add(await _inbox.Reader.ReadAsync(patience.Token));
            var message = _came.Find(message => message.Kind == kind)!;
            _came.Remove(message);
            if (message.ContentType != properties["content_type"])
                differences.Add($"{example.At}: the content type is {message.ContentType}");
            words.Compare(JsonNode.Parse(example.Body), JsonNode.Parse(message.Body), example.At, differences);
        }

        public async ValueTask DisposeAsync()
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
        }

        private async Task<IChannel> Connect()
        {
            var factory = new ConnectionFactory
            {
                HostName = words["broker host"],
                Port = int.Parse(words["broker port"]),
                VirtualHost = words["vhost"],
                UserName = words["broker user"],
                Password = words["broker password"],
                AutomaticRecoveryEnabled = false,
            };
            _connection = await factory.CreateConnectionAsync();
            var channel = await _connection.CreateChannelAsync();
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, delivery) => await _inbox.Writer.WriteAsync(new Message(
                Kind(delivery.BasicProperties.Type, delivery.BasicProperties.CorrelationId), delivery.BasicProperties.ContentType,
                Encoding.UTF8.GetString(delivery.Body.Span)));
            await channel.BasicConsumeAsync($"v.{words["vendor account"]}.inbox", autoAck: true, consumer);
            return channel;
        }

        private static string Kind(string? type, string? correlation) => $"{type} {correlation}";

        private sealed record Message(string Kind, string? ContentType, string Body);
    }
}
