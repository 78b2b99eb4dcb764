using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace IntentMarket.Bench;

internal sealed record Vendor(string Id, string Key);

/// <summary>A vendor's way to the broker, as the market gave it.</summary>
internal sealed record Credential(string Host, int Port, string Vhost, string User, string Password, string Exchange, string Queue);

internal sealed record PostedIntent(string Id, string TermsHash);

/// <summary>Sets the scene by REST: accounts, standing criteria, broker users, intents. Where a quota is spent it
/// waits as it is told to.</summary>
internal sealed class MarketClient : IDisposable
{
    private const int TriesMax = 100;

    private readonly HttpClient _http = new() { BaseAddress = new Uri(Options.Setting("MARKET_URL")) };
    private readonly string _operator = Options.Setting("Operator__Key");
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    public Uri Address => _http.BaseAddress!;

    /// <summary>Vendors who hear of every intent.</summary>
    public async Task<IReadOnlyList<Vendor>> MakeVendors(int count)
    {
        var vendors = new List<Vendor>();
        for (var i = 0; i < count; i++)
        {
            var vendor = await MakeAccount("vendor", $"vendor {i}");
            await Send(HttpMethod.Put, "subscriptions/all", vendor.Key, "{}");
            vendors.Add(vendor);
        }
        return vendors;
    }

    public async Task<Credential> MakeCredential(Vendor vendor)
    {
        var made = await Send(HttpMethod.Post, "broker-credentials", vendor.Key, null);
        return new Credential(
            (string)made["host"]!, (int)made["port"]!, (string)made["vhost"]!, (string)made["user"]!, (string)made["password"]!,
            (string)made["exchange"]!, (string)made["queue"]!);
    }

    public async Task<IReadOnlyList<PostedIntent>> PostIntents(int count)
    {
        var customer = await MakeAccount("customer", "customer");
        var intents = new List<PostedIntent>();
        for (var i = 0; i < count; i++)
        {
            var posted = await Send(HttpMethod.Post, "intents", customer.Key, Documents.Intent(i));
            intents.Add(new PostedIntent((string)posted["id"]!, (string)posted["termsHash"]!));
        }
        return intents;
    }

    public async Task<Vendor> MakeAccount(string kind, string name)
    {
        var made = await Send(
            HttpMethod.Post, "accounts", _operator,
            $$"""{"kind": "{{kind}}", "name": "Bench {{_run}} {{name}}", "contact": "bench@example.com"}""");
        return new Vendor((string)made["id"]!, (string)made["key"]!);
    }

    private async Task<JsonNode> Send(HttpMethod method, string path, string key, string? body)
    {
        var idempotencyKey = Guid.NewGuid().ToString();
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, "/api/v1/" + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Idempotency-Key", idempotencyKey);
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            HttpResponseMessage answer;
            try
            {
                answer = await _http.SendAsync(request);
            }
            catch (HttpRequestException e)
            {
                throw new BenchException($"no market at {Address}: {e.Message}");
            }
            using (answer)
            {
                var isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
                if (isBusy && tries < TriesMax)
                {
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                }
                else if (answer.IsSuccessStatusCode)
                {
                    return answer.StatusCode == HttpStatusCode.NoContent
                        ? new JsonObject()
                        : (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
                }
                else
                {
                    throw new BenchException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
