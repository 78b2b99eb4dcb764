using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges;

/// <summary>Answers as HTTP carries them.</summary>
public static class Answers
{
    /// <summary>When to try again after a 503.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public static IResult Ok<T>(T message) => new Json(StatusCodes.Status200OK, WireJson.Bytes(message), null);

    public static IResult Created<T>(string? location, T message) =>
        new Json(StatusCodes.Status201Created, WireJson.Bytes(message), location);

    public static IResult Accepted<T>(T message) => new Json(StatusCodes.Status202Accepted, WireJson.Bytes(message), null);

    /// <summary>503 that says what is down.</summary>
    public static IResult Unavailable<T>(T message) => new Json(StatusCodes.Status503ServiceUnavailable, WireJson.Bytes(message), null);

    public static IResult NoContent { get; } = TypedResults.NoContent();

    public static IResult Problem(Problem problem) => new ProblemResult(problem);

    public static IResult Problem(string code, string detail) => new ProblemResult(ProblemView.Of(code, detail));

    public static IResult Malformed(IReadOnlyList<Fault> faults) => new ProblemResult(ProblemView.Of(faults));

    public static IResult NotFound { get; } = Problem(ProblemView.Unseen);

    public static IResult Of<T>(Answer<T> answer) where T : class => answer.Problem is { } problem ? Problem(problem) : Ok(answer.Value!);

    /// <summary>201 with what was made, or the problem.</summary>
    public static IResult Created<T>(string? location, Answer<T> answer) where T : class =>
        answer.Problem is { } problem ? Problem(problem) : Created(location, answer.Value!);

    public static async Task Write(HttpContext context, Problem problem, TimeSpan? retryAfter = null)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        SayWhen(response, problem, retryAfter);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        var body = WireJson.Bytes(problem);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Whoever is turned away for a time is told for how long.</summary>
    public static void SayWhen(HttpResponse response, Problem problem, TimeSpan? retryAfter)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            retryAfter ??= RetryAfter;
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private sealed class Json(int status, byte[] body, string? location) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json";
            response.ContentLength = body.Length;
            response.Headers.CacheControl = "no-store";
            if (location is not null)
                response.Headers.Location = location;
            if (status == StatusCodes.Status503ServiceUnavailable)
                response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            if (!HttpMethods.IsHead(httpContext.Request.Method))
                await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, problem);
    }
}
