using IntentMarket.Engine;
using IntentMarket.Engine.Market;

namespace IntentMarket.Storage;

/// <summary>The states of the market in rows, by the words of <see cref="EnumWords"/>, which statements spell out.</summary>
internal static class Names
{
    /// <exception cref="NotKnownException">A newer build wrote it.</exception>
    public static T Read<T>(string name) where T : struct, Enum => EnumWords.TryRead<T>(name, out var value)
        ? value
        : throw new NotKnownException($"The store holds the {typeof(T).Name} '{name}', which this version does not know.");

    /// <summary>A condition: the column holds a word that this build knows. What reads rows of many asks so, and leaves the others to a
    /// build that knows them.</summary>
    public static string Known<T>(string column) where T : struct, Enum =>
        $"{column} IN ({string.Join(", ", EnumWords.All<T>().Select(name => $"'{name}'"))})";
}
