using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Edges.Rest;

/// <summary>Marks an endpoint that looks after its own time.</summary>
internal sealed record Unhurried;

/// <summary>Tells a problem to someone who asked for a page.</summary>
public sealed record ProblemPage(Func<HttpContext, Problem, Task> Write);

/// <summary>The outermost: whatever goes wrong inside ends as a problem that tells nothing of the inside.</summary>
internal sealed partial class Pipeline(RequestDelegate next, ILogger<Pipeline> logger, ProblemPage? page = null)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var deadline = new Deadline(context.RequestAborted);
        context.Features.Set(deadline);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
                await Write(context, OfStatus(context.Response.StatusCode));
        }
        catch (Exception e)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;
            var problem = OfException(context, deadline, e);
            if (problem.Status == StatusCodes.Status500InternalServerError)
                LogFailed(e, context.Request.Method, context.GetEndpoint()?.DisplayName);
            if (context.Response.HasStarted)
                context.Abort();
            else
            {
                context.Response.Clear();
                await Write(context, problem, (e as ProblemException)?.RetryAfter);
            }
        }
    }

    /// <summary>A browser that looks at a page is told by a page, a program by JSON.</summary>
    private Task Write(HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        if (page is null || IsForPrograms(context.Request))
            return Answers.Write(context, problem, retryAfter);
        Answers.SayWhen(context.Response, problem, retryAfter);
        return page.Write(context, problem);
    }

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase)
        || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Problem OfException(HttpContext context, Deadline deadline, Exception e)
    {
        switch (e)
        {
            case ProblemException { Problem: var problem }:
                return problem;
            case BadHttpRequestException bad:
                return OfStatus(bad.StatusCode);
            case StoreDownException down:
                return Down(down.MaybeStored);
            case BrokerDownException:
                return Down(maybeStored: false);
            case NotKnownException:
                return ProblemView.NotKnown;
            case OperationCanceledException when deadline.IsOver:
                return Down(maybeStored: context.GetEndpoint()?.Metadata.GetMetadata<AccessPolicy>() is { Writes: true });
            default:
                return ProblemView.Of(ProblemCodes.Internal, "this is a fault of the market, and was noted");
        }
    }

    private static Problem Down(bool maybeStored) => ProblemView.Of(maybeStored ? new Reply.Unknown() : new Reply.Down())!;

    private static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new AccessPolicy([], Writes: false, EvenIfSuspended: true).Refuses(null)!,
        StatusCodes.Status403Forbidden => ProblemView.Of(ProblemCodes.Forbidden, "this is not for you"),
        StatusCodes.Status404NotFound => ProblemView.Of(Problems.NotFound, "there is no such address"),
        StatusCodes.Status405MethodNotAllowed =>
            ProblemView.Of(ProblemCodes.MethodNotAllowed, "this address has no such method: see the header Allow"),
        StatusCodes.Status413PayloadTooLarge => ProblemView.Of(ProblemCodes.TooLarge, $"a body is at most {JsonTree.MaxBytes} bytes"),
        StatusCodes.Status415UnsupportedMediaType =>
            ProblemView.Of(ProblemCodes.NotJson, $"send `Content-Type: application/json`: {JsonTree.Taken}"),
        StatusCodes.Status503ServiceUnavailable => Down(maybeStored: false),
        >= 500 => ProblemView.Of(ProblemCodes.Internal, "this is a fault of the market, and was noted"),
        _ => ProblemView.Of(ProblemCodes.Malformed, "the request is not as HTTP asks") with { Status = status },
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private partial void LogFailed(Exception e, string method, string? endpoint);
}

internal static class PipelineConventions
{
    /// <summary>A NUL is no text for PostgreSQL: a query that holds one is refused before anything reads it. (Kestrel refuses it in a path
    /// and in a header; bodies and forms are looked at where they are read.)</summary>
    public static IApplicationBuilder UseTextGuard(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? throw new ProblemException(ProblemView.Of(ProblemCodes.Malformed, "a query holds no NUL"))
            : next(context));

    /// <summary>Endpoints of this group are answered in time, even where what they wait for never ends. What is left behind then touches
    /// nothing of the request: handlers are given all they need of it before they start.</summary>
    public static TBuilder AnswersInTime<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter((invocation, next) =>
        {
            var context = invocation.HttpContext;
            var call = next(invocation);
            if (call.IsCompleted || context.GetEndpoint()?.Metadata.GetMetadata<Unhurried>() is not null)
                return call;
            return new ValueTask<object?>(call.AsTask().WaitAsync(Deadline.Of(context).Token));
        });

    /// <summary>Lifts the deadline where the endpoint looks after its own time.</summary>
    public static IApplicationBuilder UseUnhurried(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Unhurried>() is not null)
            context.Features.Get<Deadline>()?.Lift();
        return next(context);
    });
}
