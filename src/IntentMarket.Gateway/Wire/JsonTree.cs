using System.Text.Json;

namespace IntentMarket.Gateway;

/// <summary>A message as it came: its tree, where it is JSON at all, and every syntactic fault with its place.</summary>
/// <param name="Root">Null where the bytes are no JSON.</param>
public sealed record JsonTree(TreeNode? Root, IReadOnlyList<Contracts.Fault> Faults)
{
    /// <summary>Reads a message of any origin. Never throws.</summary>
    public static JsonTree Parse(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();

    /// <summary>Reads what a hub was given: the element's own bytes.</summary>
    public static JsonTree Parse(JsonElement element) => throw new NotImplementedException();
}

/// <summary>A value of a message.</summary>
public abstract record TreeNode;
