using IntentMarket.Engine;

namespace IntentMarket.Tests;

/// <summary>Ids of things that a test makes up, and of those that it was told.</summary>
internal static class NewIds
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        public static TId New() => TId.Of(Guid.CreateVersion7());

        public static TId Parse(string text) => TId.Of(Guid.Parse(text));
    }
}
