using System.Collections.Concurrent;
using System.Text;

namespace IntentMarket.Tests.Edges;

/// <summary>Requests as no client sends them, to every route that is mapped. Each follows from the seed and its number alone, so that one
/// can be sent again.</summary>
/// <param name="keys">Of accounts of every kind.</param>
/// <param name="visitors">Cookies of who is signed in, each with the token of its forms.</param>
public sealed class Fuzzing(
    int seed, IReadOnlyList<Route> routes, IReadOnlyList<string> keys, IReadOnlyList<(string Cookies, string Token)> visitors)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

    private static readonly string[] Names =
    [
        "limit", "after", "status", "back", "kind", "q", "scheme", "need", "draft", "from", "intent", "offer", "offers", "words", "format",
        "soon", "person", "token", "t", "receipt", "access_token", "as", "id", "agreed", "what", "email", "password", "name", "contact",
        "operator-key", "form-token", "credential", "passkey", "session", "key", "title", "description", "category", "category-words",
        "currency", "region", "quantity", "unit", "budget", "closes", "closes-in", "deliver-by", "format", "visibility", "reason",
        "offerId", "intentId", "termsHash", "total", "agreesTo", "version", "auction", "terms", "lines", "lang", "text", "note", "scope",
        "account", "claim",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "1e999", "99999999999999999999999", "0.1.2", "NaN", "true", "null", "[]", "{}", "\0", "a\0b", "\t", "\r\n",
        "ü", "é\u0301", "日本語", "\uFEFF", "\uFFFE", "\uFFFF", "\uD800", "\uDC00", "\U0001F600", "‮abc", "'", "\"", "' OR 1=1 --",
        "<script>alert(1)</script>", "../../etc/passwd", "/", "//evil.example", "/\\evil.example", "/feed?a=\tb", "/ü", "%", "%00", "%zz",
        "%ED%A0%80", "%FF", "+", "&", "=", ";", "00000000-0000-0000-0000-000000000000", "2026-02-30T25:61:00Z", "9999-12-31T23:59:59Z",
        "P1D", "GBP", "customer", "vendor", "operator", "open", "sealed", "dutch", "unknown.secret", "a\0.b", "Infinity", "١٢", "１２", "1,5",
        "12,500", "\u2028",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "application/xml", "text/csv", "text/plain", "", ";;;",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense", "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=\""
            + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" + "\"",
    ];

    /// <summary>What a form keeps hidden in its page, and anybody may change.</summary>
    private static readonly string[] Kept =
    [
        "{}", "null", "[]", "[[", "5", "on", """{"criterion":null}""", """{"criterion":5}""", """{"criterion":"total"}""",
        """{"criterion":"total","max":{}}""", """{"criterion":"attributes.a","points":{"a":null}}""",
        """{"criterion":"attributes.a","equals":[[]]}""", """{"criterion":"deliverBy","best":"x","worst":"y","weight":1}""",
        """{"a":1,"a":2}""", """{"a":"\ud800"}""",
    ];

    private const string Intent =
        """
        {"title": "Stroller", "category": {"scheme": "CPV", "id": "34900000-6"}, "currency": "GBP", "region": "GB-SCT",
         "lines": [{"id": "1", "description": "x", "quantity": "1",
        "unit": "H87"}], "terms": {"method": "weighted", "require": [{"criterion": "total", "max": "450.00"}],
                                   "prefer": [{"criterion": "total", "weight": 60, "best": "250.00",
        "worst": "450.00"}], "agreement": "none"}, "auction": {"format": "open", "closesAt": "2027-11-30T20:00:00Z", "visibility": "rank"}}
        """;

    private readonly ConcurrentDictionary<int, int> _answered = new();

    /// <summary>Sends headers as they are, in UTF-8, and follows nothing.</summary>
    public static HttpClient Client(Uri market) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    })
    {
        BaseAddress = market,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>How often each status was answered, 0 where there was no answer: what is refused at the door
    /// alone reaches little.</summary>
    public string Answered => string.Join(", ", _answered.OrderBy(a => a.Key).Select(a => $"{a.Value} x {a.Key}"));

    /// <summary>Sends so many, and gives what was answered with a fault of the server.</summary>
    public async Task<IReadOnlyList<string>> Send(HttpClient http, int from, int count, int atOnce)
    {
        var wrong = new List<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, cancel) =>
            {
                using var request = Request(number);
                string? fault = null;
                try
                {
                    using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
                    _answered.AddOrUpdate((int)answer.StatusCode, 1, static (_, count) => count + 1);
                    var text = await answer.Content.ReadAsStringAsync(cancel);
                    // Of what was not recorded the market may say so.
                    var isSaid = (int)answer.StatusCode == 503
                        && (text.Contains("\"code\":", StringComparison.Ordinal) || request.Method == HttpMethod.Head);
                    if ((int)answer.StatusCode >= 500 && !isSaid)
                        fault = $"{(int)answer.StatusCode} {text[..Math.Min(text.Length, 300)]}";
                }
                catch (HttpRequestException)
                {
                    // The server may hang up on who sends what is no HTTP, or more than it reads.
                    _answered.AddOrUpdate(0, 1, static (_, count) => count + 1);
                }
                catch (TaskCanceledException)
                {
                    fault = "no answer";
                }
                if (fault is not null)
                {
                    lock (wrong)
                        wrong.Add($"seed {seed}, request {number}: {request.Method} {request.RequestUri}: {fault}");
                }
            });
        return wrong;
    }

    public HttpRequestMessage Request(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var route = routes[number % routes.Count];
        var method = random.Next(12) == 0 ? Of(random, Methods) : route.Method;
        var path = string.Join('/', route.Pattern.Split('/').Select(part => part is ['{', ..]
            ? Escaped(random, part.Contains("guid") && random.Next(8) > 0 ? Guid.Empty.ToString() : Text(random))
            : part));
        var query = string.Join(
            '&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Of(random, Names)}={Escaped(random, Text(random))}"));
        var address = query.Length > 0 ? $"{path}?{query}" : path;
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
        var visitor = random.Next(5) == 0 ? ("", "") : visitors[random.Next(visitors.Count)];
        if (method is not ("GET" or "HEAD" or "OPTIONS") || random.Next(20) == 0)
            request.Content = Body(random, visitor.Item2);
        var isPage = !path.StartsWith("/api", StringComparison.Ordinal) && !path.StartsWith("/hubs", StringComparison.Ordinal);
        // Who leaves has no key any more, nor have those that come after.
        var mayHaveKey = !isPage && path != "/api/v1/account";
        Header("Authorization", random.Next(isPage ? 20 : 6) switch
        {
            0 => "Bearer " + Text(random),
            1 => Text(random),
            < 6 when mayHaveKey => "Bearer " + Of(random, keys),
            _ => null,
        });
        // Who leaves, or ends other sessions, leaves the others without theirs.
        if (path is not ("/sign-out" or "/account/sessions/end"))
        {
            Header("Cookie", random.Next(8) == 0
                ? $"__Host-session={Escaped(random, Text(random))}; __Host-form={Text(random)}; __Host-draft={Text(random)}"
                : visitor.Item1);
        }
        Header("Accept", random.Next(3) switch { 0 => "text/html", 1 => "application/json", _ => Text(random) });
        if (random.Next(2) == 0)
            Header("Idempotency-Key", Text(random));
        if (random.Next(4) == 0)
        {
            Header(Of(random, [
                "Accept-Language", "Origin", "HX-Request", "If-None-Match", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "Range",
                "Content-Encoding", "Referer"]), Text(random));
        }
        return request;

        void Header(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value) && value.IndexOfAny(['\r', '\n', '\0']) < 0)
                request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static HttpContent? Body(Random random, string token)
    {
        var (type, bytes) = random.Next(10) switch
        {
            0 => (Of(random, Types), Bytes(random)),
            1 => ("application/json", Encoding.UTF8.GetBytes(Json(random, 5))),
            2 => ("application/json", Damaged(random, Encoding.UTF8.GetBytes(Intent))),
            3 => ("multipart/form-data; boundary=x", Encoding.UTF8.GetBytes(Multipart(random, token))),
            4 => (Of(random, Types), Encoding.UTF8.GetBytes(Fields(random, token))),
            _ => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(Fields(random, token))),
        };
        if (random.Next(10) == 0)
            return null;
        var content = new ByteArrayContent(bytes);
        if (type.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (random.Next(30) == 0)
            content.Headers.ContentLength = bytes.Length;
        return content;
    }

    private static string Fields(Random random, string token)
    {
        var fields = Enumerable.Range(0, random.Next(20) switch { 0 => 1_100, 1 => 0, _ => random.Next(1, 12) })
            .Select(_ => random.Next(8) == 0 ? KeptField(random) : $"{Escaped(random, FieldName(random))}={Escaped(random, Text(random))}");
        return string.Join('&', random.Next(6) == 0 ? fields : fields.Prepend($"form-token={Uri.EscapeDataString(token)}"));
    }

    private static string KeptField(Random random)
    {
        var row = random.Next(2);
        var name = Of(random, [
            $"kept-require-{row}", $"kept-require-{row}-is", $"kept-prefer-{row}-is", $"weight-kept-{row}", $"line-{row}-attributes",
            $"must-{row}-rule", $"own-{row}-best"]);
        return $"{name}={Uri.EscapeDataString(name.StartsWith("weight", StringComparison.Ordinal) ? "50" : Of(random, Kept))}";
    }

    private static string FieldName(Random random) => random.Next(12) switch
    {
        0 => new string('n', random.Next(1, 4_000)),
        1 => string.Concat(Enumerable.Repeat("/a", random.Next(1, 900))),
        2 => $"/{Of(random, Names)}/{random.Next(-1, 3)}/{Of(random, Names)}:{Of(
            random, ["integer", "boolean", "set", "time", "nonsense"])}",
        3 => $"/lines/{Of(random, ["0", "00", "99999999999", "-1", "x"])}/{Of(random, Names)}",
        4 => Text(random),
        5 => $"{Of(random, Names)}-{random.Next(4)}",
        _ => Of(random, Names),
    };

    private static string Multipart(Random random, string token)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Enumerable.Range(0, random.Next(1, 5)).Select(_ => (FieldName(random), Text(random)))
            .Prepend(("form-token", token)))
        {
            text.Append("--x\r\n");
            if (random.Next(6) > 0)
                text.Append($"Content-Disposition: form-data; name=\"{name}\"{(random.Next(4) == 0 ? "; filename=\"f\"" : "")}\r\n");
            text.Append($"{(random.Next(6) == 0 ? "" : "\r\n")}{value}\r\n");
        }
        return text.Append(random.Next(3) == 0 ? "" : "--x--\r\n").ToString();
    }

    private static string Json(Random random, int depth) => random.Next(depth == 0 ? 4 : 7) switch
    {
        0 => Of(random, ["null", "true", "1", "-0.0", "1e400", "\"\\u0000\"", "\"\\ud800\"", "99999999999999999999"]),
        < 4 => $"\"{Text(random).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth - 1)))}]",
        _ => $"{{{string.Join(
            ',', Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{Of(random, Names)}\":{Json(random, depth - 1)}"))}}}",
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(40) switch { 0 => 1_200_000, 1 => 70_000, _ => random.Next(200) }];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damaged(Random random, byte[] bytes)
    {
        for (var i = random.Next(4); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static string Text(Random random) => random.Next(25) switch
    {
        0 => new string(Of(random, ["x", "ü", "9", "/"])[0], random.Next(1, 6_000)),
        1 => new string('a', 299) + "\U0001F600",
        _ => Of(random, Texts),
    };

    /// <summary>Mostly as a URI has it; else as it is, where HTTP can carry it at all.</summary>
    private static string Escaped(Random random, string text) =>
        random.Next(6) == 0 && text.All(c => c is > ' ' and <= '~' and not '#') ? text : Uri.EscapeDataString(text);

    private static T Of<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
