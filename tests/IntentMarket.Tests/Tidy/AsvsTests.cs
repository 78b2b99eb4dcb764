using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IntentMarket.Tests.Tidy;

/// <summary>OWASP's ASVS 5.0, item by item, in tests/README.md: what the table says is shown by a test, and what the tree
/// itself shows of it.</summary>
public sealed class AsvsTests
{
    /// <summary>Chapter and section, then its items: all of level 1, and of level 2 those of V2, V3, V6, V7 and V8.</summary>
    private const string Asked =
        """
        1.2: 1 2 3 4 5 | 1.3: 1 2 | 1.5: 1
        2.1: 1 2 3 | 2.2: 1 2 3 | 2.3: 1 2 3 4 | 2.4: 1
        3.2: 1 2 | 3.3: 1 2 3 4 | 3.4: 1 2 3 4 5 6 | 3.5: 1 2 3 4 5 | 3.7: 1 2
        4.1: 1 | 4.4: 1 | 5.2: 1 2 | 5.3: 1 2
        6.1: 1 2 3 | 6.2: 1 2 3 4 5 6 7 8 9 10 11 12 | 6.3: 1 2 3 4 | 6.4: 1 2 3 4 | 6.5: 1 2 3 4 5 | 6.6: 1 2 3 | 6.8: 1 2 3 4
        7.1: 1 2 3 | 7.2: 1 2 3 4 | 7.3: 1 2 | 7.4: 1 2 3 4 5 | 7.5: 1 2 | 7.6: 1 2
        8.1: 1 2 | 8.2: 1 2 3 | 8.3: 1 | 8.4: 1
        9.1: 1 2 3 | 9.2: 1 | 10.4: 1 2 3 4 5 | 11.3: 1 2 | 11.4: 1
        12.1: 1 | 12.2: 1 2 | 13.4: 1 | 14.2: 1 | 14.3: 1 | 15.1: 1 | 15.2: 1 | 15.3: 1
        """;

    private static readonly Regex Row = new(
        @"^\| (?<item>\d+\.\d+\.\d+) \| [12] \| [^|]+ \| (?<shown>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);

    private static readonly IReadOnlyList<(string Item, string Shown)> Rows =
        [.. Row.Matches(File.ReadAllText(Tree.Path("tests", "README.md"))).Select(m => (m.Groups["item"].Value, m.Groups["shown"].Value))];

    [Test]
    public void Every_item_has_a_row()
    {
        var asked = from section in Asked.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries)
                    let parts = section.Split(':')
                    from number in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    select $"{parts[0].Trim()}.{number.Trim()}";
        Assert.That(Rows.Select(r => r.Item), Is.EqualTo(asked));
    }

    [Test]
    public void Every_test_that_is_named_is_there()
    {
        var tests = (from type in typeof(AsvsTests).Assembly.GetTypes()
                     from method in type.GetMethods()
                     where method.IsDefined(typeof(TestAttribute), true) || method.IsDefined(typeof(TestCaseAttribute), true)
                         || method.IsDefined(typeof(TestCaseSourceAttribute), true)
                     select $"{type.Name}.{method.Name}").ToHashSet();
        var named = Rows.SelectMany(r => Regex.Matches(r.Shown, @"`(\w+\.\w+_\w+)`").Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.That(named, Has.Count.GreaterThan(50));
        Assert.That(named.Except(tests), Is.Empty);
    }

    [Test]
    public void What_no_test_shows_says_why() => Assert.That(
        Rows.Where(r => !r.Shown.Contains('`') && !Regex.IsMatch(r.Shown, "^(Not applicable|Not met|Partly|Documented): .{10,}")),
        Is.Empty);

    [TestCase("a hash or cipher that is broken", @"\b(MD5|SHA1|HMACSHA1|HMACMD5|DES|TripleDES|RC2|CipherMode|RSA)\b", ".cs")]
    [TestCase("another program", @"\bProcess\.Start\b|\bProcessStartInfo\b", ".cs")]
    [TestCase("XML of others", @"\bXml(Reader|Document|Serializer|TextReader)\b|\bXDocument\b|\bXPath", ".cs")]
    [TestCase(
        "markup made of text", @"\bMarkupString\b|\.(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b", ".cs",
        ".razor", ".js")]
    [TestCase("code made of text", @"\beval\(|\bnew Function\(|\bCSharpScript\b|\bAssembly\.Load\b|javascript:", ".cs", ".razor", ".js")]
    [TestCase("what a browser would keep", @"\b(local|session)Storage\b|\bindexedDB\b|\bdocument\.cookie\b", ".js", ".razor")]
    [TestCase("a field that refuses to be pasted into", """onpaste|["']paste["']""", ".js", ".razor")]
    [TestCase("messages between windows", @"\bpostMessage\b", ".js", ".razor")]
    [TestCase("files or scripts of another host", """(src|href)="(https?:)?//""", ".razor")]
    public void Source_names_nowhere(string what, string pattern, params string[] endings)
    {
        var found = Tree.Files("src", endings).Where(f => Regex.IsMatch(f.Text, pattern)).Select(f => f.Name);
        Assert.That(found, Is.Empty, what);
    }
}
