using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace IntentMarket.Engine;

/// <summary>The word of a member of an enumeration, in rows, in messages and in the documents of these. Rows live for ever, and so do the
/// programs of others: add, never rename. Events and commands have the member's own name instead.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WordAttribute(string word) : Attribute
{
    public string Word => word;
}

/// <summary>Both ways between the members of an enumeration and their words.</summary>
public static class EnumWords
{
    /// <summary>In the order of the members.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Table<T>.All;

    public static string Of<T>(T value) where T : struct, Enum => Table<T>.Words[value];

    public static bool TryRead<T>([NotNullWhen(true)] string? word, out T value) where T : struct, Enum
    {
        value = default;
        return word is not null && Table<T>.Values.TryGetValue(word, out value);
    }

    /// <summary>Made once, when the first word is asked for.</summary>
    private static class Table<T> where T : struct, Enum
    {
        public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<T>().Select(WordOf)];
        public static readonly FrozenDictionary<T, string> Words = Enum.GetValues<T>().ToFrozenDictionary(value => value, WordOf);
        public static readonly FrozenDictionary<string, T> Values =
            Words.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static string WordOf(T value) => typeof(T).GetField(value.ToString())?.GetCustomAttribute<WordAttribute>()?.Word
            ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no word");
    }
}
