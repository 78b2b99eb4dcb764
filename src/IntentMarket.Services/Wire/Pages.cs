using IntentMarket.Contracts;
using IntentMarket.Engine.Market;

namespace IntentMarket.Services.Wire;

public static class Pages
{
    /// <summary>Those that this node can read: a list goes on without what a newer one wrote in words that are not known here.</summary>
    /// <param name="read">Throws <see cref="NotKnownException"/> of the others.</param>
    public static IEnumerable<T> Known<T>(this IEnumerable<T> items, Action<T> read) => items.SelectKnown(item =>
    {
        read(item);
        return item;
    });

    /// <summary>A page of what was found, one of which more than the page holds was asked for.</summary>
    public static Page<TView> ToPage<T, TView>(this IReadOnlyList<T> found, int max, Func<T, TView> view, Func<T, string> cursor) =>
        new([.. found.Take(max).SelectKnown(view)], found.Count > max ? cursor(found[max - 1]) : null);

    private static IEnumerable<TView> SelectKnown<T, TView>(this IEnumerable<T> items, Func<T, TView> view)
    {
        foreach (var item in items)
        {
            TView seen;
            try
            {
                seen = view(item);
            }
            catch (NotKnownException)
            {
                continue;
            }
            yield return seen;
        }
    }
}
