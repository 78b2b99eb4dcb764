using System.Diagnostics;
using System.Text;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class TermsHashTests
{
    private const string Golden = "d61de7be3055044c8c18397c696ffe8eb2070d1e6a39110b7bc0e4a38c0adf04";

    /// <summary>Written from the contract's sentence alone.</summary>
    private const string Independently = """
        import hashlib, json, sys
        answer = json.load(sys.stdin)
        terms = {k: answer[k] for k in ("category", "currency", "region", "lines", "terms", "auction") if k in answer}
        for line in terms["lines"]: line.pop("description", None)
        terms["auction"].pop("closesAt")
        form = json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        print(hashlib.sha256(form.encode()).hexdigest())
        """;

    [Test]
    public void The_hash_of_the_example_never_changes() => Assert.That(Messages.Terms().TermsHash, Is.EqualTo(Golden));

    [Test]
    public void Anyone_can_compute_it_from_the_answer()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
            Assert.Ignore("there is no python3");
        var strange = Messages.Intent
            .With(
                "/lines/0/attributes",
                """{"b": "\"\\\u0001\u001f\u007f é 漢 😀", "a": ["z", "\n\t\b\f\r"], "c": true, "d": -5, "e": "</script>&+'"}""")
            .With("/terms/prefer/-", """{"criterion": "attributes.b", "weight": 3, "points": {"é": 1, "z": 2, "a/b": 100}}""")
            .With("/region", null);
        foreach (var json in (string[])[Messages.Intent, strange])
        {
            var start = new ProcessStartInfo(Python, ["-c", Independently])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            start.Environment["PYTHONIOENCODING"] = "utf-8";
            using var python = Process.Start(start)!;
            python.StandardInput.Write(IntentReaderTests.Answer(json).ToJsonString());
            python.StandardInput.Close();
            var computed = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            Assert.That(computed, Is.EqualTo(Messages.Terms(json).TermsHash));
        }
    }

    [TestCase("/title", "\"Another\"", true)]
    [TestCase("/description", null, true)]
    [TestCase("/lines/0/description", "\"Another\"", true)]
    [TestCase("/auction/closesAt", "\"2026-12-01T00:00:00Z\"", true)]
    [TestCase("/awardBy", "\"2026-12-10T00:00:00Z\"", true)]
    [TestCase("/terms/require/0/max", "\"450\"", true)]
    [TestCase("/terms/require/4/min", "\"2.000\"", true)]
    [TestCase("/terms/agreement", null, true)]
    [TestCase("/auction/softClose/window", "\"PT120S\"", true)]
    [TestCase("/terms/require/0/max", "\"450.01\"", false)]
    [TestCase("/lines/0/quantity", "\"2\"", false)]
    [TestCase("/auction/visibility", "\"lead\"", false)]
    [TestCase("/region", null, false)]
    [TestCase("/terms/prefer/0/weight", "61", false)]
    public void It_covers_the_terms_and_not_the_texts_nor_the_clock(string at, string? value, bool isSame) => Assert.That(
        Messages.Terms(Messages.Intent.With(at, value)).TermsHash == Messages.Terms().TermsHash, Is.EqualTo(isSame));

    /// <summary>RFC 8785, sections 3.2.2.2 and 3.2.3.</summary>
    [Test]
    public void Canonical_JSON_is_that_of_RFC_8785()
    {
        var tree = Messages.Tree("""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji",
             "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis", "x": ["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              -0, 10, true, null]}
            """);
        Assert.That(tree.Faults, Is.Empty);
        var canonical = new CanonicalJson();
        canonical.Write(tree.Root!);
        Assert.That(Encoding.UTF8.GetString(canonical.Written), Is.EqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"x\":[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",0,10,true,null],\"\u0080\":\"Control\","
            + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\"\uFB33\":\"Hebrew "
            + "Letter Dalet With Dagesh\"}"));
    }

    [Test]
    public void It_survives_storage()
    {
        var terms = Messages.Terms();
        Assert.That(TermsHash.Of(EventCodec.DecodeIntentTerms(EventCodec.Encode(terms)), 1), Is.EqualTo(terms.TermsHash));
    }
}
