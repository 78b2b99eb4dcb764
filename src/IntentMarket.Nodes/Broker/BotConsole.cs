using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Market;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Broker;

/// <summary>Vendors whose bots somebody watches at some node. It is said again as long as somebody does.</summary>
[EntityName(Name), MessageUrn(Name)]
public sealed record BotsWatched(IReadOnlyCollection<AccountId> Vendors)
{
    /// <summary>As nodes of every version know it.</summary>
    private const string Name = "IntentMarket.Gateway.Amqp:BotsWatched";
}

/// <summary>What passed, told to all nodes: any of them may have it from the bot, and any may have who watches.</summary>
[EntityName(Name), MessageUrn(Name)]
public sealed record BotMessagesPassed(IReadOnlyList<PassedMessage> Messages)
{
    /// <summary>As nodes of every version know it.</summary>
    private const string Name = "IntentMarket.Gateway.Amqp:BotMessagesPassed";
}

public sealed record PassedMessage(AccountId Vendor, BotMessage Message);

/// <summary>Shows a vendor what passes between its bots and the market, live: what comes in from its exchange, as sent, and what goes out
/// to its inbox, at whichever node. While nobody watches a vendor nothing is copied, and nothing is kept of it.</summary>
/// <remarks>It is a help, not a record: where a node cannot keep up or the bus is down, what passes is not shown; and the other nodes hear
/// of a new watch some milliseconds late.</remarks>
public sealed partial class BotConsole(IBus bus, TimeProvider clock, ILogger<BotConsole> logger) : BackgroundService
{
    /// <summary>Vendors that are watched at one node at a time; more are refused with <c>limit</c>.</summary>
    public const int WatchedMax = 100;

    /// <summary>Messages of a vendor that are kept for who looks again; the oldest goes.</summary>
    public const int KeptMax = 100;

    /// <summary>Characters of a body that are shown.</summary>
    public const int ShownMax = 16_384;

    /// <summary>Messages on their way to the other nodes, and to one who watches; the oldest is not shown.</summary>
    private const int WaitingMax = 500;

    /// <summary>Messages that go to the bus at once: with the longest bodies some 256 KiB.</summary>
    private const int AtOnce = 16;

    private const int TimeoutMs = 30_000;

    private static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long a watch holds at the nodes that were told of it.</summary>
    private static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(10);

    /// <summary>How long it goes on after the last one has left: a page that is loaded again misses nothing.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    // Vendors watched at any node, with the time until which that holds.
    private readonly ConcurrentDictionary<AccountId, long> _watched = new();

    // Vendors watched at this node. Guarded by itself.
    private readonly Dictionary<AccountId, Window> _windows = [];

    private readonly Channel<PassedMessage> _passed = Channel.CreateBounded<PassedMessage>(
        new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>What was kept of the vendor's messages, and then those that pass, until it is disposed; null where
    /// too many are watched.</summary>
    public BotWatch? Watch(AccountId vendor)
    {
        BotWatch watch;
        lock (_windows)
        {
            if (!_windows.TryGetValue(vendor, out var window))
            {
                if (_windows.Count >= WatchedMax)
                    return null;
                _windows[vendor] = window = new Window();
            }
            watch = new BotWatch(this, vendor);
            foreach (var kept in window.Kept)
                watch.Show(kept);
            window.Watches.Add(watch);
        }
        Hold([vendor]);
        _ = Say(new BotsWatched([vendor]));
        return watch;
    }

    /// <summary>A bot's message came in. One that comes again was shown before.</summary>
    public void Came(Delivery delivery)
    {
        if (delivery is { Redelivered: false, Vendor: { } vendor } && IsWatched(vendor))
        {
            Pass(vendor, new BotMessage(
                NewId(), BotDirections.In, Now, delivery.Size, delivery.Type, delivery.MessageId, null, delivery.RoutingKey,
                delivery.TooLarge ? null : Shown(delivery.Body)));
        }
    }

    /// <summary>A notice goes out to a vendor's inbox.</summary>
    public void Went(AccountId vendor, Outgoing notice)
    {
        if (IsWatched(vendor))
        {
            Pass(vendor, new BotMessage(
                NewId(), BotDirections.Out, Now, notice.Body.Length, notice.Type, notice.MessageId, notice.CorrelationId,
                null, Shown(notice.Body)));
        }
    }

    public void Hold(IReadOnlyCollection<AccountId> vendors)
    {
        var until = clock.GetTimestamp() + (long)(HoldsFor.TotalSeconds * clock.TimestampFrequency);
        foreach (var vendor in vendors)
            _watched[vendor] = until;
    }

    public void Show(IReadOnlyList<PassedMessage> messages)
    {
        lock (_windows)
        {
            foreach (var (vendor, message) in messages)
            {
                if (_windows.TryGetValue(vendor, out var window))
                    window.Show(message);
            }
        }
    }

    public void Leave(BotWatch watch)
    {
        lock (_windows)
        {
            if (_windows.TryGetValue(watch.Vendor, out var window) && window.Watches.Remove(watch))
                window.LeftAt = clock.GetTimestamp();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Loop.GoOn(SayWatched, clock, logger, stoppingToken), Loop.GoOn(PassOn, clock, logger, stoppingToken));

    private bool IsWatched(AccountId vendor) =>
        !_watched.IsEmpty && _watched.TryGetValue(vendor, out var until) && until > clock.GetTimestamp();

    private void Pass(AccountId vendor, BotMessage message) => _passed.Writer.TryWrite(new PassedMessage(vendor, message));

    private async Task SayWatched(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(SaidEvery, clock);
        while (!cancel.IsCancellationRequested)
        {
            await ((Task)timer.WaitForNextTickAsync(cancel).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (vendor, until) in _watched)
            {
                if (until < clock.GetTimestamp())
                    _watched.TryRemove(KeyValuePair.Create(vendor, until));
            }
            AccountId[] vendors;
            lock (_windows)
            {
                foreach (var (vendor, _) in _windows
                    .Where(w => w.Value.Watches.Count == 0 && clock.GetElapsedTime(w.Value.LeftAt) > KeptFor).ToList())
                    _windows.Remove(vendor);
                vendors = [.. _windows.Keys];
            }
            if (vendors.Length == 0 || cancel.IsCancellationRequested)
                continue;
            Hold(vendors);
            await Say(new BotsWatched(vendors));
        }
    }

    private async Task PassOn(CancellationToken cancel)
    {
        var batch = new List<PassedMessage>(AtOnce);
        while (await _passed.Reader.WaitToReadAsync(cancel))
        {
            while (batch.Count < AtOnce && _passed.Reader.TryRead(out var message))
                batch.Add(message);
            await Say(new BotMessagesPassed([.. batch]));
            batch.Clear();
        }
    }

    /// <summary>Never throws. No publish is cancelled, which the library does not bear.</summary>
    private async Task Say(object message)
    {
        try
        {
            await bus.Publish(message, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));
        }
        catch (Exception fault)
        {
            LogNotShown(fault.Message);
        }
    }

    private static string NewId() => Guid.CreateVersion7().ToString();

    private string Now => Time.Format(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static string Shown(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 4 * ShownMax)]);
        return text.Length > ShownMax ? text[..ShownMax] : text;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what passes between bots and the market is not shown: {Reason}")]
    private partial void LogNotShown(string reason);

    /// <summary>What this node keeps of a vendor's messages, and who watches here.</summary>
    private sealed class Window
    {
        public Queue<BotMessage> Kept { get; } = new();

        public HashSet<BotWatch> Watches { get; } = [];

        public long LeftAt { get; set; }

        public void Show(BotMessage message)
        {
            if (Kept.Count == KeptMax)
                Kept.Dequeue();
            Kept.Enqueue(message);
            foreach (var watch in Watches)
                watch.Show(message);
        }
    }

    /// <summary>One who watches a vendor's bots. It ends when it is disposed.</summary>
    public sealed class BotWatch(BotConsole console, AccountId vendor) : IDisposable
    {
        private readonly Channel<BotMessage> _messages = Channel.CreateBounded<BotMessage>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        public AccountId Vendor { get; } = vendor;

        public IAsyncEnumerable<BotMessage> Messages(CancellationToken cancel) => _messages.Reader.ReadAllAsync(cancel);

        public void Show(BotMessage message) => _messages.Writer.TryWrite(message);

        public void Dispose()
        {
            console.Leave(this);
            _messages.Writer.TryComplete();
        }
    }
}

/// <summary>Hears at each node who is watched, and what passed.</summary>
internal sealed class ConsoleListener(BotConsole console) : IConsumer<BotsWatched>, IConsumer<BotMessagesPassed>
{
    public Task Consume(ConsumeContext<BotsWatched> context)
    {
        console.Hold(context.Message.Vendors);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<BotMessagesPassed> context)
    {
        console.Show(context.Message.Messages);
        return Task.CompletedTask;
    }
}
