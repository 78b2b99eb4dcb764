using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IntentMarket.Tests.Tidy;

/// <summary>Migrations only add: a node of the build before works on beside one that has run them.</summary>
public sealed class MigrationTests
{
    private static readonly Regex UniqueIndex = Sql(@"^CREATE UNIQUE INDEX (IF NOT EXISTS )?\w+ ON (?<table>\w+)");
    private static readonly Regex NewThing = Sql("^(CREATE TABLE|CREATE INDEX|CREATE FUNCTION|INSERT INTO) ");
    private static readonly Regex NewColumn = Sql(@"^ALTER TABLE \w+ ADD COLUMN (?<column>[^,]+)$");
    private static readonly Regex Asks = Sql(@"\b(UNIQUE|CHECK|REFERENCES|PRIMARY)\b");
    private static readonly Regex NotNull = Sql(@"\bNOT NULL\b");
    private static readonly Regex Default = Sql(@"\bDEFAULT\b");
    private static readonly Regex Table = Sql(@"CREATE TABLE (IF NOT EXISTS )?(?<table>\w+)");
    private static readonly Regex Comment = Sql(@"--[^\n]*");
    private static readonly Regex Body = Sql(@"\$\$[^$]*\$\$");
    private static readonly Regex Space = Sql(@"\s+");

    /// <summary>Statements of released migrations that do more. No more of them: what must go stays unused for a version.</summary>
    private static readonly string[] OfBefore =
    [
        "0002_people.sql: CREATE UNIQUE INDEX accounts_person ON",
        "0005_ends.sql: DROP INDEX offers_ranked",
        "0005_ends.sql: DROP INDEX offers_unranked",
        "0013_sessions.sql: UPDATE sessions SET",
    ];

    [Test]
    public void Migrations_only_add()
    {
        var more = Tree.Files("src/IntentMarket.Storage/Migrations", ".sql")
            .SelectMany(file => Statements(file.Text).Where(s => !OnlyAdds(s, Created(file.Text)))
                .Select(s => $"{file.Name.Split('/')[^1]}: {s}"))
            .Where(found => !OfBefore.Any(known => found.StartsWith(known, StringComparison.Ordinal)));
        Assert.That(more, Is.Empty);
    }

    [TestCase("ALTER TABLE intents ADD COLUMN later text", true)]
    [TestCase("ALTER TABLE intents ADD COLUMN later bigint NOT NULL DEFAULT 0", true)]
    [TestCase("ALTER TABLE intents ADD COLUMN later bigint NOT NULL", false)]
    [TestCase("ALTER TABLE intents ADD COLUMN later bigint UNIQUE", false)]
    [TestCase("ALTER TABLE intents ADD COLUMN later bigint CHECK (later > 0)", false)]
    [TestCase("ALTER TABLE intents ADD COLUMN later uuid REFERENCES accounts (account_id)", false)]
    [TestCase("ALTER TABLE intents ADD COLUMN a text, DROP COLUMN b", false)]
    [TestCase("alter table intents drop column terms", false)]
    [TestCase("ALTER TABLE intents RENAME COLUMN terms TO words", false)]
    [TestCase("ALTER TABLE intents RENAME TO wishes", false)]
    [TestCase("ALTER TABLE intents ALTER COLUMN terms SET NOT NULL", false)]
    [TestCase("ALTER TABLE intents ADD CONSTRAINT c CHECK (version > 0)", false)]
    [TestCase("DROP TABLE intents", false)]
    [TestCase("DELETE FROM settings", false)]
    [TestCase("CREATE INDEX later ON intents (later)", true)]
    [TestCase("CREATE UNIQUE INDEX later ON intents (later)", false)]
    [TestCase("CREATE UNIQUE INDEX later ON fresh (later)", true)]
    [TestCase("CREATE OR REPLACE FUNCTION feed_now() RETURNS bigint AS 'SELECT 1'", false)]
    [TestCase("CREATE TRIGGER t BEFORE INSERT ON intents", false)]
    public void What_only_adds_is_told_from_what_does_more(string statement, bool onlyAdds) =>
        Assert.That(OnlyAdds(statement, ["fresh"]), Is.EqualTo(onlyAdds));

    /// <param name="created">The tables that the same migration makes: what it asks of them nobody else has written.</param>
    private static bool OnlyAdds(string statement, IReadOnlyCollection<string> created) =>
        UniqueIndex.Match(statement) is { Success: true } unique
            ? created.Contains(unique.Groups["table"].Value)
            : NewThing.IsMatch(statement)
                || (NewColumn.Match(statement) is { Success: true } column && !Asks.IsMatch(column.Groups["column"].Value)
                    && (!NotNull.IsMatch(statement) || Default.IsMatch(statement)));

    private static HashSet<string> Created(string text) => [.. Table.Matches(text).Select(m => m.Groups["table"].Value)];

    /// <summary>Without comments, each on one line. What stands between dollars is one text.</summary>
    private static IEnumerable<string> Statements(string text)
    {
        var plain = Body.Replace(Comment.Replace(text, ""), "''");
        return plain.Split(';').Select(s => Space.Replace(s, " ").Trim()).Where(s => s.Length > 0);
    }

    private static Regex Sql(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
}
