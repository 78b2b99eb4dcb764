using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Gateway;

/// <summary>Who may call an endpoint. One without it is open to all.</summary>
/// <param name="Kinds">None: any account.</param>
/// <param name="Writes">It changes something: a suspended account may not.</param>
public sealed record Access(IReadOnlyList<AccountKind> Kinds, bool Writes)
{
    /// <summary>Null where the call may go on.</summary>
    public Contracts.Problem? Refuses(Caller? caller)
    {
        if (caller is null)
            return ProblemView.Of(ProblemCodes.Unauthorized, "send `Authorization: Bearer <keyId>.<secret>` with a key that holds");
        if (Kinds.Count > 0 && !Kinds.Contains(caller.Account.Kind))
            return ProblemView.Of(ProblemCodes.Forbidden, $"this is for {string.Join(" and ", Kinds).ToLowerInvariant()} accounts");
        return Writes && caller.Account.SuspendedAt is not null
            ? ProblemView.Of(ProblemCodes.Suspended, "the account is suspended: it may read what is its own, and change nothing")
            : null;
    }
}

public static class AccessConventions
{
    public static TBuilder Reads<TBuilder>(this TBuilder builder, params AccountKind[] kinds) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Access(kinds, Writes: false));

    public static TBuilder Writes<TBuilder>(this TBuilder builder, params AccountKind[] kinds) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Access(kinds, Writes: true));

    /// <summary>The first answer after the keys are read: who may not call is told here.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Access>()?.Refuses(CallerIdentity.Of(context.User)) is { } problem
            ? Answers.Write(context, problem)
            : next(context));
}
