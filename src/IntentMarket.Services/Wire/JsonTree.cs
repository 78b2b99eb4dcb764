using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IntentMarket.Contracts;

namespace IntentMarket.Services.Wire;

/// <summary>A message as it came: its tree, where it is JSON at all, and every syntactic fault with its place.</summary>
/// <remarks>Stricter than RFC 8259 as I-JSON (RFC 7493) is: no duplicate members, no lone surrogates, no invalid UTF-8, no byte order mark;
/// and no NUL, which PostgreSQL does not store.</remarks>
/// <param name="Root">Null where the bytes are no JSON.</param>
public sealed record JsonTree(TreeNode? Root, IReadOnlyList<Fault> Faults)
{
    /// <summary>The largest message; a larger one is refused with <c>too-large</c>.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>For who comes with another format.</summary>
    public const string Taken = "the market takes its own messages, in JSON, as /openapi/v1.json and /asyncapi/v1.json have them: "
        + "no XML (eForms, UBL), no CSV, no OCDS";

    /// <summary>How deep objects and arrays may nest; what is deeper is refused with <c>too-deep</c>.</summary>
    public const int MaxDepth = 16;

    /// <summary>Reads a message of any origin. Never throws.</summary>
    public static JsonTree Parse(ReadOnlySpan<byte> utf8) => utf8.Length > MaxBytes
        ? new JsonTree(null, [new Fault("", FaultCodes.TooLarge, $"a message is at most {MaxBytes} bytes, this has {utf8.Length}")])
        : ParseUnbounded(utf8);

    /// <summary>Reads a message that was put together here, as if it had come in.</summary>
    public static JsonTree Of(JsonNode message) => Parse(Encoding.UTF8.GetBytes(message.ToJsonString()));

    /// <summary>Reads what a hub was given: the element's own bytes.</summary>
    public static JsonTree Parse(JsonElement element) => element.ValueKind == JsonValueKind.Undefined
        ? Parse([])
        : Parse(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Reads a message that is larger by its nature; whoever calls has bounded it.</summary>
    public static JsonTree ParseUnbounded(ReadOnlySpan<byte> utf8)
    {
        var faults = new Faults();
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            faults.Add("", FaultCodes.ByteOrderMark, "a message starts without a byte order mark");
        else if (utf8.TrimStart(" \t\r\n"u8).IsEmpty)
            faults.Add("", FaultCodes.Empty, "the message is empty");
        else
            return new Parser(utf8, faults).Parse();
        return new JsonTree(null, faults.ToList());
    }

    private ref struct Parser(ReadOnlySpan<byte> utf8, Faults faults)
    {
        private static readonly (string?, int) Nowhere = (null, -1);

        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private readonly bool _isValidUtf8 = Utf8.IsValid(utf8);
        private readonly (string? Name, int Index)[] _path = new (string?, int)[MaxDepth + 1];
        private int _depth;
        private Utf8JsonReader _reader = new(utf8, new JsonReaderOptions { MaxDepth = Math.Max(1, utf8.Length) });

        public JsonTree Parse()
        {
            try
            {
                _reader.Read();
                var root = Value();
                // One read more finds what follows the end.
                _reader.Read();
                return new JsonTree(root, faults.ToList());
            }
            catch (JsonException e)
            {
                if (_utf8.Contains((byte)0))
                    faults.Add(At(), FaultCodes.Nul, "the message holds a NUL");
                else
                {
                    faults.Add(At(), FaultCodes.NotJson,
                        $"the message stops being JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} "
                        + "(JSON has no comments and no trailing commas, its names stand in double quotes, "
                        + $"and nothing follows its end); {Taken}");
                }
                if (!_isValidUtf8 && !faults.ToList().Any(f => f.Code == FaultCodes.NotUtf8))
                    faults.Add("", FaultCodes.NotUtf8, "the message is not UTF-8 throughout");
                return new JsonTree(null, faults.ToList());
            }
        }

        private TreeNode Value()
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    return IsTooDeep() ? TreeNode.Faulty.Instance : Members();
                case JsonTokenType.StartArray:
                    return IsTooDeep() ? TreeNode.Faulty.Instance : Items();
                case JsonTokenType.String:
                    return Text() is { } text ? new TreeNode.Text(text) : TreeNode.Faulty.Instance;
                case JsonTokenType.Number:
                    return new TreeNode.Number(Encoding.ASCII.GetString(_reader.ValueSpan));
                case JsonTokenType.True:
                    return TreeNode.Flag.True;
                case JsonTokenType.False:
                    return TreeNode.Flag.False;
                default:
                    return TreeNode.Null.Instance;
            }
        }

        private bool IsTooDeep()
        {
            if (_depth < MaxDepth)
                return false;
            faults.Add(At(), FaultCodes.TooDeep, $"objects and arrays nest at most {MaxDepth} deep");
            _reader.Skip();
            return true;
        }

        private TreeNode.Members Members()
        {
            const int SearchedOneByOne = 16;
            var members = new List<TreeMember>();
            HashSet<string>? names = null;
            _path[_depth++] = Nowhere;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                // What is wrong with a name is wrong with its object.
                _path[_depth - 1] = Nowhere;
                if (Text() is not { } name)
                {
                    _reader.Read();
                    Value();
                    continue;
                }
                _path[_depth - 1] = (name, 0);
                _reader.Read();
                if (members.Count == SearchedOneByOne)
                    names = members.Select(m => m.Name).ToHashSet();
                var isNew = names?.Add(name) ?? !members.Exists(m => m.Name == name);
                if (!isNew)
                    faults.Add(At(), FaultCodes.Duplicate, $"`{Pointer.Shown(name)}` is given twice");
                var value = Value();
                if (isNew)
                    members.Add(new TreeMember(name, value));
            }
            _depth--;
            return new TreeNode.Members(members);
        }

        private TreeNode.Items Items()
        {
            var items = new List<TreeNode>();
            _path[_depth++] = Nowhere;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                _path[_depth - 1] = (null, items.Count);
                items.Add(Value());
            }
            _depth--;
            return new TreeNode.Items(items);
        }

        /// <summary>The present string or name, or null and a fault.</summary>
        private readonly string? Text()
        {
            var span = _reader.ValueSpan;
            if (!_isValidUtf8 && !Utf8.IsValid(span))
            {
                faults.Add(At(), FaultCodes.NotUtf8, "this is not UTF-8");
                return null;
            }
            if (!_reader.ValueIsEscaped)
                return Encoding.UTF8.GetString(span);
            var (nul, lone) = Escapes(span);
            if (nul)
                faults.Add(At(), FaultCodes.Nul, "this holds a NUL");
            if (lone)
                faults.Add(At(), FaultCodes.LoneSurrogate, "this holds half of a surrogate pair");
            return nul || lone ? null : _reader.GetString();
        }

        /// <summary>Whether well-formed escapes tell a NUL or half of a surrogate pair.</summary>
        private static (bool Nul, bool Lone) Escapes(ReadOnlySpan<byte> span)
        {
            bool nul = false, lone = false, afterHigh = false;
            while (!span.IsEmpty)
            {
                var unit = span[0] == '\\' && span[1] == 'u' ? Convert.ToUInt16(Encoding.ASCII.GetString(span.Slice(2, 4)), 16) : 'x';
                nul |= unit == 0;
                var isLow = char.IsLowSurrogate((char)unit);
                lone |= isLow != afterHigh;
                afterHigh = char.IsHighSurrogate((char)unit);
                span = span[(span[0] != '\\' ? 1 : span[1] == 'u' ? 6 : 2)..];
            }
            return (nul, lone || afterHigh);
        }

        private readonly string At()
        {
            var at = "";
            foreach (var (name, index) in _path.AsSpan(0, _depth))
                at = name is not null ? Pointer.To(at, name) : index >= 0 ? Pointer.To(at, index) : at;
            return at;
        }
    }
}

/// <summary>A value of a message.</summary>
public abstract record TreeNode
{
    /// <summary>An object; its names differ.</summary>
    public sealed record Members(IReadOnlyList<TreeMember> All) : TreeNode;

    public sealed record Items(IReadOnlyList<TreeNode> All) : TreeNode;

    public sealed record Text(string Content) : TreeNode;

    /// <summary>A number as it was written.</summary>
    public sealed record Number(string Written) : TreeNode;

    public sealed record Flag(bool Is) : TreeNode
    {
        public static Flag True { get; } = new(true);
        public static Flag False { get; } = new(false);
    }

    public sealed record Null : TreeNode
    {
        public static Null Instance { get; } = new();
    }

    /// <summary>A fault was told of it already: nothing more is to be said.</summary>
    public sealed record Faulty : TreeNode
    {
        public static Faulty Instance { get; } = new();
    }
}

public readonly record struct TreeMember(string Name, TreeNode Value);
