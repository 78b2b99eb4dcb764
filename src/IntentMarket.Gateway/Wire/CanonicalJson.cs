using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;

namespace IntentMarket.Gateway;

/// <summary>The one way to write a message (RFC 8785), for what we have: texts, integers, flags, arrays, objects.</summary>
internal static class CanonicalJson
{
    public static void Write(TreeNode node, IBufferWriter<byte> to)
    {
        switch (node)
        {
            case TreeNode.Members { All: var members }:
                Write(members, to);
                break;
            case TreeNode.Items { All: var items }:
                to.Write("["u8);
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        to.Write(","u8);
                    Write(items[i], to);
                }
                to.Write("]"u8);
                break;
            case TreeNode.Text { Content: var text }:
                Write(text, to);
                break;
            case TreeNode.Number { Written: var written }:
                // No reader takes another number than an integer; the others are only kept apart.
                Encoding.ASCII.GetBytes(long.TryParse(written, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number) ? number.ToString() : written, to);
                break;
            case TreeNode.Flag { Is: var flag }:
                to.Write(flag ? "true"u8 : "false"u8);
                break;
            default:
                to.Write("null"u8);
                break;
        }
    }

    /// <summary>Members in the order of their names' UTF-16 code units.</summary>
    public static void Write(IEnumerable<TreeMember> members, IBufferWriter<byte> to)
    {
        to.Write("{"u8);
        var isFirst = true;
        foreach (var member in members.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (!isFirst)
                to.Write(","u8);
            isFirst = false;
            Write(member.Name, to);
            to.Write(":"u8);
            Write(member.Value, to);
        }
        to.Write("}"u8);
    }

    private static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        to.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Escaped);
            Encoding.UTF8.GetBytes(plain < 0 ? text : text[..plain], to);
            if (plain < 0)
                break;
            var escape = text[plain] switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => @"\b",
                '\t' => @"\t",
                '\n' => @"\n",
                '\f' => @"\f",
                '\r' => @"\r",
                var control => $"\\u{(int)control:x4}",
            };
            Encoding.ASCII.GetBytes(escape, to);
            text = text[(plain + 1)..];
        }
        to.Write("\""u8);
    }

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);
}

/// <summary>What makes two messages the same: a keyed hash over their canonical form.</summary>
public static class BodyHash
{
    /// <summary>Hex HMAC-SHA256: the same for the same members and values, whatever the order, the white space and the edge.</summary>
    /// <param name="except">Members of the message itself that are left out: those that an edge carries elsewhere.</param>
    public static string Of(ReadOnlySpan<byte> secret, JsonTree tree, params ReadOnlySpan<string> except)
    {
        var canonical = new ArrayBufferWriter<byte>(512);
        if (tree.Root is TreeNode.Members { All: var members } && except.Length > 0)
        {
            var kept = new List<TreeMember>(members.Count);
            foreach (var member in members)
            {
                if (!except.Contains(member.Name))
                    kept.Add(member);
            }
            CanonicalJson.Write(kept, canonical);
        }
        else
            CanonicalJson.Write(tree.Root ?? TreeNode.Null.Instance, canonical);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, canonical.WrittenSpan));
    }

    /// <summary>An offer's: over AMQP it names its intent, and its key stands elsewhere.</summary>
    public static string OfOffer(ReadOnlySpan<byte> secret, JsonTree tree) => Of(secret, tree, "intentId", "key");
}

/// <summary>What a vendor agrees to: hex SHA-256 over the canonical form of the terms as the market's answer gives them.</summary>
public static class TermsHash
{
    public static string Of(IntentTerms terms)
    {
        var document = IntentView.Of(Guid.Empty, terms, null, 0, IntentStatus.Open, Guid.Empty, 0, 0, 0, null);
        var root = (TreeNode.Members)JsonTree.ParseUnbounded(WireJson.Bytes(document)).Root!;
        var agreed = root.All
            .Where(m => m.Name is "category" or "currency" or "region" or "lines" or "terms" or "auction")
            .Select(m => m.Name == "auction" ? m with { Value = Without((TreeNode.Members)m.Value, "closesAt") } : m);
        var canonical = new ArrayBufferWriter<byte>(2048);
        CanonicalJson.Write(agreed, canonical);
        return Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan));
    }

    private static TreeNode.Members Without(TreeNode.Members members, string name) => new([.. members.All.Where(m => m.Name != name)]);
}
