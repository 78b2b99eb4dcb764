using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Contracts;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using Microsoft.Extensions.Primitives;

namespace IntentMarket.Web.Layout;

/// <summary>What is wrong with a field of a form, in words for who filled it in.</summary>
public sealed record FormFault(string Field, string Text);

/// <summary>What was filled into a form.</summary>
/// <remarks>A field that is named by a JSON Pointer (RFC 6901) is that member of the message which the form stands for: <c>/total</c>,
/// <c>/lines/0/unitPrice</c>. So a form goes the way of every message, and a fault's place is the name of its field. What the member is,
/// where it is no text, is said after a colon: <c>/warrantyMonths:integer</c>, <c>:boolean</c>, <c>:set</c> (values separated by commas),
/// <c>:time</c> (as a browser gives a local time, taken for UTC: a script sends the whole time).</remarks>
public sealed class Form(IReadOnlyDictionary<string, StringValues> fields)
{
    public static readonly Form Empty = new(new Dictionary<string, StringValues>());

    /// <summary>The field's text, trimmed and normalized; empty where it is missing.</summary>
    public string this[string name] => Unicode.Normal(Raw(name).Trim());

    public IReadOnlyCollection<string> Names => [.. fields.Keys];

    /// <summary>The languages that its reader's browser asks for; null: not known.</summary>
    public string? Language { get; init; }

    /// <summary>Begins the name of a field that says what another one held when it was shown: what was not
    /// touched is not changed.</summary>
    public const string Was = "was-";

    /// <summary>An amount as a message says it. What the form was filled in with is written as messages do.</summary>
    /// <param name="digits">The most fraction digits; null: those of the currency.</param>
    public TypedAmount Amount(string name, string? currency, int? digits = null) =>
        Has(Was + name) && this[name] == this[Was + name]
            ? new TypedAmount(this[name])
            : Amounts.Read(this[name], currency, Language, digits);

    /// <summary>A time as a message says it, or null: local ones are in UTC, for a script sends whole ones. Browsers know minutes alone: a
    /// time stays what it was to the millisecond where its minute was not changed.</summary>
    public string? Time(string name)
    {
        var time = this[name] switch { "" => null, { Length: 16 } local => local + ":00Z", var whole => whole };
        return UnixMs(this[Was + name]) is { } was && UnixMs(time) / 60_000 == was / 60_000 ? this[Was + name] : time;
    }

    private static long? UnixMs(string? time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds()
            : null;

    /// <summary>The field's text as it was typed: a password may begin with a space.</summary>
    public string Raw(string name) => fields.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";

    /// <summary>All values of a field that can be chosen more than once.</summary>
    public IReadOnlyList<string> All(string name) =>
        fields.TryGetValue(name, out var values) ? [.. values.OfType<string>().Where(v => v.Length > 0)] : [];

    public bool Has(string name) => this[name].Length > 0;

    /// <summary>The fields whose names hold.</summary>
    public Form Where(Func<string, bool> holds) => new(fields.Where(f => holds(f.Key)).ToDictionary()) { Language = Language };

    /// <summary>The same, read by somebody.</summary>
    public Form In(HttpContext context) => new(fields) { Language = context.Request.Headers.AcceptLanguage };

    /// <summary>The same with other texts in some fields.</summary>
    public Form With(params IEnumerable<KeyValuePair<string, StringValues>> others)
    {
        var all = new Dictionary<string, StringValues>(fields);
        foreach (var (name, text) in others)
            all[name] = text;
        return new Form(all) { Language = Language };
    }

    public static async ValueTask<Form?> BindAsync(HttpContext context) => context.Request.HasFormContentType
        ? new Form((await context.Request.ReadFormAsync(context.RequestAborted)).ToDictionary(f => f.Key, f => f.Value)).In(context)
        : Empty;

    /// <summary>Reads the request's form. False where it breaks the rules or bounds of forms, or holds a NUL or half a surrogate pair
    /// (which no database stores), or U+FFFE (which has no normal form).</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or did not come whole.</exception>
    public static async Task<bool> IsReadable(HttpRequest request)
    {
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return form.All(field => IsText(field.Key) && field.Value.All(value => IsText(value ?? "")));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException or InvalidOperationException
            or IOException and not BadHttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The first of the text's characters, whole: a cut between the halves of a surrogate pair leaves no text.</summary>
    public static string Cut(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];

    private static bool IsText(string text)
    {
        for (var rest = text.AsSpan(); Rune.DecodeFromUtf16(rest, out var rune, out var length) is var read
            && length > 0; rest = rest[length..])
        {
            if (read != OperationStatus.Done || rune.Value is 0 or 0xFFFE)
                return false;
        }
        return true;
    }

    /// <summary>The message that the fields named by pointers make. Empty fields are left out; the places of a list close up.</summary>
    public JsonTree ToMessage() => JsonTree.Of(ToJson());

    public JsonObject ToJson()
    {
        var root = new Branch();
        foreach (var (name, values) in fields)
        {
            if (name is not ['/', ..])
                continue;
            var colon = name.LastIndexOf(':');
            var (pointer, type) = colon < 0 ? (name, "") : (name[..colon], name[(colon + 1)..]);
            if ((type == "time" ? Time(name) : Member(type, values)) is { } member)
                root.At(pointer.Split('/').Skip(1).Select(Unescaped)).Leaf = member;
        }
        return root.ToNode() as JsonObject ?? [];
    }

    private static JsonNode? Member(string type, StringValues values)
    {
        var text = (values.Count > 0 ? values[^1] ?? "" : "").Trim();
        if (type == "set")
        {
            var members = values.OfType<string>()
                .SelectMany(v => v.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()
                .ToList();
            return members.Count == 0 ? null : new JsonArray([.. members.Select(m => (JsonNode)m)]);
        }
        if (text.Length == 0)
            return null;
        return type switch
        {
            "integer" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            "boolean" => text is "true" or "on",
            _ => text,
        };
    }

    private static string Unescaped(string segment) =>
        segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private sealed class Branch
    {
        private readonly SortedDictionary<string, Branch> _members = new(Comparer<string>.Create(
            (a, b) => int.TryParse(a, out var x) && int.TryParse(b, out var y) ? x.CompareTo(y) : string.CompareOrdinal(a, b)));

        public JsonNode? Leaf { get; set; }

        public Branch At(IEnumerable<string> path)
        {
            var branch = this;
            foreach (var name in path)
            {
                if (!branch._members.TryGetValue(name, out var next))
                    branch._members.Add(name, next = new Branch());
                branch = next;
            }
            return branch;
        }

        public JsonNode? ToNode()
        {
            if (_members.Count == 0)
                return Leaf;
            return _members.Keys.All(name => name.All(char.IsAsciiDigit))
                ? new JsonArray([.. _members.Values.Select(m => m.ToNode())])
                : new JsonObject(_members.Select(m => KeyValuePair.Create(m.Key, m.Value.ToNode())));
        }
    }
}

/// <summary>Faults of a message, told beside the fields that it was made of.</summary>
public static class FormFaults
{
    /// <summary>What is asked of an amount stands in the place of its fault.</summary>
    public static List<FormFault> Asking(this IEnumerable<FormFault> faults, IReadOnlyDictionary<string, string> questions) =>
        [.. faults.Select(f => questions.TryGetValue(f.Field, out var question) ? f with { Text = question } : f)];

    /// <summary>Each at the field that it stands in, in the words of its label, one a field. What is in no field is told once.</summary>
    public static List<FormFault> Of(IEnumerable<Fault> faults, Labels labels) =>
    [
        .. faults.Select(fault => labels.At(fault.At) is var (field, label)
            ? new FormFault(field, FaultWords.Of(fault, label))
            : new FormFault("", FaultWords.OfNoField)).DistinctBy(told => told.Field),
    ];

    public static List<FormFault> Of(Problem problem, Labels labels) =>
        problem.Errors is { Count: > 0 } errors ? Of(errors, labels) : [new FormFault("", UiText.Of(problem))];
}
