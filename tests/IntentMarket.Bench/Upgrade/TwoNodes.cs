using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IntentMarket.Bench;

/// <summary>What a call was answered at last.</summary>
internal sealed record Answer(int Status, JsonNode? Body);

/// <summary>A client of a market of two nodes, as one behind a load balancer: it takes them in turn as long as they are ready, and sends
/// what was not answered again with the same key. It keeps an account of what it was answered, and when.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    /// <summary>A call that has no answer by then is a fault of the market.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(20);

    /// <summary>How long before and after a node comes or goes a 503 is part of it: the other takes its partitions.</summary>
    private static readonly TimeSpan SwitchWithin = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient[] _nodes;
    private readonly bool[] _isReady = new bool[2];
    private readonly long[] _answered = new long[2];
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _looking;

    // All of it guarded by _gate.
    private readonly Lock _gate = new();
    private readonly List<long> _latencies = [];
    private readonly List<TimeSpan> _unavailable = [];
    private readonly List<string> _faults = [];
    private TimeSpan _longest;
    private TimeSpan? _joined;
    private TimeSpan? _left;
    private int _turn;

    public TwoNodes(Uri before, Uri after)
    {
        _nodes = [.. new[] { before, after }.Select(address => new HttpClient { BaseAddress = address, Timeout = AnsweredWithin })];
        _isReady[0] = true;
        _looking = Look();
    }

    /// <summary>When the newer node was ready, and when the older one had gone; null: not yet.</summary>
    public (TimeSpan? Joined, TimeSpan? Left) Switches
    {
        get
        {
            lock (_gate)
                return (_joined, _left);
        }
    }

    /// <summary>What may not be: answers 5xx, but for 503 while a node came or went, and calls without an answer.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _faults,
                    .. _unavailable.Where(at => !Within(at, _joined) && !Within(at, _left))
                        .Select(at => $"503 at {at.TotalSeconds:0.0} s, when no node came or went"),
                ];
            }

            static bool Within(TimeSpan at, TimeSpan? change) => change is { } when && (at - when).Duration() <= SwitchWithin;
        }
    }

    public void Print()
    {
        lock (_gate)
        {
            var figures = Figures.Of(_latencies, Stopwatch.GetElapsedTime(_began));
            Figures.Print($"{_answered[0]} calls were answered by the node before, {_answered[1]} by this one: {figures.PerSecond:N0}/s");
            Figures.Print($"p50 {figures.P50Ms:N1} ms, p99 {figures.P99Ms:N1} ms; with all tries at most {_longest.TotalSeconds:N1} s");
            Figures.Print($"{_unavailable.Count} answers were 503");
            Figures.Print($"this one was ready at {_joined?.TotalSeconds:N1} s, the one before had gone at {_left?.TotalSeconds:N1} s");
        }
    }

    /// <summary>The answer to a call, which is none of 5xx; null where there was none in time.</summary>
    public async Task<Answer?> Send(HttpMethod method, string path, string key, string? body = null)
    {
        var (idempotencyKey, since) = (Guid.NewGuid().ToString(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since) < AnsweredWithin)
        {
            var node = Next();
            var sentAt = Stopwatch.GetTimestamp();
            try
            {
                using var request = new HttpRequestMessage(method, "/api/v1/" + path);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                request.Headers.Add("Idempotency-Key", idempotencyKey);
                if (body is not null)
                    request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await _nodes[node].SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                Note(node, sentAt, since, (int)answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
                if ((int)answer.StatusCode < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests)
                    return new Answer((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                // It stopped, or is not there yet: the other one answers.
                _isReady[node] = false;
            }
            await Task.Delay(LookEvery);
        }
        lock (_gate)
            _faults.Add($"{method} {path}: no answer within {AnsweredWithin.TotalSeconds} s");
        return null;
    }

    private int Next()
    {
        var turn = Interlocked.Increment(ref _turn) & 1;
        return _isReady[turn] ? turn : 1 - turn;
    }

    private void Note(int node, long sentAt, long since, int status, string said)
    {
        lock (_gate)
        {
            _answered[node]++;
            _latencies.Add(Stopwatch.GetTimestamp() - sentAt);
            if (status == 503)
                _unavailable.Add(Stopwatch.GetElapsedTime(_began));
            else if (status >= 500)
                _faults.Add(said);
            else if (Stopwatch.GetElapsedTime(since) is var took && took > _longest)
                _longest = took;
        }
    }

    /// <summary>Asks both whether they are ready, as a load balancer does.</summary>
    private async Task Look()
    {
        while (!_over.IsCancellationRequested)
        {
            for (var node = 0; node < 2; node++)
            {
                var (isThere, isReady) = await Ready(node);
                _isReady[node] = isReady;
                lock (_gate)
                {
                    if (node == 1 && isReady)
                        _joined ??= Stopwatch.GetElapsedTime(_began);
                    if (node == 0 && !isThere)
                        _left ??= Stopwatch.GetElapsedTime(_began);
                }
            }
            await Task.Delay(LookEvery, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(bool IsThere, bool IsReady)> Ready(int node)
    {
        try
        {
            using var answer = await _nodes[node].GetAsync("/readyz", _over.Token);
            return (true, answer.IsSuccessStatusCode);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            return (gone is OperationCanceledException, false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _looking;
        foreach (var node in _nodes)
            node.Dispose();
        _over.Dispose();
    }
}
