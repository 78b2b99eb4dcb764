using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges.Access;

/// <summary>Who may call an endpoint. One without it is open to all.</summary>
/// <param name="Kinds">None: any account.</param>
/// <param name="Writes">It changes something: a key that only reads may not.</param>
/// <param name="EvenIfSuspended">A suspended account may call it too.</param>
/// <param name="OfOwnAccount">It is about the caller's own account: all that a suspended operator may still read.</param>
public sealed record AccessPolicy(IReadOnlyList<AccountKind> Kinds, bool Writes, bool EvenIfSuspended, bool OfOwnAccount = false)
{
    /// <summary>Null where the call may go on.</summary>
    public Contracts.Problem? Refuses(Caller? caller)
    {
        if (caller is null)
            return ProblemView.Of(ProblemCodes.Unauthorized, "send `Authorization: Bearer <keyId>.<secret>` with a key that holds");
        if (Kinds.Count > 0 && !Kinds.Contains(caller.Account.Kind))
            return ProblemView.Of(ProblemCodes.Forbidden, $"this is for {string.Join(" and ", Kinds.Select(EnumWords.Of))} accounts");
        if (Writes && caller.Scope == KeyScope.Read)
            return ProblemView.Of(ProblemCodes.ReadOnly, "this key has the scope `read`: it may read and follow, and change nothing");
        return (!EvenIfSuspended || (caller.Account.Kind == AccountKind.Operator && !OfOwnAccount))
            && caller.Account.SuspendedAt is not null
                ? ProblemView.Of(ProblemCodes.Suspended, "the account is suspended: it may read what is its own, and change nothing")
                : null;
    }
}

public static class AccessConventions
{
    public static TBuilder Reads<TBuilder>(this TBuilder builder, params AccountKind[] kinds) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessPolicy(kinds, Writes: false, EvenIfSuspended: true));

    /// <summary>Reads the caller's own account.</summary>
    public static TBuilder ReadsOwnAccount<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessPolicy([], Writes: false, EvenIfSuspended: true, OfOwnAccount: true));

    public static TBuilder Writes<TBuilder>(this TBuilder builder, params AccountKind[] kinds)
        where TBuilder : IEndpointConventionBuilder =>
            builder.WithMetadata(new AccessPolicy(kinds, Writes: true, EvenIfSuspended: false));

    /// <summary>Takes away what lets others act in the account's name: a suspended account may do so too, for a key that leaked is to be
    /// closed at any time.</summary>
    public static TBuilder Revokes<TBuilder>(this TBuilder builder, params AccountKind[] kinds)
        where TBuilder : IEndpointConventionBuilder =>
            builder.WithMetadata(new AccessPolicy(kinds, Writes: true, EvenIfSuspended: true, OfOwnAccount: true));

    /// <summary>Tells what a call would do: for who may make it, with a key of any scope.</summary>
    public static TBuilder Tries<TBuilder>(this TBuilder builder, params AccountKind[] kinds) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessPolicy(kinds, Writes: false, EvenIfSuspended: false));

    /// <summary>Opens a connection, whose calls are looked at one by one.</summary>
    public static TBuilder Connects<TBuilder>(this TBuilder builder, params AccountKind[] kinds)
        where TBuilder : IEndpointConventionBuilder =>
            builder.WithMetadata(new AccessPolicy(kinds, Writes: false, EvenIfSuspended: false));

    /// <summary>The first answer after the keys are read: who may not call is told here.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<AccessPolicy>()?.Refuses(CallerIdentity.Of(context.User)) is { } problem
            ? Answers.Write(context, problem)
            : next(context));
}
