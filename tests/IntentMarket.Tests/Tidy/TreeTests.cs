using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace IntentMarket.Tests.Tidy;

/// <summary>What the tree itself must hold: who may name whom, and nothing left behind.</summary>
public sealed class TreeTests
{
    private static readonly string[] Analyzers = ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Meziantou.Analyzer"];

    /// <summary>Pairs that are still to be parted: none is to be added.</summary>
    private static readonly string[] NameEachOther =
    [
        "IntentMarket.Engine.Auctions and IntentMarket.Engine.Intents",
    ];

    [TestCase("Contracts")]
    [TestCase("Engine")]
    public void Project_references_nothing(string project)
    {
        var references = References(project).Where(r => !Analyzers.Contains(r));
        Assert.That(references, Is.Empty);
    }

    [TestCase("Storage", "Engine")]
    [TestCase("Routing", "Engine")]
    [TestCase("Services", "Contracts", "Engine", "Routing", "Storage")]
    [TestCase("Nodes", "Services")]
    [TestCase("Edges", "Nodes")]
    [TestCase("Web", "Edges")]
    public void Project_references_only_what_stands_before_it(string project, params string[] allowed)
    {
        var projects = References(project).Where(r => r.EndsWith(".csproj", StringComparison.Ordinal)).Select(r => r.Split('/')[^1]);
        Assert.That(projects, Is.SubsetOf(allowed.Select(a => $"IntentMarket.{a}.csproj")));
    }

    [TestCase("Storage", "Npgsql", "Sqlite", "Dapper", "SQLitePCL")]
    [TestCase("Nodes", "MassTransit", "RabbitMQ.Client", "MailKit", "MimeKit")]
    [TestCase("Edges and Web", "Microsoft.AspNetCore")]
    public void Only_these_projects_name_the_package(string projects, params string[] packages)
    {
        var word = new Regex($@"\b({string.Join('|', packages.Select(Regex.Escape))})\b(?!\.App\b)", RegexOptions.None);
        var mayName = projects.Split(" and ").Select(project => $"src/IntentMarket.{project}/").ToList();
        var naming = Tree.Files("src", ".cs", ".csproj", ".razor")
            .Where(f => !mayName.Exists(folder => f.Name.StartsWith(folder, StringComparison.Ordinal)))
            .Where(f => Code(f.Text).Any(line => word.IsMatch(line)))
            .Select(f => f.Name);
        Assert.That(naming, Is.Empty);
    }

    [Test]
    public void Nothing_is_left_undone() =>
        Assert.That(
            Lines("src", @"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", ".cs", ".razor", ".sql", ".csproj", ".js", ".ts", ".css"),
            Is.Empty);

    [Test]
    public void No_file_holds_two_ideas()
    {
        var long_ = from folder in (string[])["src", "tests"]
                    from file in Tree.Files(folder, ".cs", ".razor", ".sql")
                    let lines = file.Text.Split('\n').Length - 1
                    where lines > 500
                    select $"{file.Name}: {lines} lines";
        Assert.That(long_, Is.Empty);
    }

    /// <summary>Text in quotes is as long as it is: a message, a document, a statement. So are tables in comments.</summary>
    [Test]
    public void No_line_is_longer_than_140_characters()
    {
        var longOnes = from folder in (string[])["src", "tests"]
                       from file in Tree.Files(folder, ".cs")
                       from line in Unquoted(file.Text)
                       where line.Text.Length > 140
                       select $"{file.Name}:{line.Number}: {line.Text.Length} characters";
        Assert.That(longOnes, Is.Empty);
    }

    [Test]
    public void Folders_are_namespaces()
    {
        var elsewhere = from file in Tree.Files("src", ".cs")
                        let folder = file.Name["src/".Length..file.Name.LastIndexOf('/')].Replace('/', '.')
                        let named = Namespace.Match(file.Text)
                        where named.Success && named.Groups["name"].Value != folder
                        select $"{file.Name} is in {named.Groups["name"].Value}";
        Assert.That(elsewhere, Is.Empty);
    }

    /// <summary>What two folders both need stands above them, in the project's own.</summary>
    [Test]
    public void No_two_folders_of_a_project_name_each_other()
    {
        var names = (from file in Tree.Files("src", ".cs")
                     let own = Namespace.Match(file.Text).Groups["name"].Value
                     from used in Using.Matches(file.Text).Select(m => m.Groups["name"].Value)
                     where own.Count(c => c == '.') > 1 && used.Count(c => c == '.') > 1 && own.Split('.')[1] == used.Split('.')[1]
                     select (own, used)).ToHashSet();
        var both = names.Where(n => string.CompareOrdinal(n.own, n.used) < 0 && names.Contains((n.used, n.own)))
            .Select(n => $"{n.own} and {n.used}");
        Assert.That(both, Is.SubsetOf(NameEachOther));
    }

    /// <summary>Words that were ours alone: what they named has the field's name now.</summary>
    [Test]
    public void No_type_is_named_by_a_word_that_only_we_knew()
    {
        const string Words =
            @"\b(?:\w+Desk|Sight|Heavy|Doorbell|RankTicker|TermsBook|BookShelf|MailRoom|Letters|SmtpPost|MailStops|Stray\w*|AckLedger|"
                + @"QueueIntake|MarketStages|Following|Follower|OpenCalls|Standings|SetAside|Written|Wording|Weighed|Weighing)\b";
        var word = new Regex(@"\b(?:class|record|struct|interface|enum)\s+" + Words, RegexOptions.NonBacktracking);
        var naming = Tree.Files("src", ".cs", ".razor").Where(f => Code(f.Text).Any(line => word.IsMatch(line))).Select(f => f.Name);
        Assert.That(naming, Is.Empty);
    }

    /// <summary>What a format adds to the rules stands in its own file: elsewhere the engine asks the format, and
    /// never which one it is.</summary>
    [Test]
    public void Engine_tells_the_formats_of_auctions_apart_in_one_place()
    {
        var member = new Regex(
            @"\bAuctionFormat\s*\.|\busing\s+static\b.*\bAuctionFormat\b|\bnameof\s*\(\s*AuctionFormat\b", RegexOptions.NonBacktracking);
        var naming = Tree.Files("src/IntentMarket.Engine", ".cs")
            .Where(f => Code(f.Text).Any(line => member.IsMatch(line))).Select(f => f.Name);
        Assert.That(naming, Is.EqualTo(["src/IntentMarket.Engine/Auctions/AuctionFormatRules.cs"]));
    }

    [Test]
    public void No_path_or_host_of_one_machine_is_named()
    {
        // Put together, so that this file is clean of them too.
        var machine = @"/wor" + @"k/|/ho" + @"me/|/Us" + @"ers/|C:" + @"\\";
        var registry = @"nuget\.or" + @"g|npmjs\.or" + @"g|pypi\.or" + @"g|artifac" + @"tory|proxy\.gola" + @"ng";
        string[] endings =
        [
            ".cs", ".razor", ".csproj", ".props", ".json", ".md", ".sql", ".sh", ".py", ".js", ".ts", ".yml", ".conf", ".config", ".sln",
        ];
        var found = ((string[])["src", "tests", "deploy"]).Where(f => Directory.Exists(Tree.Path(f)))
            .SelectMany(folder => Lines(folder, machine + "|" + registry, endings));
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Every_package_stands_in_one_place_with_one_version()
    {
        var versions = from file in Tree.Files(".", ".csproj")
                       from package in XDocument.Parse(file.Text).Descendants("PackageReference")
                       where package.Attribute("Version") is not null
                       select file.Name;
        Assert.That(versions, Is.Empty);
    }

    private static readonly Regex Namespace = new(@"^namespace (?<name>IntentMarket\.[\w.]+);", RegexOptions.Multiline);
    private static readonly Regex Using = new(@"^using (?<name>IntentMarket\.[\w.]+);", RegexOptions.Multiline);
    private static readonly Regex Quoted = new(@"\$?""(?:[^""\\]|\\.)*""");

    /// <summary>Lines without what stands in quotes, and none of raw strings and of tables in comments.</summary>
    private static IEnumerable<(string Text, int Number)> Unquoted(string text)
    {
        var (isRaw, isTable) = (false, false);
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line, i + 1)))
        {
            isTable = (isTable || line.Contains("<code>", StringComparison.Ordinal)) && !line.Contains("</code>", StringComparison.Ordinal);
            var quotes = Regex.Count(line, "\"\"\"");
            if (!isRaw && quotes == 0 && !isTable)
                yield return (Quoted.Replace(line, "\"\""), number);
            isRaw ^= quotes % 2 == 1;
        }
    }

    private static IEnumerable<string> References(string project)
    {
        var file = XDocument.Load(Tree.Path("src", $"IntentMarket.{project}", $"IntentMarket.{project}.csproj"));
        return file.Descendants()
            .Where(e => e.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference")
            .Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'));
    }

    private static IEnumerable<string> Lines(string folder, string pattern, params string[] endings) =>
        from file in Tree.Files(folder, endings)
        from line in file.Text.Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where Regex.IsMatch(line.Text, pattern, RegexOptions.NonBacktracking)
        select $"{file.Name}:{line.Number}: {line.Text.Trim()}";

    /// <summary>Without comments: they may say why another project does what it does.</summary>
    private static IEnumerable<string> Code(string text) => text.Split('\n').Select(line => line.Split("//")[0]);
}
