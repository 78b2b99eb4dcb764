using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace IntentMarket.Tests.Edges;

/// <summary>A browser without script: it keeps its cookies, and sends the token of the last form that it was shown.</summary>
public sealed partial class PageClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _cookies = [];

    public PageClient(Uri address) =>
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    /// <summary>Of the account that it signed up with.</summary>
    public string Name { get; private init; } = "";

    public string Cookies => string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}"));

    /// <summary>The token of forms, bound to who is signed in.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Every cookie that was set, as it was said.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Somebody new, with an account of that kind; an operator is who has the key.</summary>
    public static async Task<PageClient> SignedUp(Uri address, string kind, string? operatorKey = null)
    {
        var name = $"{kind}-{Guid.NewGuid():N}";
        var page = new PageClient(address) { Name = name };
        await page.Get("/sign-up");
        (await page.Post(
            "/sign-up", ("kind", kind), ("name", name), ("contact", "by mail"), ("email", $"{name}@example.org"),
            ("password", $"long enough for {name}"))).MustRedirect();
        await page.Get("/account");
        if (operatorKey is not null)
            (await page.Post("/account/open", ("kind", "operator"), ("name", name), ("operator-key", operatorKey))).MustRedirect();
        return page;
    }

    public Task<PageAnswer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<PageAnswer> Post(string path, params (string Name, string Value)[] fields) => Send(
        HttpMethod.Post, path,
        new FormUrlEncodedContent(fields.Append(("form-token", Token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));

    /// <summary>Chooses a file for a field of a form.</summary>
    public Task<PageAnswer> PostFile(string path, string field, string text) => Send(
        HttpMethod.Post, path,
        new MultipartFormDataContent { { new StringContent(Token), "form-token" }, { new StringContent(text), field, "a file" } });

    public async Task<PageAnswer> Send(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        request.Headers.TryAddWithoutValidation("Cookie", Cookies);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Said.Add(cookie);
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..cookie.IndexOf(';')]);
            _cookies[name] = value;
        }
        var text = await answer.Content.ReadAsStringAsync();
        if (TokenField().Match(text) is { Success: true } token)
            Token = token.Groups[1].Value;
        return new PageAnswer(
            (int)answer.StatusCode, answer.Headers.Location?.OriginalString, text,
            answer.Headers.Concat(answer.Content.Headers)
                .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>It lost a cookie, or it ran out.</summary>
    public void Lose(string cookie) => _cookies.Remove(cookie);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""name="form-token"[^>]*value="([^"]+)""")]
    private static partial Regex TokenField();
}

public sealed record PageAnswer(int Status, string? Location, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public PageAnswer MustRedirect() =>
        Status is 302 or 303 ? this : throw new InvalidOperationException($"{Status} instead of a redirect: {Text}");
}
