using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Threading.Channels;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Bench;

/// <summary>What the market would be without its rules: takes a batch from the same kind of queues with the same prefetch, stores it with
/// one statement in one synced transaction, publishes a receipt for each message with confirms, and acknowledges. Written by hand, with
/// nothing of the market's own way of doing it, and with the next batch stored while the receipts of the last are on their way.</summary>
internal static class BarePipeline
{
    public const string Verb = "bare-pipeline";

    /// <summary>As many as the market has on PostgreSQL.</summary>
    private const int Loops = 2;

    /// <summary>Batches whose receipts are not yet confirmed, a loop.</summary>
    private const int UnconfirmedMax = 4;

    private sealed record Taken(IChannel Channel, ulong Tag, string Key, string Inbox);

    public static async Task<int> Serve(Options options)
    {
        var schema = options.Text("schema");
        var row = new byte[options.Number("row", 0)];
        var receipt = new byte[options.Number("receipt", 0)];
        Random.Shared.NextBytes(row);
        receipt.AsSpan().Fill((byte)'x');
        var factory = BareBroker.Factory(options.Text("vhost"));
        await using var database = NpgsqlDataSource.Create(Options.Setting("ConnectionStrings__Postgres"));
        await using var consuming = await factory.CreateConnectionAsync();
        await using var publishing = await factory.CreateConnectionAsync();
        var mailboxes = new List<Channel<Taken>>();
        for (var i = 0; i < Loops; i++)
        {
            // Bounded by the prefetch of all queues.
            var mailbox = Channel.CreateUnbounded<Taken>(new UnboundedChannelOptions { SingleReader = true });
            mailboxes.Add(mailbox);
            _ = Task.Run(() => EndIfBroken(Loop(database, schema, publishing, mailbox.Reader, row, receipt)));
        }
        for (var partition = 0; partition < Limits.Partitions; partition++)
            await Consume(consuming, BareBroker.Queues.NameOf(Partitions.Route(partition)), mailboxes[partition % Loops].Writer);
        await Child.Serve("");
        return 0;
    }

    private static async Task Consume(IConnection connection, string queue, ChannelWriter<Taken> mailbox)
    {
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, PartitionConsumers.PrefetchMax, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, arrived) =>
        {
            mailbox.TryWrite(new Taken(channel, arrived.DeliveryTag, arrived.BasicProperties.MessageId!, arrived.BasicProperties.ReplyTo!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    private static async Task Loop(
        NpgsqlDataSource database, string schema, IConnection publishing, ChannelReader<Taken> mailbox, byte[] row, byte[] receipt)
    {
        await using var connection = await database.OpenConnectionAsync();
        var channel = await publishing.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var confirmed = new Floor(channel);
        var stored = Channel.CreateBounded<(long Last, List<Taken> Batch)>(UnconfirmedMax);
        _ = Task.Run(() => EndIfBroken(Acknowledge(stored.Reader, confirmed)));
        var sent = 0L;
        while (await mailbox.WaitToReadAsync())
        {
            var batch = new List<Taken>(Limits.BatchMax);
            while (batch.Count < Limits.BatchMax && mailbox.TryRead(out var taken))
                batch.Add(taken);
            await Store(connection, schema, batch, row);
            foreach (var taken in batch)
            {
                var properties = new BasicProperties
                {
                    Persistent = true,
                    Type = "offer.receipt",
                    MessageId = Guid.CreateVersion7().ToString(),
                    CorrelationId = taken.Key,
                    ContentType = "application/json",
                };
                await channel.BasicPublishAsync("", taken.Inbox, mandatory: false, properties, receipt);
            }
            sent += batch.Count;
            await stored.Writer.WriteAsync((sent, batch));
        }
    }

    private static async Task Store(NpgsqlConnection connection, string schema, List<Taken> batch, byte[] row)
    {
        await using var insert = new NpgsqlCommand(
            $"INSERT INTO {schema}.rows (id, key, bytes) SELECT id, key, bytes FROM unnest(@ids, @keys, @bytes) AS r(id, key, bytes)",
            connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]>("ids", [.. batch.Select(_ => Guid.CreateVersion7())]),
                new NpgsqlParameter<string[]>("keys", [.. batch.Select(t => t.Key)]),
                new NpgsqlParameter<byte[][]>("bytes", [.. batch.Select(_ => row)]),
            },
        };
        await insert.PrepareAsync();
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>A queue's messages pass one loop in their order: the last of a batch acknowledges those before it.</summary>
    private static async Task Acknowledge(ChannelReader<(long Last, List<Taken> Batch)> stored, Floor confirmed)
    {
        await foreach (var (last, batch) in stored.ReadAllAsync())
        {
            await confirmed.Reach(last);
            foreach (var byQueue in batch.GroupBy(t => t.Channel))
                await byQueue.Key.BasicAckAsync(byQueue.Max(t => t.Tag), multiple: true);
        }
    }

    private static async Task EndIfBroken(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"the bare pipeline broke: {e}");
            Environment.Exit(1);
        }
    }

    /// <summary>Waits for a channel's confirms. One waiter.</summary>
    private sealed class Floor
    {
        private readonly Lock _gate = new();
        private long _floor;
        private (long Number, TaskCompletionSource Reached)? _waiting;

        public Floor(IChannel channel) => _ = new Confirms(channel, (floor, refused) =>
        {
            lock (_gate)
            {
                _floor = floor;
                if (refused > 0)
                    _waiting?.Reached.TrySetException(new InvalidOperationException("a receipt was refused"));
                if (_waiting is not { } waiting || waiting.Number > floor)
                    return;
                waiting.Reached.TrySetResult();
                _waiting = null;
            }
        });

        public Task Reach(long number)
        {
            lock (_gate)
            {
                if (_floor >= number)
                    return Task.CompletedTask;
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting = (number, reached);
                return reached.Task;
            }
        }
    }
}

/// <summary>A vhost and a schema for the bare pipeline alone, on the market's own broker and database; both go when it is over.</summary>
internal sealed class BareBroker : IAsyncDisposable
{
    private readonly string _name = "bench_" + Guid.NewGuid().ToString("N")[..12];

    private BareBroker()
    {
    }

    public static EdgeQueues Queues { get; } = new("bench");

    public string Vhost => _name;

    public string Schema => _name;

    private static Uri Amqp => new(Options.Setting("ConnectionStrings__RabbitMq"));

    public static ConnectionFactory Factory(string vhost) => new()
    {
        Uri = Amqp,
        VirtualHost = vhost,
        ClientProvidedName = "bench",
        AutomaticRecoveryEnabled = false,
    };

    /// <summary>The market's queues of the partitions, with the same arguments.</summary>
    public static async Task<BareBroker> Make()
    {
        var broker = new BareBroker();
        await Manage(HttpMethod.Put, $"vhosts/{broker.Vhost}");
        await Manage(
            HttpMethod.Put, $"permissions/{broker.Vhost}/{Uri.EscapeDataString(Factory(broker.Vhost).UserName)}",
            new { configure = ".*", write = ".*", read = ".*" });
        await using (var connection = await Factory(broker.Vhost).CreateConnectionAsync())
            await EdgeTopology.Declare(Queues, connection, CancellationToken.None);
        await Execute($"CREATE SCHEMA {broker.Schema}");
        await Execute($"CREATE TABLE {broker.Schema}.rows (id uuid PRIMARY KEY, key text NOT NULL, bytes bytea NOT NULL)");
        return broker;
    }

    /// <summary>Inboxes as vendors have them, and a bot's way to each.</summary>
    public async Task<IReadOnlyList<BotAddress>> MakeInboxes(int count)
    {
        var factory = Factory(Vhost);
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var addresses = new List<BotAddress>();
        for (var i = 0; i < count; i++)
        {
            var inbox = EdgeTopology.Inbox(new AccountId(Guid.NewGuid()));
            await channel.QueueDeclareAsync(inbox, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-max-length"] = BrokerAdmin.InboxMax,
                ["x-max-length-bytes"] = BrokerAdmin.InboxBytesMax,
                ["x-overflow"] = "drop-head",
                ["x-message-ttl"] = BrokerAdmin.InboxTtlMs,
            });
            addresses.Add(new BotAddress(
                factory.HostName, factory.Port, Vhost, factory.UserName, factory.Password, EdgeTopology.Routes, inbox, TellsInbox: true));
        }
        return addresses;
    }

    public async ValueTask DisposeAsync()
    {
        await Execute($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
        await Manage(HttpMethod.Delete, $"vhosts/{Vhost}");
    }

    private static async Task Execute(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Options.Setting("ConnectionStrings__Postgres"));
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Manage(HttpMethod method, string path, object? body = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(new Uri(Options.Setting("RabbitMq__Management")), "/api/" + path));
        request.Content = JsonContent.Create(body ?? new { });
        var factory = Factory("/");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{factory.UserName}:{factory.Password}")));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
