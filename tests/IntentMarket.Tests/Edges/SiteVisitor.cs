using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Somebody at the site's pages without a browser: keeps cookies (also those for secure connections alone)
/// and fills in forms.</summary>
/// <param name="from">The address of this machine that the visitor comes from.</param>
public sealed class SiteVisitor(MarketHost market, string from = "127.0.0.1") : IDisposable
{
    private static int _people;

    private readonly Dictionary<string, string> _cookies = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = market.Address,
    };

    /// <summary>Headers that go with each request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public string Email { get; private set; } = $"ada-{Interlocked.Increment(ref _people)}-{Guid.NewGuid():N}@example.org";

    public Task<Page> Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>Fills in a form of a page.</summary>
    public async Task<Page> Post(string path, string onPage, params (string Name, string Value)[] fields)
    {
        var page = await Get(onPage);
        var token = Regex.Match(page.Html, "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.That(token, Is.Not.Empty, $"no form on {onPage}: {page}");
        return await Send(
            HttpMethod.Post, path,
            new FormUrlEncodedContent([new("form-token", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));
    }

    public Task<Page> SignUp(string kind = "customer", string password = "correct horse battery", string? email = null) => Post(
        "/sign-up", "/sign-up", ("kind", kind), ("name", "Ada"), ("contact", "sales@acme.example"), ("email", Email = email ?? Email),
        ("password", password), ("back", "/account"));

    public Task<Page> SignIn(string password = "correct horse battery", string? email = null) => Post(
        "/sign-in", "/sign-in", ("email", email ?? Email), ("password", password), ("back", "/account"));

    public void Dispose() => _http.Dispose();

    private async Task<Page> Send(HttpMethod method, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        request.Headers.Add("Accept", "text/html");
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            var cookie = set.Split(';')[0].Split('=', 2);
            if (cookie[1].Length == 0)
                _cookies.Remove(cookie[0]);
            else
                _cookies[cookie[0]] = cookie[1];
        }
        return new Page(
            (int)response.StatusCode, response.Headers.Location?.ToString(), response.Headers.RetryAfter?.Delta,
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }
}

/// <param name="To">Where it leads.</param>
public sealed record Page(int Status, string? To, TimeSpan? RetryAfter, string Html)
{
    public Page Expect(int status, string? to = null)
    {
        Assert.That((Status, to is null ? null : To), Is.EqualTo((status, to)), ToString());
        return this;
    }

    public override string ToString() => $"{Status} {To} {Regex.Replace(Html, "(?s)<head>.*?</head>|<[^>]+>|\\s+", " ")}";
}
