using IntentMarket.Storage;

namespace IntentMarket.Services.Access;

/// <summary>Who calls, with what key of its own for this call (null: none), and until when.</summary>
public record RequestContext(Caller Caller, string? Key, CancellationToken Cancel)
{
    public Account Account => Caller.Account;
}
