using System.Text.Json;
using System.Text.Json.Nodes;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using NUnit.Framework;

namespace IntentMarket.Tests.Wire;

public sealed class JsonTreeTests
{
    /// <summary>JSON as RFC 8259 has it, but not as the market does: it refuses duplicate members, NUL and half surrogate pairs.</summary>
    private static readonly Dictionary<string, string> ValidButRefused = new()
    {
        ["y_object_duplicated_key.json"] = FaultCodes.Duplicate,
        ["y_object_duplicated_key_and_value.json"] = FaultCodes.Duplicate,
        ["y_object_escaped_null_in_key.json"] = FaultCodes.Nul,
        ["y_string_null_escape.json"] = FaultCodes.Nul,
    };

    [Test]
    public void Every_valid_file_of_the_parsing_suite_is_read()
    {
        var files = Files("y_");
        Assert.That(files, Has.Count.GreaterThan(80));
        using (Assert.EnterMultipleScope())
        {
            foreach (var file in files)
            {
                var tree = JsonTree.Parse(File.ReadAllBytes(file));
                Assert.That(tree.Root, Is.Not.Null, file);
                if (ValidButRefused.TryGetValue(Path.GetFileName(file), out var code))
                    Assert.That(tree.Faults.Select(f => f.Code), Messages.Are(code), file);
                else
                    Assert.That(tree.Faults, Is.Empty, file);
            }
        }
    }

    [Test]
    public void Every_invalid_file_of_the_parsing_suite_is_refused()
    {
        var files = Files("n_");
        Assert.That(files, Has.Count.GreaterThan(150));
        using (Assert.EnterMultipleScope())
        {
            foreach (var file in files)
            {
                var tree = JsonTree.Parse(File.ReadAllBytes(file));
                Assert.That(tree.Faults, Is.Not.Empty, file);
                Assert.That(tree.Root, Is.Null, file);
            }
        }
    }

    [Test]
    public void Every_doubtful_file_of_the_parsing_suite_is_read_or_refused_with_a_fault()
    {
        var files = Files("i_");
        using (Assert.EnterMultipleScope())
        {
            foreach (var file in files)
            {
                var tree = JsonTree.Parse(File.ReadAllBytes(file));
                // Numbers of any size are a matter of the typed reading; everything else in doubt is refused.
                Assert.That(
                    tree.Faults.Count > 0, Is.Not.EqualTo(Path.GetFileName(file).StartsWith("i_number_", StringComparison.Ordinal)), file);
            }
        }
    }

    [Test]
    public void No_message_of_the_parsing_suite_is_an_intent_or_an_offer()
    {
        var (terms, files) = (Messages.Terms(), Files(""));
        using (Assert.EnterMultipleScope())
        {
            foreach (var file in files)
            {
                var tree = JsonTree.Parse(File.ReadAllBytes(file));
                Assert.That(IntentReader.Post(tree, Messages.Now).Faults, Is.Not.Empty, file);
                Assert.That(OfferReader.Offer(tree, terms, Messages.Now).Faults, Is.Not.Empty, file);
                Assert.That(OfferReader.AmqpOffer(tree, null, null, Messages.Now).Faults, Is.Not.Empty, file);
                Assert.That(OfferReader.AmqpConfirm(tree).Faults, Is.Not.Empty, file);
            }
        }
    }

    [TestCase("""{"a": 1, "b": {"a": 1, "a": 2}}""", "/b/a", FaultCodes.Duplicate)]
    [TestCase("""{"a": {"x/y~z": ["ok", "\u0000"]}}""", "/a/x~1y~0z/1", FaultCodes.Nul)]
    [TestCase("""{"b": {"a\u0000": 1}}""", "/b", FaultCodes.Nul)]
    [TestCase("""{"a": "\ud83d"}""", "/a", FaultCodes.LoneSurrogate)]
    [TestCase("""{"a": "\ude00"}""", "/a", FaultCodes.LoneSurrogate)]
    [TestCase("""{"a": "\ud83d\ud83d\ude00"}""", "/a", FaultCodes.LoneSurrogate)]
    [TestCase("""{"a": "\ud83dx\ude00"}""", "/a", FaultCodes.LoneSurrogate)]
    [TestCase("""{"a": "\ud83d\n\ude00"}""", "/a", FaultCodes.LoneSurrogate)]
    [TestCase("""{"a": [1, {"b": tru}]}""", "/a/1/b", FaultCodes.NotJson)]
    [TestCase("""{"a": [1,]}""", "/a/0", FaultCodes.NotJson)]
    [TestCase("""{"a": 1} {}""", "", FaultCodes.NotJson)]
    [TestCase("""{"a": 1 /* why */}""", "/a", FaultCodes.NotJson)]
    [TestCase("\"a\0\"", "", FaultCodes.Nul)]
    [TestCase("", "", FaultCodes.Empty)]
    [TestCase(" \r\n\t", "", FaultCodes.Empty)]
    [TestCase("\uFEFF{}", "", FaultCodes.ByteOrderMark)]
    public void A_fault_has_its_place(string json, string at, string code)
    {
        var fault = Messages.Tree(json).Faults.Single();
        Assert.That((fault.At, fault.Code), Is.EqualTo((at, code)), fault.Detail);
    }

    [Test]
    public void Escaped_pairs_are_one_character()
    {
        var tree = Messages.Tree("""["\ud83d\ude00", "\\ud83d", "\u00e9\"\/\b"]""");
        Assert.That(tree.Faults, Is.Empty);
        Assert.That(((TreeNode.Items)tree.Root!).All.Select(i => ((TreeNode.Text)i).Content), Messages.Are("😀", "\\ud83d", "é\"/\b"));
    }

    [Test]
    public void All_faults_are_told_not_the_first()
    {
        byte[] json =
        [
            .. """{"a": "\u0000", "b": "\udc00", "a": [], "c": " """u8, 0xC3, 0x28,
            .. """ ", "d": [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]], "e": 1}"""u8,
        ];
        var tree = JsonTree.Parse(json);
        Assert.That(
            tree.Faults.Select(f => $"{f.At} {f.Code}"),
            Messages.Are(
                "/a nul", "/b lone-surrogate", "/a duplicate", "/c not-utf8", $"/d{string.Concat(Enumerable.Repeat("/0", 15))} too-deep"));
        Assert.That(tree.Root, Is.Not.Null);
    }

    [Test]
    public void Faults_have_an_end()
    {
        var tree = Messages.Tree(Messages.Many(1_000, _ => """ "\u0000" """));
        Assert.That(tree.Faults, Has.Count.EqualTo(101));
        Assert.That(tree.Faults[^1].Code, Is.EqualTo(FaultCodes.TooManyFaults));
    }

    [Test]
    public void Sixteen_levels_are_read_and_64_KiB()
    {
        var deep = new string('[', 16) + new string(']', 16);
        Assert.That(Messages.Tree(deep).Faults, Is.Empty);
        Assert.That(Messages.Tree("[" + deep + "]").Faults.Single().Code, Is.EqualTo(FaultCodes.TooDeep));
        var large = "\"" + new string('x', 64 * 1024 - 2) + "\"";
        Assert.That(Messages.Tree(large).Faults, Is.Empty);
        var fault = Messages.Tree(large + " ").Faults.Single();
        Assert.That((fault.Code, fault.Detail), Is.EqualTo((FaultCodes.TooLarge, "a message is at most 65536 bytes, this has 65537")));
    }

    [Test]
    public void A_hub_s_element_is_read_as_strictly()
    {
        using var document = JsonDocument.Parse("""{"arguments": [{"a": 1, "a": "\u0000"}]}""");
        var tree = JsonTree.Parse(document.RootElement.GetProperty("arguments")[0]);
        Assert.That(tree.Faults.Select(f => f.Code), Messages.Are(FaultCodes.Duplicate, FaultCodes.Nul));
        Assert.That(JsonTree.Parse(default(JsonElement)).Faults.Single().Code, Is.EqualTo(FaultCodes.Empty));
    }

    [Test]
    public void Names_in_pointers_are_bounded_and_visible()
    {
        var fault = Messages.Post(Messages.Intent.With("/" + new string('x', 500) + "\u202e", "1")).Faults.Single();
        Assert.That(fault.At, Is.EqualTo("/" + new string('x', 64) + "…"));
        fault = Messages.Post(Messages.Intent.With("/a\u202e\u0007b", "1")).Faults.Single();
        Assert.That(fault.At, Is.EqualTo("/a\uFFFD\uFFFDb"));
    }

    [Test]
    public void Naughty_texts_are_kept_but_for_their_form_or_refused_with_a_fault()
    {
        var terms = Messages.Terms();
        var texts = ((JsonArray)JsonNode.Parse(File.ReadAllText(Messages.SharedData("naughty-strings.json")))!)
            .Select(n => (string)n!).ToList();
        Assert.That(texts, Has.Count.GreaterThan(400));
        var refused = 0;
        foreach (var text in texts)
        {
            var json = Messages.Quoted(text);
            var normal = Unicode.Normal(text);
            var isTitle = Unicode.IsTitle(text);
            var post = Messages.Post(
                Messages.Intent.With("/title", isTitle ? json : "\"x\"").With("/description", json).With("/lines/0/description", json));
            if (post.IsGood)
            {
                var kept = IntentTexts.FromJson(post.Value.Texts.ToJson());
                Assert.That((kept.Title, kept.Description, kept.Lines["1"]), Is.EqualTo((isTitle ? normal : "x", normal, normal)));
                var document = JsonNode.Parse(WireJson.Bytes(IntentView.Of(
                    default, post.Value.Terms, kept, 1, IntentStatus.Open, default, 0, 0, 0, null)))!;
                Assert.That((string)document["description"]!, Is.EqualTo(normal));
            }
            else
                refused++;
            var offer = OfferReader.Offer(Messages.Tree(Messages.Offer.With("/key", json).With("/note", json)), terms, Messages.Now);
            if (offer.IsGood)
                Assert.That((offer.Value.Key, offer.Value.Note), Is.EqualTo((text, normal)));
            foreach (var fault in post.Faults.Concat(offer.Faults))
                Assert.That(fault.Code, Is.AnyOf(FaultCodes.Blank, FaultCodes.TooLong, FaultCodes.Nul), Messages.Quoted(text));
        }
        Assert.That(refused, Is.LessThan(20));
    }

    private static List<string> Files(string prefix) =>
        [.. Directory.GetFiles(Messages.SharedData("json-parsing/test_parsing"), prefix + "*.json").Order(StringComparer.Ordinal)];
}
