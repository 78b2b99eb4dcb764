using System.Collections;
using System.Reflection;
using System.Text;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;

namespace IntentMarket.Tests.Engine;

/// <summary>All that an object holds, private fields included, as text: two books are the same where their dumps are.</summary>
internal static class Dump
{
    public static string Of(Book book)
    {
        var text = new StringBuilder();
        foreach (var field in Fields(typeof(Book)))
        {
            if (field.GetValue(book) is IntentState state)
                Append(state, Fields(typeof(IntentState)).Where(f => f.Name != "_changed"));
            else
                Append(book, [field]);
        }
        return text.Append("WakeAt: ").Append(book.WakeAt).ToString();

        void Append(object holder, IEnumerable<FieldInfo> fields)
        {
            foreach (var field in fields)
                text.Append(field.Name).Append(": ").Append(Text(field.GetValue(holder))).Append('\n');
        }
    }

    public static string Text(object? value) => value switch
    {
        null => "-",
        string or Guid or long or int or bool or ulong or Enum => value.ToString()!,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IDictionary map =>
            "{" + string.Join("; ", map.Keys.Cast<object>().Select(k => $"{Text(k)}={Text(map[k])}").Order(StringComparer.Ordinal)) + "}",
        HashSet<string> set => "{" + string.Join("; ", set.Order(StringComparer.Ordinal)) + "}",
        IEnumerable items => "[" + string.Join("; ", items.Cast<object?>().Select(Text)) + "]",
        _ => value.GetType().Name + "(" + string.Join(", ", Fields(value.GetType()).Select(f => Text(f.GetValue(value)))) + ")",
    };

    private static readonly Dictionary<Type, FieldInfo[]> Known = [];

    private static FieldInfo[] Fields(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        lock (Known)
        {
            if (!Known.TryGetValue(type, out var fields))
                Known[type] = fields = [.. type.GetFields(All).OrderBy(f => f.Name, StringComparer.Ordinal)];
            return fields;
        }
    }
}
