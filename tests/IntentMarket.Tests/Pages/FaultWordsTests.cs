using System.Reflection;
using System.Text.RegularExpressions;
using IntentMarket.Contracts;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Tests.Wire;
using IntentMarket.Web.Intents;
using IntentMarket.Web.Layout;
using IntentMarket.Web.Offers;
using IntentMarket.Web.Subscriptions;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;
using Made = IntentMarket.Tests.Engine.Sample;

namespace IntentMarket.Tests.Pages;

/// <summary>People are told what is wrong in the words of the form: whatever a reader finds, no member, no duration and no JSON is
/// named.</summary>
public sealed class FaultWordsTests
{
    /// <summary>A member's name, a pointer, an item's number, a duration, JSON, what stands between backticks.</summary>
    private static readonly Regex OfPrograms = new(
        """\b[a-z]+[A-Z]\w*|(^|\s)/\w|\b[Ii]tem \d|\bP(T\d|\d+[DWMY])|[{}\[\]"`]""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly CategoryTree Tree = new([]);

    private static readonly IntentDocument Intent =
        IntentView.Of(Made.Intent, Messages.Terms(), null, 1, IntentStatus.Open, Made.Customer, Made.Start, Made.At(100), Made.At(1000), 0);

    private static readonly string[] Formats = [.. AuctionFormats.All.Select(f => f.Word)];

    private static readonly Dictionary<string, IntentForm> Full =
        Formats.ToDictionary(format => format, format => IntentForm.Read(new Form(Fields(format)), Tree, Now));

    /// <summary>What the pages send, and how each tells what was wrong with it.</summary>
    private static readonly Dictionary<string, Func<Fault, IEnumerable<FormFault>>> Forms = new()
    {
        ["post-intents"] = fault => Full.Values.SelectMany(form => form.Told([fault])),
        ["post-intents-id-amend"] = fault => Full["open"].Told([fault]),
        ["post-intents-id-offers"] = fault => FormFaults.Of([fault], OfferFields.Labels(Intent)),
        ["put-subscriptions-name"] = fault => CriteriaForm.Told(ProblemView.Of([fault]), Form.Empty),
        ["put-profile"] = fault => FormFaults.Of([fault], FormLabels.Profile),
        ["post-reports"] = fault => FormFaults.Of([fault], FormLabels.Report),
        ["post-intents-id-messages"] = fault => FormFaults.Of([fault], FormLabels.Message),
        ["post-intents-id-award"] = fault => FormFaults.Of([fault], FormLabels.Award),
        ["post-intents-id-withdraw"] = fault => FormFaults.Of([fault], FormLabels.Withdrawal),
        ["post-keys"] = fault => FormFaults.Of([fault], FormLabels.Key),
        ["post-reports-id-close"] = fault => FormFaults.Of([fault], FormLabels.Operator),
        ["post-claims-id-verify"] = fault => FormFaults.Of([fault], FormLabels.Operator),
    };

    private static IEnumerable<string> Requests => Forms.Keys;

    [TestCaseSource(nameof(Requests))]
    public void Whatever_a_reader_finds_is_told_in_words_of_the_form(string request)
    {
        var faults = RequestSchemaTests.FaultsOf(request);
        Assert.That(faults, Is.Not.Empty);
        var wrong = from fault in faults
                    from told in Forms[request](fault)
                    where OfPrograms.IsMatch(told.Text) || told.Text.Length == 0 || told.Text == fault.Detail
                    select $"{fault.At} {fault.Code}: {told.Text}";
        Assert.That(wrong.Distinct(), Is.Empty);
    }

    [Test]
    public void Every_code_has_words_of_its_own()
    {
        var codes = typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!);
        var wrong = codes.Select(code => FaultWords.Of(new Fault("/x", code, "`x` is of programs"), "Where"))
            .Where(text => !text.StartsWith("Where: ", StringComparison.Ordinal) || OfPrograms.IsMatch(text));
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Formats))]
    public void Whatever_is_typed_is_refused_at_a_field_that_the_form_shows(string format)
    {
        string[] odd =
        [
            "-5", "0", "a lot", "1.5.2", "2000000000000", "1e9", "100001", "2020-01-01T00:00", "9998-01-01T00:00", "Größe", "\u202ea",
            "!", new('x', 9_000),
        ];
        var start = Fields(format);
        var wrong = new List<string>();
        foreach (var (field, typed) in start.Keys.SelectMany(field => odd.Select(typed => (field, typed))))
        {
            var form = IntentForm.Read(new Form(new Dictionary<string, StringValues>(start) { [field] = typed }), Tree, Now);
            var told = form.Told(IntentReader.Post(form.Tree(), Now).Faults);
            wrong.AddRange(told.Where(t => t.Field.Length == 0 || !IsShown(t.Field) || OfPrograms.IsMatch(t.Text))
                .Select(t => $"{field} \"{Form.Cut(typed, 20)}\": at \"{t.Field}\" {t.Text}"));
        }
        Assert.That(wrong.Distinct(), Is.Empty);

        bool IsShown(string field) => field is "weights" or "kept-require-0" || start.ContainsKey(field) || start.ContainsKey($"{field}:time");
    }

    [TestCase("-5", "A budget is more than nothing.")]
    [TestCase("0", "A budget is more than nothing.")]
    [TestCase("0.001", "Your budget: use a number such as 399.50, with at most 2 digits after the point.")]
    [TestCase("2000000000000", "Your budget: use a number of at most 1,000,000,000,000.")]
    public void What_follows_from_the_budget_is_not_told_beside_it(string budget, string says)
    {
        var fields = Fields("open");
        foreach (var end in (string[])["best-total", "worst-total"])
            fields.Remove(end);
        fields["budget"] = budget;
        var form = IntentForm.Read(new Form(fields), Tree, Now);
        Assert.That(
            form.Told(IntentReader.Post(form.Tree(), Now).Faults), Is.EqualTo((FormFault[])[new("budget", says)]));
    }

    [TestCase("english", "decrement", "decrement", "How much must a better offer improve by?")]
    [TestCase("dutch", "start", "start", "What is the first price?")]
    [TestCase("dutch", "step", "step", "By how much does the price move?")]
    [TestCase("japanese", "limit", "limit", "What is the last price?")]
    [TestCase("open", "title", "title", "What do you need? Please say it in a few words.")]
    [TestCase("open", "category", "category", "We cannot tell what this is from your words: pick one, or Something else.")]
    public void What_is_left_out_is_asked_for_by_its_name(string format, string left, string field, string says)
    {
        var fields = Fields(format);
        fields[left] = "";
        if (left == "category")
            fields["title"] = "Zzyzx";
        var form = IntentForm.Read(new Form(fields), Tree, Now);
        Assert.That(
            form.Told(IntentReader.Post(form.Tree(), Now).Faults), Is.EqualTo((FormFault[])[new(field, says)]));
    }

    [Test]
    public void Date_that_is_past_is_said_to_be()
    {
        var fields = Fields("open");
        fields["by:time"] = "2020-01-01T00:00";
        fields.Remove("best-deliverBy:time");
        fields.Remove("worst-deliverBy:time");
        fields.Remove("from:time");
        var form = IntentForm.Read(new Form(fields), Tree, Now);
        Assert.That(
            form.Told(IntentReader.Post(form.Tree(), Now).Faults),
            Is.EqualTo((FormFault[])[new("by", "When do you need it by: this date is past.")]));
    }

    [TestCase("/claims/3/name", "/claims/3/name", "Claim 4")]
    [TestCase("/claims/3", "/claims/3/name", "Claim 4")]
    [TestCase("/claims", "/claims/0/name", "Claim 1")]
    [TestCase("/about/x", "/about", "About your business")]
    [TestCase("/other", null, null)]
    [TestCase("", null, null)]
    public void Place_is_told_at_the_field_that_it_is_in_or_that_is_first_in_it(string at, string? field, string? label) =>
        Assert.That(FormLabels.Profile.At(at), Is.EqualTo(field is null ? null : ((string, string)?)(field, label!)));

    [Test]
    public void Amounts_of_refusals_have_their_currency()
    {
        Assert.That(
            UiText.Of(new RefusalReason("over-max", "total", "100.00", "115.44"), "GBP"),
            Is.EqualTo("Price is £115.44: at most £100.00 is asked."));
        Assert.That(
            UiText.Of(new RefusalReason("sum-mismatch", Limit: "1.00", Got: "2.00"), "CHF"),
            Is.EqualTo("The lines add up to 1.00 CHF, not to 2.00 CHF."));
        Assert.That(
            UiText.Of(new RefusalReason("below-decrement", Limit: "51.250000", Got: "50.000000"), "GBP"),
            Is.EqualTo("It does not improve enough: 51.3 points are asked."));
    }

    [Test]
    public void Problem_names_no_version_and_no_id()
    {
        foreach (var code in (string[])[Problems.StaleVersion, Problems.AlreadyAwarded, Problems.NotYetClosed, Problems.NotOpen])
        {
            var says = UiText.Of(ProblemView.Of(code, "the intent is at `version` 2 until 2026-12-05T18:00:00Z"));
            Assert.That(says, Does.Not.Contain("version").And.Not.Contain("2026"));
        }
        Assert.That(
            UiText.Of(ProblemView.Of(Problems.NotAmendable, "the close may move later only than 2026-12-05T18:00:00Z")),
            Is.EqualTo("The close may move later only than 5 Dec 2026 18:00 UTC."));
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>A form of which every field is filled in, and nothing is wrong.</summary>
    private static Dictionary<string, StringValues> Fields(string format)
    {
        var inDays = (int days) => Time.Format(Now + days * 86_400_000L)[..16];
        var isClock = format is "dutch" or "japanese";
        var fields = new Dictionary<string, StringValues>
        {
            ["title"] = "Stroller for twins",
            ["description"] = "Blue",
            ["category"] = "market:baby.strollers",
            ["currency"] = "GBP",
            ["budget"] = "450",
            ["by:time"] = inDays(20),
            ["from:time"] = inDays(5),
            ["closes"] = "own",
            ["closesAt:time"] = inDays(2),
            ["awardBy:time"] = inDays(30),
            ["region"] = "GB",
            ["warranty"] = "12",
            ["returns"] = "14",
            ["certifications"] = "EN 1888",
            ["condition"] = "new",
            ["format"] = format,
            ["visibility"] = "",
            ["soft"] = "on",
            ["soft-window"] = "PT2M",
            ["decrement"] = "5",
            ["decrement-kind"] = "points",
            ["vs"] = "",
            ["start"] = format == "japanese" ? "400" : "100",
            ["step"] = "10",
            ["limit"] = format == "japanese" ? "100" : "400",
            ["interval"] = "PT5M",
            ["first"] = "own",
            ["firstAt:time"] = inDays(1),
            ["contact"] = isClock ? "Ring me" : "",
            ["must-0-name"] = "seats",
            ["must-0-rule"] = "min",
            ["must-0-value"] = "2",
            ["line-0-what"] = "Strollers",
            ["line-0-quantity"] = "1",
            ["line-0-unit"] = "H87",
            ["line-1-what"] = "Wheels",
            ["line-1-quantity"] = "4",
            ["line-1-unit"] = "H87",
            ["weight-total"] = "40",
            ["best-total"] = "200",
            ["worst-total"] = "450",
            ["weight-deliverBy"] = "20",
            ["best-deliverBy:time"] = inDays(6),
            ["worst-deliverBy:time"] = inDays(20),
            ["weight-warrantyMonths"] = "10",
            ["best-warrantyMonths"] = "36",
            ["worst-warrantyMonths"] = "12",
            ["weight-returnDays"] = "10",
            ["best-returnDays"] = "60",
            ["worst-returnDays"] = "14",
            ["weight-condition"] = "10",
            ["points-new"] = "100",
            ["points-refurbished"] = "60",
            ["points-used"] = "20",
            ["weight-own-0"] = "10",
            ["own-0-name"] = "screen size",
            ["own-0-best"] = "30",
            ["own-0-worst"] = "10",
        };
        return fields;
    }
}
