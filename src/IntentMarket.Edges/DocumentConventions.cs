using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges;

/// <summary>What an endpoint takes and gives, for the document.</summary>
internal static class DocumentConventions
{
    /// <param name="schema">The name of what it takes (<see cref="RequestSchemas"/>); null: that of the contract.</param>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string? schema = null) where T : notnull =>
        endpoint.Accepts<T>("application/json").WithMetadata(new Taken(schema ?? typeof(T).Name));

    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status, "application/json");

    public static RouteHandlerBuilder GivesNothing(this RouteHandlerBuilder endpoint) => endpoint.Produces(StatusCodes.Status204NoContent);

    public static RouteHandlerBuilder RequiresKey(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new NeedsKey());
}

/// <summary>Says what an endpoint takes.</summary>
internal sealed record Taken(string Schema);

/// <summary>Marks an endpoint that is not called without an Idempotency-Key.</summary>
internal sealed record NeedsKey;
