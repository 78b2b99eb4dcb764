using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>An account's calls over REST, at whichever node.</summary>
internal sealed record MarketClient(string Id, string Key)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Task<RestAnswer> Get(ClusterNode at, string path) => Send(at, HttpMethod.Get, path, null, null);

    /// <param name="key">The <c>Idempotency-Key</c>; null: a fresh one.</param>
    public Task<RestAnswer> Post(ClusterNode at, string path, object? body = null, string? key = null) =>
        Send(at, HttpMethod.Post, path, body, key ?? Guid.NewGuid().ToString());

    public Task<RestAnswer> Put(ClusterNode at, string path, object body) => Send(at, HttpMethod.Put, path, body, null);

    public Task<RestAnswer> Delete(ClusterNode at, string path) => Send(at, HttpMethod.Delete, path, null, null);

    private async Task<RestAnswer> Send(ClusterNode at, HttpMethod method, string path, object? body, string? key)
    {
        using var request = new HttpRequestMessage(method, new Uri(at.Address, "/api/v1/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        var watch = Stopwatch.StartNew();
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new RestAnswer((int)answer.StatusCode, text, watch.Elapsed, answer.Headers.RetryAfter?.Delta);
    }
}

internal sealed record RestAnswer(int Status, string Text, TimeSpan Took, TimeSpan? RetryAfter)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public JsonNode? this[string member] => Body[member];

    /// <summary>The answer, where it is the one that is expected.</summary>
    public RestAnswer Is(int status)
    {
        Assert.That(Status, NUnit.Framework.Is.EqualTo(status), Text);
        return this;
    }
}
