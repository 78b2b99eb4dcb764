using System.Text.RegularExpressions;
using IntentMarket.Edges.Documents;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

/// <summary>What the source can answer stands in the lists of the documents, which are those of <see cref="WireEnums"/>.</summary>
public sealed class WireEnumsTests
{
    private static readonly IReadOnlyList<(string Name, string Text)> Source = [.. Tree.Files("src", ".cs")];

    [Test]
    public void Every_reason_that_is_written_out_is_listed()
    {
        var given = Source.SelectMany(
            f => Regex.Matches(f.Text, """(?:new Reason|OfferView\.Refused)\([^;"]*?"([a-z-]+)"(?:\s*:\s*"([a-z-]+)")?"""))
            .SelectMany(m => m.Groups.Values.Skip(1)).Where(g => g.Success).Select(g => g.Value).ToHashSet();
        Assert.That(
            given, Is.SupersetOf((string[])["valid-too-short", "below-decrement", "terms-not-agreed", "wrong-route"]),
            "the source is read");
        Assert.That(given.Except(WireEnums.Reasons), Is.Empty);
    }

    [TestCase("src/IntentMarket.Engine/Offers/OfferModule.cs")]
    [TestCase("src/IntentMarket.Edges/Amqp/AmqpEdge.cs")]
    [TestCase("src/IntentMarket.Services/Access/Eligibility.cs")]
    public void Every_problem_that_an_offer_is_answered_with_is_a_reason_too(string file)
    {
        var named = Regex.Matches(Source.Single(f => f.Name == file).Text, @"\b(?:Problems|ProblemCodes)\.(\w+)")
            .Select(m => Code(m.Groups[1].Value)).ToHashSet();
        Assert.That(named, Is.Not.Empty);
        Assert.That(
            named.Concat([Problems.KeyReused, Problems.NotFound, Problems.Down, ProblemCodes.Suspended]).Except(WireEnums.Reasons),
            Is.Empty);
    }

    [Test]
    public void No_code_of_a_problem_or_fault_is_written_out()
    {
        var written = from file in Source
                      from Match match in Regex.Matches(
                          file.Text,
                          """(?:ProblemView\.Of\(|(?:Decision\.Refuse|Reply\.Refused)\(|\.Fault\("\w+", |faults\.Add\([^,;"]+, )"([a-z-]+)"[,)]""")
                      select $"{file.Name}: {match.Groups[1].Value}";
        Assert.That(written, Is.Empty);
        Assert.That(WireEnums.Faults, Is.SupersetOf((string[])[FaultCodes.LeadNeeded, FaultCodes.NotAText, IntentWarnings.PrefersDearer]));
    }

    private static string Code(string constant) =>
        (string)((typeof(Problems).GetField(constant) ?? typeof(ProblemCodes).GetField(constant))!).GetValue(null)!;
}
