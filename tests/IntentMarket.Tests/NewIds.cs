using IntentMarket.Engine;

namespace IntentMarket.Tests;

/// <summary>Ids of things that a test makes up.</summary>
internal static class NewIds
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        public static TId New() => TId.Of(Guid.CreateVersion7());
    }
}
