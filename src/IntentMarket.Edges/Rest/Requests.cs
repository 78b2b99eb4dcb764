using System.Buffers;
using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IntentMarket.Edges.Rest;

/// <summary>The call of a request. Handlers see no more of it than this, its body and its query.</summary>
public sealed record HttpCall(Caller Caller, string? Key, CancellationToken Cancel) : RequestContext(Caller, Key, Cancel)
{
    public const string KeyHeader = "Idempotency-Key";

    /// <exception cref="ProblemException">The key is not 1 to 200 visible ASCII characters.</exception>
    public static ValueTask<HttpCall?> BindAsync(HttpContext context)
    {
        var caller = CallerIdentity.Of(context.User)
            ?? throw new InvalidOperationException("an endpoint without access control has a caller");
        var header = context.Request.Headers[KeyHeader];
        if (header.Count > 0 && (header.Count > 1 || header[0] is not { Length: > 0 and <= WireLimits.KeyMax } key
            || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ProblemException(ProblemView.Of(
                [new Fault("", FaultCodes.NotAName, $"{KeyHeader} is 1 to {WireLimits.KeyMax} visible ASCII characters, once")]));
        }
        return ValueTask.FromResult<HttpCall?>(new HttpCall(caller, header.Count > 0 ? header[0] : null, Deadline.Of(context).Token));
    }
}

/// <summary>The body of a request: JSON, at most 64 KiB.</summary>
public sealed record Body(JsonTree Tree)
{
    /// <exception cref="ProblemException">It is too large, or no JSON by its type.</exception>
    public static async ValueTask<Body?> BindAsync(HttpContext context)
    {
        Bodies.MustBeJson(context.Request);
        return new Body(await Bodies.Read(context, static bytes => JsonTree.Parse(bytes)));
    }
}

/// <summary>The names of a whole scheme: JSON, at most <see cref="MaxBytes"/>.</summary>
public sealed record TaxonomyBody(JsonTree Tree)
{
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <exception cref="ProblemException">It is too large, or no JSON by its type.</exception>
    public static async ValueTask<TaxonomyBody?> BindAsync(HttpContext context)
    {
        Bodies.MustBeJson(context.Request);
        return new TaxonomyBody(await Bodies.Read(context, static bytes => JsonTree.ParseUnbounded(bytes), MaxBytes));
    }
}

/// <summary>The body of a call that may say nothing: none is as <c>{}</c>.</summary>
public sealed record OptionalBody(JsonTree Tree)
{
    /// <exception cref="ProblemException">It is too large, or no JSON by its type.</exception>
    public static async ValueTask<OptionalBody?> BindAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (null or 0))
            Bodies.MustBeJson(context.Request);
        return new OptionalBody(await Bodies.Read(context, static bytes => JsonTree.Parse(bytes.IsEmpty ? "{}"u8 : bytes)));
    }
}

/// <summary>The body of a call that has nothing to say: none, or <c>{}</c>.</summary>
public sealed record NoBody
{
    public static async ValueTask<NoBody?> BindAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (null or 0))
            Bodies.MustBeJson(context.Request);
        var reading = await Bodies.Read(context, static bytes => AccountReader.Nothing(bytes));
        return reading.IsGood ? new NoBody() : throw new ProblemException(ProblemView.Of(reading.Faults));
    }
}

internal static class Bodies
{
    public delegate T Reader<T>(ReadOnlySpan<byte> utf8);

    public static void MustBeJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            || request.Headers.ContentEncoding.Count > 0)
        {
            throw new ProblemException(ProblemView.Of(
                ProblemCodes.NotJson, $"send `Content-Type: application/json`, in UTF-8 and not compressed: {JsonTree.Taken}"));
        }
    }

    public static async Task<T> Read<T>(HttpContext context, Reader<T> read, int maxBytes = JsonTree.MaxBytes)
    {
        // A slow body is bounded by the server's least rate, not by the time that the answer may take.
        var deadline = Deadline.Of(context);
        deadline.Lift();
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            var buffer = result.Buffer;
            if (buffer.Length > maxBytes || context.Request.ContentLength > maxBytes)
            {
                reader.AdvanceTo(buffer.End);
                throw new ProblemException(ProblemView.Of(ProblemCodes.TooLarge, $"a body is at most {maxBytes} bytes"));
            }
            if (result.IsCompleted)
            {
                var message = buffer.IsSingleSegment ? read(buffer.FirstSpan) : read(buffer.ToArray());
                reader.AdvanceTo(buffer.End);
                deadline.Restart();
                return message;
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}

/// <summary>Reads the members of a query, and notes what is wrong with them.</summary>
internal sealed class Query
{
    public const int LimitDefault = 50;
    public const int LimitMax = 100;

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public int Number(string name, string? given, int min, int max, int otherwise)
    {
        if (given is null)
            return otherwise;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        _faults.Add(new Fault("?" + name, FaultCodes.OutOfRange, $"`{name}` is a whole number from {min} to {max}"));
        return otherwise;
    }

    public int Limit(string? given) => Number("limit", given, 1, LimitMax, LimitDefault);

    public T? OneOf<T>(string name, string? given, Func<T, string> word) where T : struct, Enum
    {
        if (given is null)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (word(value) == given)
                return value;
        }
        _faults.Add(new Fault(
            "?" + name, FaultCodes.UnknownValue, $"`{name}` is one of {string.Join(", ", Enum.GetValues<T>().Select(word).Distinct())}"));
        return null;
    }

    /// <summary>One of a few words, as it is; null where there is none.</summary>
    public string? Word(string name, string? given, params IReadOnlyList<string> words)
    {
        if (given is not null && !words.Contains(given))
            _faults.Add(new Fault("?" + name, FaultCodes.UnknownValue, $"`{name}` is one of {string.Join(", ", words)}"));
        return given;
    }

    public string? Text(string name, string? given, int max)
    {
        if (given?.Length > max)
            _faults.Add(new Fault("?" + name, FaultCodes.TooLong, $"`{name}` is at most {max} characters, this has {given.Length}"));
        return given;
    }

    /// <summary>A cursor that the market gave; null where there is none.</summary>
    public T? Cursor<T>(string name, string? given, Func<string, T?> parse) where T : struct
    {
        if (given is null)
            return null;
        if (parse(given) is { } cursor)
            return cursor;
        _faults.Add(new Fault("?" + name, FaultCodes.UnknownValue, $"`{name}` is a cursor that an earlier page gave as `next`"));
        return null;
    }
}
