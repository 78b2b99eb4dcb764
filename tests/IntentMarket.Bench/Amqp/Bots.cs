using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntentMarket.Bench;

/// <summary>Where a bot speaks and listens.</summary>
/// <param name="TellsInbox">Its messages say by <c>reply_to</c> where the receipt goes; the market knows that by itself.</param>
internal sealed record BotAddress(
    string Host, int Port, string Vhost, string User, string Password, string Exchange, string Inbox, bool TellsInbox);

internal sealed record BotMessage(string Key, string IntentId, byte[] Body);

/// <summary>The offers of one round, by number, and what came back.</summary>
internal sealed class Round(string name, int offers)
{
    private readonly long[] _sentAt = new long[offers];
    private readonly long[] _receivedAt = new long[offers];
    private readonly int[] _receipts = new int[offers];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _received;
    private int _strange;
    private long _receiptBytes;
    private volatile string? _refused;

    public string KeyOf(int number) => $"{name}-{number}";

    /// <summary>A message that was not accepted, where there is one.</summary>
    public string? Refused => _refused;

    public int Missing => _receipts.Count(r => r == 0);

    public int Answered => Volatile.Read(ref _received);

    /// <summary>The keys of offers that were sent and have no receipt.</summary>
    public IEnumerable<string> Unanswered => Enumerable.Range(0, offers).Where(i => _sentAt[i] > 0 && _receipts[i] == 0).Select(KeyOf);

    public int Repeated => _receipts.Count(r => r > 1) + Volatile.Read(ref _strange);

    public double ReceiptBytes => (double)Interlocked.Read(ref _receiptBytes) / Math.Max(1, Volatile.Read(ref _received));

    public void Sent(string key) => _sentAt[NumberOf(key)!.Value] = Stopwatch.GetTimestamp();

    /// <summary>True where it is the first receipt of an offer of this round.</summary>
    public bool Received(string key, ReadOnlySpan<byte> receipt)
    {
        var now = Stopwatch.GetTimestamp();
        if (NumberOf(key) is not { } number)
        {
            Interlocked.Increment(ref _strange);
            return false;
        }
        if (receipt.IndexOf("\"outcome\":\"refused\""u8) >= 0)
            _refused = System.Text.Encoding.UTF8.GetString(receipt);
        if (Interlocked.Increment(ref _receipts[number]) > 1)
            return false;
        _receivedAt[number] = now;
        Interlocked.Add(ref _receiptBytes, receipt.Length);
        if (Interlocked.Increment(ref _received) == offers)
            _complete.TrySetResult();
        return true;
    }

    /// <summary>Waits until every offer has its receipt, or none has come for some time.</summary>
    public async Task Complete(TimeSpan patience)
    {
        for (var before = -1; !_complete.Task.IsCompleted && before != Volatile.Read(ref _received);)
        {
            before = Volatile.Read(ref _received);
            await _complete.Task.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Figures Figures()
    {
        var answered = Enumerable.Range(0, offers).Where(i => _receipts[i] > 0).ToList();
        if (answered.Count == 0)
            return new Figures(0, double.NaN, double.NaN);
        var took = Stopwatch.GetElapsedTime(_sentAt.Where(at => at > 0).Min(), _receivedAt.Max());
        return Bench.Figures.Of([.. answered.Select(i => _receivedAt[i] - _sentAt[i])], took);
    }

    private int? NumberOf(string key) =>
        key.Length > name.Length + 1
        && key.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(key.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < offers
            ? number
            : null;
}

/// <summary>A vendor's bot: one connection, with a channel that publishes with confirms and one that reads the inbox and
/// acknowledges each message.</summary>
internal sealed class Bot : IAsyncDisposable
{
    private const ushort Prefetch = 500;
    private static readonly TimeSpan ConfirmsWithin = TimeSpan.FromSeconds(30);

    private readonly BotAddress _address;
    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentDictionary<string, string> _routes = new(StringComparer.Ordinal);
    private volatile Round? _round;
    private long _published;
    private long _confirmed;
    private long _refused;

    private Bot(BotAddress address, IConnection connection, IChannel publishing, int window)
    {
        _address = address;
        _connection = connection;
        _publishing = publishing;
        _room = new SemaphoreSlim(window);
        _ = new Confirms(publishing, (floor, refused) => (_confirmed, _refused) = (floor, refused));
    }

    /// <summary>The routes that the notices of new intents named, by intent.</summary>
    public ConcurrentDictionary<string, string> Routes => _routes;

    /// <param name="window">Offers that it has in flight at most: sent, and without a receipt.</param>
    public static async Task<Bot> Connect(BotAddress address, int window)
    {
        var factory = new ConnectionFactory
        {
            HostName = address.Host,
            Port = address.Port,
            VirtualHost = address.Vhost,
            UserName = address.User,
            Password = address.Password,
            ClientProvidedName = "bench",
            AutomaticRecoveryEnabled = false,
        };
        var connection = await factory.CreateConnectionAsync();
        var publishing = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var bot = new Bot(address, connection, publishing, window);
        var reading = await connection.CreateChannelAsync();
        await reading.BasicQosAsync(0, Prefetch, global: false);
        var consumer = new AsyncEventingBasicConsumer(reading);
        consumer.ReceivedAsync += async (_, arrived) =>
        {
            bot.Take(arrived);
            await reading.BasicAckAsync(arrived.DeliveryTag, multiple: false);
        };
        await reading.BasicConsumeAsync(address.Inbox, autoAck: false, consumer);
        return bot;
    }

    /// <summary>Publishes as fast as there is room, and answers when the broker has confirmed each message.</summary>
    public async Task Publish(Round round, IReadOnlyList<BotMessage> messages, TimeSpan patience)
    {
        _round = round;
        foreach (var message in messages)
        {
            if (!await _room.WaitAsync(patience))
                throw new BenchException($"no receipt within {patience.TotalSeconds} s; {round.Missing} are missing");
            var properties = new BasicProperties
            {
                Persistent = true,
                Type = "offer.submit",
                MessageId = message.Key,
                ContentType = "application/json",
            };
            if (_address.TellsInbox)
                properties.ReplyTo = _address.Inbox;
            round.Sent(message.Key);
            _published++;
            await _publishing.BasicPublishAsync(_address.Exchange, _routes[message.IntentId], mandatory: false, properties, message.Body);
        }
        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _confirmed) < _published)
        {
            if (Stopwatch.GetElapsedTime(since) > ConfirmsWithin)
                throw new BenchException($"{_published - Volatile.Read(ref _confirmed)} messages were not confirmed by the broker");
            await Task.Delay(10);
        }
        if (Volatile.Read(ref _refused) > 0)
            throw new BenchException($"the broker refused {_refused} messages");
    }

    private void Take(BasicDeliverEventArgs arrived)
    {
        switch (arrived.BasicProperties.Type)
        {
            case "offer.receipt" when _round is { } round && arrived.BasicProperties.CorrelationId is { } key:
                if (round.Received(key, arrived.Body.Span))
                    _room.Release();
                break;
            case "intent.opened":
                using (var notice = JsonDocument.Parse(arrived.Body))
                    _routes[notice.RootElement.GetProperty("intentId").GetString()!] = notice.RootElement.GetProperty("route").GetString()!;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
        await _connection.DisposeAsync();
        _room.Dispose();
    }
}

/// <summary>Follows the confirms of a channel: all messages up to a number are confirmed.</summary>
internal sealed class Confirms
{
    private readonly Action<long, long> _changed;
    private readonly SortedSet<ulong> _above = [];
    private ulong _floor;
    private long _refused;

    /// <param name="changed">Called by the channel's own loop, one at a time, with the last number up to which all is settled, and
    /// how many were refused.</param>
    public Confirms(IChannel channel, Action<long, long> changed)
    {
        _changed = changed;
        channel.BasicAcksAsync += (_, ack) => Settle(ack.DeliveryTag, ack.Multiple, refused: false);
        channel.BasicNacksAsync += (_, nack) => Settle(nack.DeliveryTag, nack.Multiple, refused: true);
    }

    private Task Settle(ulong number, bool multiple, bool refused)
    {
        if (refused)
            _refused++;
        if (multiple)
        {
            _floor = Math.Max(_floor, number);
            _above.RemoveWhere(n => n <= _floor);
        }
        else
            _above.Add(number);
        while (_above.Remove(_floor + 1))
            _floor++;
        _changed((long)_floor, _refused);
        return Task.CompletedTask;
    }
}
