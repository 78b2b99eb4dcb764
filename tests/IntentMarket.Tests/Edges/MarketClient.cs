using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>One account's calls over REST.</summary>
public sealed class MarketClient(HttpClient http, string? key)
{
    /// <summary>The cursor before all that an account was told of in the last days.</summary>
    public static string FromTheFirst => $"0.0.0.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";

    public string? Key { get; } = key;

    public AccountId Account { get; set; }

    public Uri Address => http.BaseAddress!;

    public Task<Answered> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answered> Delete(string path, string? idempotencyKey = null) => Send(HttpMethod.Delete, path, null, idempotencyKey);

    public Task<Answered> Put(string path, object body) => Send(HttpMethod.Put, path, Json(body));

    public Task<Answered> Post(string path, object? body = null, string? idempotencyKey = null) =>
        Send(HttpMethod.Post, path, body is null ? null : Json(body), idempotencyKey);

    public Task<Answered> PostBytes(string path, byte[] body, string contentType = "application/json", string? idempotencyKey = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Send(HttpMethod.Post, path, content, idempotencyKey);
    }

    public async Task<Answered> Send(HttpMethod method, string path, HttpContent? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        if (Key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        var answer = new Answered(
            (int)response.StatusCode, isJson && bytes.Length > 0 ? JsonNode.Parse(bytes) : null, bytes,
            response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.Delta);
        Observed.Note(answer);
        return answer;
    }

    /// <summary>Posts an intent that must be good.</summary>
    public async Task<JsonNode> PostIntent(JsonNode intent) =>
        (await Stubbornly("/api/v1/intents", intent, Guid.NewGuid().ToString())).Expect(201).Body!;

    /// <summary>Posts intents until two of them are of one partition.</summary>
    public async Task<(JsonNode First, JsonNode Second)> PostTwoOnOnePartition()
    {
        var seen = new Dictionary<int, JsonNode>();
        while (true)
        {
            var intent = await PostIntent(new Stroller().Plain());
            var partition = Partitions.Of(IntentId.Parse((string)intent["id"]!));
            if (!seen.TryAdd(partition, intent))
                return (seen[partition], intent);
        }
    }

    /// <summary>Makes an offer that must get a receipt.</summary>
    public async Task<JsonNode> Offer(JsonNode intent, JsonNode offer) =>
        (await Stubbornly($"/api/v1/intents/{(string)intent["id"]!}/offers", offer)).Expect(200).Body!;

    /// <summary>On a machine that is busy with other tests a market may be slow: what it did not answer in time is sent again
    /// with the same key.</summary>
    private async Task<Answered> Stubbornly(string path, JsonNode body, string? key = null)
    {
        var answer = await Post(path, body, key);
        for (var tries = 1; answer.Status == 503 && tries < 10; tries++)
        {
            await Task.Delay(answer.RetryAfter ?? TimeSpan.FromSeconds(1));
            answer = await Post(path, body, key);
        }
        return answer;
    }

    /// <summary>The caller's first notice of the type on the intent: one that came already, or the next to come.</summary>
    public async Task<JsonNode> AwaitNotice(string type, string intentId)
    {
        var cursor = FromTheFirst;
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var page = (await Get($"/api/v1/notices?after={cursor}&wait=10")).Expect(200);
            foreach (var notice in page.Body!["items"]!.AsArray())
            {
                if ((string?)notice!["type"] == type && (string?)notice["intentId"] == intentId)
                    return notice;
            }
            cursor = page.Text("next");
        }
        throw new AssertionException($"there was no notice of type {type}");
    }

    private static ByteArrayContent Json(object body)
    {
        var content = new ByteArrayContent(body is JsonNode node
            ? Encoding.UTF8.GetBytes(node.ToJsonString())
            : JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

/// <summary>What the market answered.</summary>
public sealed record Answered(int Status, JsonNode? Body, byte[] Bytes, string? ContentType, TimeSpan? RetryAfter)
{
    public string Text(string member) => (string?)Body?[member] ?? throw new AssertionException($"no `{member}` in {this}");

    public Answered Expect(int status)
    {
        Assert.That(Status, Is.EqualTo(status), ToString());
        return this;
    }

    /// <summary>A problem with that status and code, as RFC 9457 has it.</summary>
    public Answered ExpectProblem(int status, string code)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Status, (string?)Body?["code"]), Is.EqualTo((status, code)), ToString());
            Assert.That(ContentType, Is.EqualTo("application/problem+json"));
            Assert.That((int?)Body?["status"], Is.EqualTo(status));
            Assert.That((string?)Body?["title"], Is.Not.Empty);
            Assert.That((string?)Body?["detail"], Is.Not.Empty);
            if (status is 503 or 429)
                Assert.That(RetryAfter, Is.Not.Null);
        }
        return this;
    }

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Bytes)}";
}
