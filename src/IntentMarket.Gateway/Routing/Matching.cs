#pragma warning disable CA1822
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>Finds the vendors whose standing criteria an intent meets. Each node has an index of all of them, kept up to date from the store.</summary>
public sealed class Matching(Store store)
{
    /// <summary>Takes in every change that was confirmed before the call.</summary>
    public Task Refresh(CancellationToken cancel) => store.Subscriptions.ChangedSince(0, cancel);

    /// <summary>How many vendors an intent would reach, as the index stands; suspended ones do not count.</summary>
    public Task<int> Reach(IntentTerms terms, IntentTexts texts, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The vendors that an intent reaches.</summary>
    public Task<IReadOnlyList<Guid>> Match(IntentTerms terms, IntentTexts texts, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Whether the intent meets one of the vendor's own criteria at present.</summary>
    public Task<bool> Meets(Guid vendor, IntentTerms terms, IntentTexts? texts, CancellationToken cancel) => throw new NotImplementedException();
}
