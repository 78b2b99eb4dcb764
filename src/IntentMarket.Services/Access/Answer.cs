using IntentMarket.Contracts;

namespace IntentMarket.Services.Access;

/// <summary>What a call is answered: a message, or a problem.</summary>
public readonly record struct Answer<T>(T? Value, Problem? Problem) where T : class
{
    /// <summary>The message, for who can answer nothing else.</summary>
    /// <exception cref="ProblemException">It is a problem.</exception>
    public T OrThrow() => Value ?? throw new ProblemException(Problem!);

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Problem problem) => new(null, problem);
}

/// <summary>A problem found where no answer can be returned: while a request is read.</summary>
/// <param name="retryAfter">When to try again, where that is known.</param>
public sealed class ProblemException(Problem problem, TimeSpan? retryAfter = null) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
