using System.Text.Json.Serialization;

namespace IntentMarket.Contracts;

/// <summary>Why a request was not done: RFC 9457 <c>application/problem+json</c>.</summary>
/// <param name="Type">A URI that stands for <paramref name="Code"/>.</param>
/// <param name="Title">The same for every problem of the code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here, in plain words.</param>
/// <param name="Code">For programs; clients take one that they do not know by its status.</param>
/// <param name="Errors">For bad input: every fault found.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<Fault>? Errors = null);

/// <summary>One thing that is wrong with a message.</summary>
/// <param name="At">Where: a JSON pointer (RFC 6901); empty for the message as a whole. A member name in it is
/// cut at 64 characters.</param>
/// <param name="Code">For programs, such as <c>not-a-decimal</c>, <c>not-a-text</c>, <c>lead-needed</c>; of a warning
/// <c>prefers-dearer</c> and its like.</param>
/// <param name="Detail">What is wrong and what is asked, in plain words.</param>
public sealed record Fault(string At, string Code, string Detail)
{
    /// <summary>Between what it may be, for the site to say in words of its own. Programs are told in <see cref="Detail"/>.</summary>
    [JsonIgnore]
    public FaultBounds Bounds { get; init; }
}

/// <summary>Between what a value may be, or how many there may be; each null where it is not bounded.</summary>
/// <param name="Least">A number.</param>
/// <param name="Most">A number.</param>
/// <param name="Digits">The most fraction digits.</param>
public readonly record struct FaultBounds(string? Least = null, string? Most = null, int? Digits = null);
