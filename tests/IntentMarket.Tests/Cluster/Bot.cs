using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

internal enum Library { Pika, Amqplib }

/// <summary>A vendor's bot: a program in Python or JavaScript, on a public library, that a test drives line by line.</summary>
internal sealed class Bot : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<BotNotice> _notices = [];
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string?>> _asked = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asks;
    private bool _isDisposed;

    private Bot(MarketClient vendor, JsonNode credential, Process process)
    {
        (Vendor, Credential, _process) = (vendor, credential, process);
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Read();
    }

    public MarketClient Vendor { get; }

    public JsonNode Credential { get; }

    /// <summary>Completed when its connection ended, with the reason.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>How many receipts it has heard, repeated ones included.</summary>
    public int ReceiptsHeard { get; private set; }

    /// <summary>Completed when it hears something more.</summary>
    public Task Changed
    {
        get
        {
            lock (_notices)
                return _changed.Task;
        }
    }

    /// <summary>What it has been told so far, in the order of arrival.</summary>
    public IReadOnlyList<BotNotice> Notices
    {
        get
        {
            lock (_notices)
                return [.. _notices];
        }
    }

    /// <param name="trusted">The certificate of the authority that it trusts; null: those that the system trusts.</param>
    public static async Task<Bot> Start(
        MarketClient vendor, JsonNode credential, Library library, bool reads = true, string? trusted = null)
    {
        var (program, script) = library == Library.Pika ? (TestServices.Python, "bot.py") : ("node", "bot.js");
        var start = new ProcessStartInfo(program, [Path.Combine(TestServices.Clients, script), credential.ToJsonString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        if (trusted is not null)
            start.Environment["SSL_CERT_FILE"] = trusted;
        var bot = new Bot(vendor, credential, Process.Start(start)!);
        try
        {
            await bot._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            bot._process.Kill(true);
            Assert.Fail($"the bot did not start: {e.Message} {await bot._errors}");
        }
        if (reads)
            bot.ReadOn();
        return bot;
    }

    public void ReadOn() => Write(new JsonObject { ["do"] = "read" });

    /// <summary>Sends an offer, a confirmation or a withdrawal. Completes when the broker has confirmed it.</summary>
    public async Task Send(string route, string messageId, JsonObject body, string type = "offer.submit") =>
        Assert.That(await Publish(route, Encoding.UTF8.GetBytes(body.ToJsonString()), Properties(type, messageId)), Is.Null, messageId);

    public static JsonObject Properties(string type, string messageId) =>
        new() { ["type"] = type, ["message_id"] = messageId, ["content_type"] = "application/json", ["delivery_mode"] = 2 };

    /// <summary>Publishes anything; null where the broker confirmed it, else why it did not.</summary>
    public Task<string?> Publish(string route, byte[] body, JsonObject properties, string? exchange = null)
    {
        var command = new JsonObject
        {
            ["do"] = "publish",
            ["route"] = route,
            ["body"] = Convert.ToBase64String(body),
            ["properties"] = properties,
        };
        if (exchange is not null)
            command["exchange"] = exchange;
        return Ask(command);
    }

    /// <summary>Tries what it may not do; null where it could, else the number with which the broker refused.</summary>
    public Task<string?> Try(JsonObject what)
    {
        what["do"] = "try";
        return Ask(what);
    }

    /// <summary>The first notice, past or to come, of which it holds.</summary>
    public async Task<BotNotice> Hears(Func<BotNotice, bool> condition, string what, int seconds = 60)
    {
        var limit = Task.Delay(TimeSpan.FromSeconds(seconds));
        for (var read = 0; ;)
        {
            Task changed;
            lock (_notices)
            {
                for (; read < _notices.Count; read++)
                {
                    if (condition(_notices[read]))
                        return _notices[read];
                }
                changed = _changed.Task;
            }
            if (await Task.WhenAny(changed, limit) == limit)
            {
                Assert.Fail(
                    $"the bot did not hear within {seconds} s of: {what}; it heard "
                    + $"{string.Join(", ", Notices.TakeLast(20).Select(n => n.Type))}");
            }
        }
    }

    public Task<BotNotice> Hears(string type, Intent intent) =>
        Hears(n => n.Type == type && (string?)n.Body["intentId"] == intent.Id, $"{type} of {intent.Id}");

    public Task<BotNotice> HearsReceipt(string messageId) =>
        Hears(n => n.Type == "offer.receipt" && n.CorrelationId == messageId, $"the receipt of {messageId}");

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(true);
        }
        await _reading;
        if (await _errors is { Length: > 0 } errors)
            await TestContext.Out.WriteLineAsync($"---- bot of {Vendor.Id}\n{errors}");
        _process.Dispose();
    }

    private Task<string?> Ask(JsonObject command)
    {
        var id = Interlocked.Increment(ref _asks);
        command["id"] = id;
        var answer = _asked[id] = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Write(command);
        return answer.Task.WaitAsync(TimeSpan.FromSeconds(120));
    }

    private void Write(JsonObject command)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(command.ToJsonString());
            _process.StandardInput.Flush();
        }
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonNode.Parse(line)!.AsObject();
            if (said["ready"] is not null)
                _ready.TrySetResult();
            else if (said["closed"] is { } why)
                _closed.TrySetResult((string)why!);
            else if (said["notice"] is { } notice)
                Take(new BotNotice((string)said["type"]!, (string?)said["correlationId"], (string)notice!, Stopwatch.GetTimestamp()));
            else if (said["confirmed"] is { } confirmed)
                _asked[(int)confirmed].SetResult(null);
            else
                _asked[(int)(said["refused"] ?? said["tried"])!].SetResult(said["why"]?.ToString());
        }
        _ready.TrySetException(new InvalidOperationException("it ended"));
        _closed.TrySetResult("it ended");
        foreach (var asked in _asked.Values)
            asked.TrySetResult("the bot ended");
    }

    private void Take(BotNotice notice)
    {
        lock (_notices)
        {
            _notices.Add(notice);
            ReceiptsHeard += notice.Type == "offer.receipt" ? 1 : 0;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

/// <summary>What a bot was told: the notice as it came, and the properties beside it.</summary>
/// <param name="HeardAt">As <see cref="Stopwatch.GetTimestamp"/>.</param>
internal sealed record BotNotice(string Type, string? CorrelationId, string Text, long HeardAt)
{
    private readonly Lazy<JsonNode> _body = new(() => JsonNode.Parse(Text)!);

    public JsonNode Body => _body.Value;

    public JsonNode Data => Body["data"]!;

    /// <summary>The bytes of its data, as they came.</summary>
    public string DataText
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.GetProperty("data").GetRawText();
        }
    }

    /// <summary>The codes of the reasons of a refusal.</summary>
    public IReadOnlyList<string> Codes => Data["reasons"]?.AsArray().Select(r => (string)r!["code"]!).ToList() ?? [];
}
