using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

/// <summary>The one way to write a message (RFC 8785), for what we have: texts, integers, flags, arrays, objects.</summary>
internal sealed class CanonicalJson
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);

    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Write(TreeNode node)
    {
        switch (node)
        {
            case TreeNode.Members { All: var members }:
                Write(members);
                break;
            case TreeNode.Items { All: var items }:
                Utf8("[");
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        Utf8(",");
                    Write(items[i]);
                }
                Utf8("]");
                break;
            case TreeNode.Text { Content: var text }:
                Write(text);
                break;
            case TreeNode.Number { Written: var written }:
                // No reader takes another number than an integer; the others are only kept apart.
                Utf8(long.TryParse(written, NumberStyles.AllowLeadingSign, null, out var number) ? number.ToString() : written);
                break;
            case TreeNode.Flag { Is: var flag }:
                Utf8(flag ? "true" : "false");
                break;
            default:
                Utf8("null");
                break;
        }
    }

    /// <summary>An object: its members in the order of their names' UTF-16 code units.</summary>
    public void Write(IReadOnlyList<TreeMember> members, params ReadOnlySpan<string> except)
    {
        var sorted = new TreeMember[members.Count];
        var count = 0;
        for (var i = 0; i < members.Count; i++)
        {
            if (!except.Contains(members[i].Name))
                sorted[count++] = members[i];
        }
        sorted.AsSpan(0, count).Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        Utf8("{");
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                Utf8(",");
            Write(sorted[i].Name);
            Utf8(":");
            Write(sorted[i].Value);
        }
        Utf8("}");
    }

    private void Write(string text)
    {
        Utf8("\"");
        var rest = text.AsSpan();
        for (var plain = rest.IndexOfAny(Escaped); plain >= 0; plain = rest.IndexOfAny(Escaped))
        {
            Utf8(rest[..plain]);
            Utf8(rest[plain] switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => @"\b",
                '\t' => @"\t",
                '\n' => @"\n",
                '\f' => @"\f",
                '\r' => @"\r",
                var control => $"\\u{(int)control:x4}",
            });
            rest = rest[(plain + 1)..];
        }
        Utf8(rest);
        Utf8("\"");
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        const int MostBytesOfAUnit = 3;
        if (_bytes.Length - _length < text.Length * MostBytesOfAUnit)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + text.Length * MostBytesOfAUnit));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }
}

/// <summary>What makes two messages the same: a keyed hash over their canonical form.</summary>
public static class BodyHash
{
    /// <summary>Hex HMAC-SHA256: the same for the same members and values, whatever the order, the white space and the edge.</summary>
    /// <param name="except">Members of the message itself that are left out: those that an edge carries elsewhere.</param>
    public static string Of(ReadOnlySpan<byte> secret, JsonTree tree, params ReadOnlySpan<string> except)
    {
        var canonical = new CanonicalJson();
        if (tree.Root is TreeNode.Members { All: var members })
            canonical.Write(members, except);
        else
            canonical.Write(tree.Root ?? TreeNode.Null.Instance);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, canonical.Written));
    }

    /// <summary>An offer's: over AMQP it names its intent, and its key stands elsewhere.</summary>
    public static string OfOffer(ReadOnlySpan<byte> secret, JsonTree tree) => Of(secret, tree, "intentId", "key");
}

/// <summary>What a vendor agrees to: hex SHA-256 over the canonical form of the terms as the market's answer gives them.</summary>
public static class TermsHash
{
    /// <param name="version">Of the intent. From rules 2 on it stands in what is hashed where it is above 1: any amendment, be it of a text
    /// alone, asks for a new agreement.</param>
    public static string Of(IntentTerms terms, int version)
    {
        var document = IntentView.Of(default, terms, null, version, IntentStatus.Open, default, 0, 0, 0, null);
        var root = (TreeNode.Members)JsonTree.ParseUnbounded(WireJson.Bytes(document)).Root!;
        var agreed = root.All
            .Where(m => m.Name is "category" or "currency" or "region" or "lines" or "terms" or "auction"
                || (m.Name == "version" && version > 1 && terms.Terms.HasRules2))
            .Select(m => m.Name == "auction" ? m with { Value = Without((TreeNode.Members)m.Value, "closesAt") } : m);
        var canonical = new CanonicalJson();
        canonical.Write([.. agreed]);
        return Convert.ToHexStringLower(SHA256.HashData(canonical.Written));
    }

    private static TreeNode.Members Without(TreeNode.Members members, string name) => new([.. members.All.Where(m => m.Name != name)]);
}
