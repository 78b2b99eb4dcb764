using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;
using NUnit.Framework.Internal;

namespace IntentMarket.Tests.Engine;

/// <summary>Each rule broken on purpose: the engine is compiled with one line changed, and the stories are told to it. A mutant that no story notices is a rule
/// that no story tells.</summary>
public sealed class MutantTests
{
    private static readonly Type[] Stories =
    [
        typeof(OfferStories), typeof(ClosingStories), typeof(AwardStories), typeof(AmendmentStories), typeof(AuctionStories), typeof(ScoringTests),
        typeof(AdmissionTests), typeof(ChangesTests),
    ];

    private static readonly (string File, string Rule, string Broken)[] Mutants =
    [
        // Off by one at a boundary.
        ("Offers/Book.Offers.cs", "return at < ClosesAt ? at : null;", "return at <= ClosesAt ? at : null;"),
        ("Offers/Book.Offers.cs", "at = Math.Min(at, ClosesAt - 1);", "at = Math.Min(at, ClosesAt);"),
        ("Offers/Book.Offers.cs", "at >= BindingFrom", "at > BindingFrom"),
        ("Offers/Book.Offers.cs", "Extensions >= soft.MaxExtensions", "Extensions > soft.MaxExtensions"),
        ("Offers/Book.Offers.cs", "ClosesAt - at > soft.WindowMs", "ClosesAt - at >= soft.WindowMs"),
        ("Offers/Book.Offers.cs", ">= Limits.OffersPerVendorMax", "> Limits.OffersPerVendorMax"),
        ("Offers/Admission.cs", "offer.ValidUntil < closesAt", "offer.ValidUntil <= closesAt"),
        ("Offers/Admission.cs", "number > requirement.Max", "number >= requirement.Max"),
        ("Offers/Admission.cs", "number < requirement.Min", "number <= requirement.Min"),
        ("Intents/Book.Decide.cs", "c.At >= AwardBy)\n            return NotOpen();", "c.At > AwardBy)\n            return NotOpen();"),
        ("Intents/Book.Decide.cs", "c.At >= calledAt + Limits.CloseGraceMs", "c.At > calledAt + Limits.CloseGraceMs"),
        ("Intents/Book.Decide.cs", "c.Terms.ClosesAt < ClosesAt", "c.Terms.ClosesAt <= ClosesAt"),
        ("Auctions/Book.Auctions.cs", "score.Total >= beat.Score.Total + points", "score.Total > beat.Score.Total + points"),
        ("Auctions/Book.Auctions.cs", "return offer.Total <= most", "return offer.Total < most"),
        ("Auctions/Book.Auctions.cs", "total > level ?", "total >= level ?"),
        ("Auctions/Auction.cs", "total > b.Above", "total >= b.Above"),
        ("Auctions/Auction.cs", "0, Levels - 1);", "0, Levels);"),
        ("Auctions/Auction.cs", "(Levels - 1 - level)", "(Levels - level)"),
        ("Auctions/Book.Auctions.cs", "taken > 1", "taken > 0"),

        // A rule skipped.
        ("Offers/Book.Offers.cs", "if (IsClosingCalled)\n            return null;", "if (false)\n            return null;"),
        ("Offers/Book.Offers.cs", "if (offer.AgreesTo != Terms.TermsHash)", "if (false)"),
        ("Offers/Book.Offers.cs", "replaces != current?.OfferId", "false"),
        ("Offers/Book.Offers.cs", "takesTheLead |= moved.Vendor != Ranking.Leader?.Vendor;", ""),
        ("Intents/Book.Decide.cs", "if (rank > 1 && c.Reason is null)", "if (false)"),
        ("Intents/Book.Decide.cs", "if (rank > 1 && Terms.Auction.Format == AuctionFormat.SealedSecondScore)", "if (false)"),
        ("Intents/Book.Decide.cs", "if (c.Version != Version)", "if (false)"),
        ("Intents/Book.Apply.cs", "BindingFrom = terms.Auction.IsBinding ? OpenedAt :", "BindingFrom ="),
        ("Intents/Book.Apply.cs", "        _floors.Remove(offer.Vendor);\n", ""),
        ("Auctions/Book.Auctions.cs", "level < Level || current?.Terms.Total != before", "level < Level"),
        ("Auctions/Book.Auctions.cs", "Math.Max(total ?? own, own)", "(total ?? own)"),
        ("Auctions/Book.Auctions.cs", "YieldsToEqual: won.Placed < second.Placed", "YieldsToEqual: false"),

        // An order reversed, or another one taken.
        ("Ranking/Ranking.cs", "otherScore.Total.CompareTo(score.Total)", "score.Total.CompareTo(otherScore.Total)"),
        ("Ranking/Ranking.cs", "otherScore.Fine.CompareTo(score.Fine)", "score.Fine.CompareTo(otherScore.Fine)"),
        ("Ranking/Ranking.cs", "placed.CompareTo(otherPlaced)", "otherPlaced.CompareTo(placed)"),
        ("Auctions/Auction.cs", "Limit > Start ? Math.Min", "Limit < Start ? Math.Min"),
        ("Auctions/Book.Auctions.cs", "decrement.VsOwn ? own : Ranking.Leader!;", "decrement.VsOwn ? Ranking.Leader! : own;"),
        ("Ranking/Scoring.cs", "(earned, of) = (-earned, -of);", "of = -of;"),
    ];

    [Test]
    [Explicit("compiles the engine once for each mutant: some minutes")]
    public void Every_rule_that_is_broken_fails_a_story()
    {
        var engine = Tree.Path("src", "IntentMarket.Engine");
        var work = Directory.CreateTempSubdirectory("mutants").FullName;
        try
        {
            Assert.That(Notices(Compile(engine, work, "", "", "")), Is.Null, "the stories hold for the engine as it is");
            var survivors = new List<string>();
            foreach (var (file, rule, broken) in Mutants)
            {
                var noticed = Notices(Compile(engine, work, file, rule, broken));
                TestContext.Progress.WriteLine($"{file}: {rule} → {broken}: {noticed ?? "SURVIVES"}");
                if (noticed is null)
                    survivors.Add($"{file}: {rule} → {broken}");
            }
            Assert.That(survivors, Is.Empty);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>The engine's own sources, one of them changed, by the compiler of the SDK.</summary>
    private static byte[] Compile(string engine, string work, string file, string rule, string broken)
    {
        var sources = Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(engine, f).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(engine, f).StartsWith("bin", StringComparison.Ordinal)).ToList();
        if (file.Length > 0)
        {
            var path = Path.Combine(engine, file);
            var source = File.ReadAllText(path);
            Assert.That(source.Split(rule), Has.Length.GreaterThan(1), $"{file} no longer says: {rule}");
            var changed = Path.Combine(work, "Changed.cs");
            File.WriteAllText(changed, source.Replace(rule, broken, StringComparison.Ordinal));
            sources[sources.IndexOf(path)] = changed;
        }
        var usings = Path.Combine(work, "Usings.cs");
        File.WriteAllText(usings, """
            global using System;
            global using System.Collections.Generic;
            global using System.IO;
            global using System.Linq;
            global using System.Threading;
            global using System.Threading.Tasks;
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("IntentMarket.Tests")]
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("IntentMarket.Gateway")]
            """);
        var shared = RuntimeEnvironment.GetRuntimeDirectory();
        var dotnet = Path.GetFullPath(Path.Combine(shared, "..", "..", ".."));
        var generator = Directory.EnumerateFiles(Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).First();
        var output = Path.Combine(work, "IntentMarket.Engine.dll");
        var arguments = Path.Combine(work, "arguments.rsp");
        string[] references = [.. Directory.EnumerateFiles(shared, "System*.dll").Where(IsManaged).Select(f => $"-r:\"{f}\"")];
        File.WriteAllLines(arguments,
            ["-nologo", "-target:library", "-unsafe", "-nullable:enable", "-langversion:latest", "-warn:0", "-optimize+", $"-out:\"{output}\"", $"-analyzer:\"{generator}\"",
                .. references, .. sources.Append(usings).Select(f => $"\"{f}\"")]);
        var compiler = Directory.EnumerateFiles(Path.Combine(dotnet, "sdk"), "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        using var run = Process.Start(new ProcessStartInfo(Path.Combine(dotnet, "dotnet"), ["exec", compiler, "-shared", "-noconfig", $"@{arguments}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.That(run.ExitCode, Is.Zero, $"{file}: {rule}\n{said}");
        return File.ReadAllBytes(output);
    }

    /// <summary>Mscorlib's kin are managed; the native parts of the runtime that are named alike are not.</summary>
    private static bool IsManaged(string path) => !Path.GetFileName(path).Contains("Native", StringComparison.Ordinal);

    /// <summary>The first story that fails on this engine; null where all hold.</summary>
    private static string? Notices(byte[] engine)
    {
        var context = new Universe(engine);
        try
        {
            var tests = context.LoadFromAssemblyPath(typeof(MutantTests).Assembly.Location);
            foreach (var fixture in Stories.Select(s => tests.GetType(s.FullName!)!))
            {
                foreach (var story in fixture.GetMethods())
                {
                    foreach (var told in Cases(fixture, story).Where(c => c.Length == story.GetParameters().Length))
                    {
                        // A failed assertion is what is hoped for here: it is none of this test's own.
                        using var hope = new TestExecutionContext.IsolatedContext();
                        try
                        {
                            story.Invoke(Activator.CreateInstance(fixture), told);
                        }
                        catch (TargetInvocationException)
                        {
                            return story.Name;
                        }
                    }
                }
            }
            return null;
        }
        finally
        {
            context.Unload();
        }
    }

    private static IEnumerable<object?[]> Cases(Type fixture, MethodInfo story)
    {
        if (story.IsDefined(typeof(TestAttribute)) && story.GetParameters().Length == 0)
            yield return [];
        foreach (var told in story.GetCustomAttributes<TestCaseAttribute>())
            yield return told.Arguments;
        foreach (var source in story.GetCustomAttributes<TestCaseSourceAttribute>())
        {
            const BindingFlags Own = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
            var told = fixture.GetMethod(source.SourceName!, Own)?.Invoke(null, null) ?? fixture.GetField(source.SourceName!, Own)?.GetValue(null);
            foreach (var one in (System.Collections.IEnumerable)told!)
                yield return one is TestCaseData data ? data.Arguments : (object?[])one;
        }
    }

    /// <summary>The tests with another engine; all else they share with this process.</summary>
    private sealed class Universe(byte[] engine) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == "IntentMarket.Engine" ? LoadFromStream(new MemoryStream(engine)) : null;
    }
}
