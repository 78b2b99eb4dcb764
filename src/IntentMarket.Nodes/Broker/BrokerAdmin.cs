using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using RabbitMQ.Client;

namespace IntentMarket.Nodes.Broker;

/// <summary>Makes and removes vhosts and broker users, by the broker's management API, and vendors' exchanges and queues, as the market's
/// own user: the administrator enters no vhost. Everything may be asked again: what is there already stays. Every method throws
/// <see cref="BrokerDownException"/> where the broker does not do it.</summary>
public sealed class BrokerAdmin(HttpClient http, BrokerSettings settings)
{
    /// <summary>Messages that wait in an inbox; the oldest goes to <c>dropped</c>.</summary>
    public const int InboxMax = 10_000;

    /// <summary>Bytes that wait in an inbox; the oldest message goes to <c>dropped</c>.</summary>
    public const long InboxBytesMax = 64L << 20;

    /// <summary>How long a notice waits in an inbox; then it goes to <c>dropped</c>. As long as notices can be read again.</summary>
    public const long InboxTtlMs = 7L * 24 * 3_600_000;

    /// <summary>Connections of one broker user; the next is refused by the broker.</summary>
    public const int ConnectionsPerUserMax = 5;

    /// <summary>Channels of one broker user over all its connections; the next is refused by the broker.</summary>
    public const int ChannelsPerUserMax = 10;

    /// <summary>How long the management API may take for one request.</summary>
    public const int TimeoutMs = 5_000;

    private string Edge { get; } = Uri.EscapeDataString(settings.Edge);

    private string Core { get; } = Uri.EscapeDataString(settings.Core);

    private AuthenticationHeaderValue Authorization { get; } =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Administrator}:{settings.AdministratorPassword}")));

    private Uri Api { get; } =
        new(new Uri(settings.Management.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)), "/api/");

    /// <summary>The two vhosts, the market's own user with its right to them, and what the partition queues need of the broker.</summary>
    public async Task EnsureVhosts(CancellationToken cancel)
    {
        if (!await UserExists(settings.User, cancel))
            await Put($"users/{Uri.EscapeDataString(settings.User)}", new() { ["password"] = settings.Password, ["tags"] = "" }, cancel);
        foreach (var vhost in new[] { Edge, Core })
        {
            using (var made = await Send(HttpMethod.Put, $"vhosts/{vhost}", [], cancel))
            {
                // The broker lets who makes a vhost do everything in it.
                if (made.StatusCode == HttpStatusCode.Created && settings.Administrator != settings.User)
                    await Delete($"permissions/{vhost}/{Uri.EscapeDataString(settings.Administrator)}", cancel);
            }
            await Put(
                $"permissions/{vhost}/{Uri.EscapeDataString(settings.User)}",
                new() { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" },
                cancel);
        }
        // Without it a quorum queue hands its dead letters on at most once, so a broker that falls over could lose one.
        foreach (var flag in await GetList("feature-flags", cancel))
        {
            if ((string?)flag?["name"] == "stream_queue" && (string?)flag["state"] == "disabled")
                await Put("feature-flags/stream_queue/enable", new() { ["name"] = "stream_queue" }, cancel);
        }
    }

    /// <summary>The vendor's exchange and inbox; the edge's own topology must stand (<see cref="EdgeTopology"/>).</summary>
    public Task EnsureVendor(AccountId vendor, CancellationToken cancel) => AtTheEdge(
        async (channel, token) =>
        {
            var exchange = EdgeTopology.Exchange(vendor);
            await channel.QueueDeclareAsync(
                EdgeTopology.Inbox(vendor), durable: true, exclusive: false, autoDelete: false, InboxArguments(), cancellationToken: token);
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: token);
            await channel.ExchangeBindAsync(EdgeTopology.Offers, exchange, "", cancellationToken: token);
        },
        cancel);

    private static Dictionary<string, object?> InboxArguments() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-max-length"] = InboxMax,
        ["x-max-length-bytes"] = InboxBytesMax,
        ["x-overflow"] = "drop-head",
        ["x-message-ttl"] = InboxTtlMs,
        ["x-dead-letter-exchange"] = EdgeTopology.Dropped,
    };

    /// <summary>Takes the vendor's exchange and inbox away, with what is in it.</summary>
    public Task RemoveVendor(AccountId vendor, CancellationToken cancel) => AtTheEdge(
        async (channel, token) =>
        {
            await channel.ExchangeDeleteAsync(EdgeTopology.Exchange(vendor), cancellationToken: token);
            await channel.QueueDeleteAsync(EdgeTopology.Inbox(vendor), ifUnused: false, ifEmpty: false, cancellationToken: token);
        },
        cancel);

    /// <summary>The queues of the edge that an earlier build named so that anybody could guess; null where the management
    /// API does not answer.</summary>
    public async Task<IReadOnlySet<string>?> QueuesOfBefore(CancellationToken cancel)
    {
        var names = Uri.EscapeDataString($@"^(p\.[0-9]+|{EdgeTopology.Unrouted}|{EdgeTopology.Dead}|{EdgeTopology.Dropped})$");
        try
        {
            using var answer = await Send(
                HttpMethod.Get, $"queues/{Edge}?page=1&page_size=100&use_regex=true&name={names}&columns=name", null, cancel);
            var page = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonObject>(cancel) : null;
            return (page?["items"] as JsonArray)?.Select(queue => (string)queue!["name"]!).ToHashSet();
        }
        catch (BrokerDownException)
        {
            return null;
        }
    }

    /// <summary>On a connection of its own, since it is seldom.</summary>
    private async Task AtTheEdge(Func<IChannel, CancellationToken, Task> act, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeoutMs);
        try
        {
            await using var connection = await BrokerLink.Factory(settings, settings.Edge, "vendors").CreateConnectionAsync(limit.Token);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
            await act(channel, limit.Token);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            throw new BrokerDownException("the broker does not make or remove what a vendor has there", fault);
        }
    }

    /// <summary>A user that may write the vendor's exchange, read its inbox, and do nothing else. The permission comes last: until then the
    /// user can do nothing, so it is never without its limits.</summary>
    public async Task EnsureUser(AccountId vendor, string user, string password, CancellationToken cancel)
    {
        var name = Uri.EscapeDataString(user);
        await Put($"users/{name}", new() { ["password"] = password, ["tags"] = "" }, cancel);
        await Put($"user-limits/{name}/max-connections", new() { ["value"] = ConnectionsPerUserMax }, cancel);
        await Put($"user-limits/{name}/max-channels", new() { ["value"] = ChannelsPerUserMax }, cancel);
        await Put(
            $"permissions/{Edge}/{name}",
            new() { ["configure"] = "", ["write"] = $@"^v\.{vendor:D}\.in$", ["read"] = $@"^v\.{vendor:D}\.inbox$" },
            cancel);
    }

    /// <summary>The user is gone and its connections are closed. The permissions go first, so that a connection that is made meanwhile can
    /// do nothing; then the connections, because a busy channel remembers what it was allowed.</summary>
    public async Task RemoveUser(string user, CancellationToken cancel)
    {
        var name = Uri.EscapeDataString(user);
        await Delete($"permissions/{Edge}/{name}", cancel);
        await Delete($"connections/username/{name}", cancel);
        await Delete($"users/{name}", cancel);
    }

    public async Task<bool> UserExists(string user, CancellationToken cancel)
    {
        using var answer = await Send(HttpMethod.Get, $"users/{Uri.EscapeDataString(user)}", null, cancel);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private async Task<JsonArray> GetList(string path, CancellationToken cancel)
    {
        using var answer = await Send(HttpMethod.Get, path, null, cancel);
        return await answer.Content.ReadFromJsonAsync<JsonArray>(cancel) ?? [];
    }

    private async Task Put(string path, JsonObject body, CancellationToken cancel) =>
        (await Send(HttpMethod.Put, path, body, cancel)).Dispose();

    private async Task Delete(string path, CancellationToken cancel) => (await Send(HttpMethod.Delete, path, null, cancel)).Dispose();

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, JsonObject? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(Api, path));
        request.Headers.Authorization = Authorization;
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeoutMs);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, limit.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw new BrokerDownException("the broker's management API does not answer", fault);
        }
        if (answer.IsSuccessStatusCode
            || (answer.StatusCode == HttpStatusCode.NotFound && method != HttpMethod.Put && method != HttpMethod.Post))
            return answer;
        var status = answer.StatusCode;
        answer.Dispose();
        throw new BrokerDownException($"the broker's management API answered {(int)status} to {method} {path.Split('/')[0]}");
    }
}

/// <summary>The management API did not answer, or not as it should. The message names no secret.</summary>
public sealed class BrokerDownException(string message, Exception? inner = null) : DownException(message, inner);
