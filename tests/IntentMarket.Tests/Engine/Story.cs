using System.Globalization;
using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>Plays a table of what happens to one intent, and checks what the market makes of it. Times are
/// seconds, money is pounds.</summary>
/// <remarks>
/// <code>
/// intent open closes=100 awardBy=1000 [window=20 extension=20 extensions=2] [early] [max=100] [prefer=condition|total] [visibility=lead] [rules=2]
/// intent sealed|second max=100 prefer=total|quality
/// intent english decrement=5|2%|points:10|bands:1000/200,800/70,0/30 [vs=own]
/// intent dutch|japanese start=50 step=10 interval=5 limit=90 [contact]
/// at 10 offer|revise A vendor-1 90 [queued] [key=k] [agrees=other] [validUntil=150] [replaces=B] [condition=new] [months=12] [floor=80] [delivers=150] [shipping=5] [size=2.5]
///                                                                 accepted [leads] [moves=B:80]
/// at 11 confirm A vendor-1 [key=k] [agrees=terms-1] [queued]      accepted | refused over-max | repeated | denied offer-changed
/// at 12 withdraw A vendor-1                                       withdrawn | denied binding
/// at 13 amend [closes=200] [awardBy=1200] [max=90] [version=1] [currency=EUR] [terms=same] [format=sealed]   amended | denied stale-version
/// at 14 award A [reason] [as=vendor-1]                            awarded | closed awarded | denied reason-required
/// at 14 suspend A vendor-1                                        removed=A | nothing
/// at 15 cancel | remove                                           cancelled | removed | denied not-open
/// at 16 wake                                                      calls | closed unawarded | expired=A | level=60 | closed awarded | nothing
/// ranking A B | status evaluating | closes 120 | awardBy 1020 | wakes 130 | is A withdrawn
/// </code>
/// Behind an accepted offer: <c>leads</c> (else it must not), <c>extended=120</c>; where given, <c>rank=2</c>, <c>of=3</c>, <c>gap=5.00</c>
/// (the total that would lead), <c>time=99.999</c> (that it counts from), <c>limit=80</c> (that a refusal tells), and behind an award
/// <c>winner=A</c> and <c>paid=80</c> are checked too.
/// </remarks>
internal sealed class Story
{
    private static readonly string[] Outcomes =
    [
        "accepted", "refused", "denied", "repeated", "nothing", "calls", "closed", "awarded", "unawarded", "withdrawn", "cancelled",
        "removed", "amended",
    ];

    private static readonly string[] Checked = ["rank", "of", "gap", "time", "limit", "winner", "paid"];

    private readonly Book _book = new(Sample.Intent);
    private readonly Dictionary<string, OfferId> _offers = [];
    private readonly Dictionary<OfferId, OfferRow> _rows = [];
    private readonly List<StoredEvent> _events = [];
    private int _requests;

    public static void Play(string table)
    {
        var story = new Story();
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            story.Line(line);
        var replayed = new Book(Sample.Intent);
        foreach (var stored in story._events)
            replayed.Apply(EventCodec.Decode(stored.Bytes, stored.Hash));
        Assert.That(Dump.Of(replayed), Is.EqualTo(Dump.Of(story._book)), "the journal replays to another book");
    }

    private void Line(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "intent":
                Carry(Sample.Post(Terms(new Options(words[1..]), "terms-1", words[1])) with
                {
                    Contact = words.Contains("contact") ? Sample.Text("call me") : null,
                });
                break;
            case "ranking":
                Expect(line, string.Join(' ', _book.Ranking.Offers.Select(o => NameOf(o.OfferId))), string.Join(' ', words[1..]));
                break;
            case "status":
                Expect(line, _book.Status.ToString().ToLowerInvariant(), words[1]);
                break;
            case "closes":
                Expect(line, Seconds(_book.ClosesAt), words[1]);
                break;
            case "awardBy":
                Expect(line, Seconds(_book.AwardBy), words[1]);
                break;
            case "wakes":
                Expect(line, _book.WakeAt is { } wake ? Seconds(wake) : "never", words[1]);
                break;
            case "is":
                Expect(line, _rows[_offers[words[1]]].Status.ToString().ToLowerInvariant(), words[2]);
                break;
            case "at":
                Step(line, words);
                break;
            default:
                throw new FormatException("what is this line: " + line);
        }
    }

    private void Step(string line, string[] words)
    {
        var end = Array.FindIndex(words, w =>
            Outcomes.Contains(w) || w.StartsWith("expired=", StringComparison.Ordinal) || w.StartsWith("removed=", StringComparison.Ordinal)
                || w.StartsWith("level=", StringComparison.Ordinal));
        if (end < 0)
            throw new FormatException("no outcome: " + line);
        var command = Read(Sample.At(Number(words[1])), words[2..end]);
        var (outcome, details) = Carry(command);
        if (command is SubmitOffer offer && !outcome.StartsWith("repeated", StringComparison.Ordinal))
            _offers[words[3]] = offer.OfferId;
        Expect(line, outcome, string.Join(' ', words[end..].Where(w => !IsChecked(w))));
        foreach (var detail in words[end..].Where(IsChecked))
            Expect(line, details, detail, contains: true);
    }

    private static bool IsChecked(string word) => word.Contains('=') && Checked.Contains(word.Split('=')[0]);

    private Command Read(long at, string[] words)
    {
        var options = new Options(words);
        var key = options.Get("key") ?? "key-" + ++_requests;
        var request = new Request(key, string.Join(' ', words.Skip(2).Where(w => w != "queued")));
        var customer = options.Get("as") is { } other ? Sample.Party(other) : new Party(Sample.Id("account of customer"), Sample.Customer);
        switch (words[0])
        {
            case "offer" or "revise":
                var id = Sample.Id($"offer {++_requests}");
                var offer = new OfferTerms(
                    options.Get("agrees") ?? _book.Terms.TermsHash, Sample.Pence(Number(words[3])),
                    WarrantyMonths: options.Get("months") is { } months ? (int)Number(months) : null, Condition: options.Get("condition"),
                    DeliverBy: options.Time("delivers"),
                    Shipping: options.Get("shipping") is { } shipping ? Sample.Pence(Number(shipping)) : null,
                    Attributes: options.Get("size") is { } size ? new Dictionary<string, Value> { ["size"] = Size(size) } : null,
                    ValidUntil: options.Time("validUntil"), Replaces: options.Get("replaces") is { } name ? _offers[name] : null);
                return new SubmitOffer(Sample.Intent, Sample.Party(words[2]), at, request, key, id, offer, null, options.Has("queued"),
                    options.Get("floor") is { } floor ? new StandingBid(Sample.Pence(Number(floor)), "salt") : null);
            case "confirm":
                return new ConfirmOffer(
                    Sample.Intent, Sample.Party(words[2]), at, request, _offers[words[1]], options.Get("agrees") ?? _book.Terms.TermsHash,
                    options.Has("queued"));
            case "withdraw":
                return new WithdrawOffer(Sample.Intent, Sample.Party(words[2]), at, request, _offers[words[1]], options.Has("queued"));
            case "amend":
                var version = options.Get("version") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : _book.Version;
                var hash = options.Get("terms") == "same" ? _book.Terms.TermsHash : "terms-" + (_book.Version + 1);
                var terms = Terms(options, hash, options.Get("format") ?? "open");
                return new AmendIntent(Sample.Intent, customer, at, request, version, terms, Sample.Text("amended"));
            case "award":
                return new AwardIntent(
                    Sample.Intent, customer, at, request, _offers[words[1]], null,
                    options.Has("reason") ? Sample.Text("it is nearer") : null);
            case "cancel":
                return new WithdrawIntent(Sample.Intent, customer, at, request, Sample.Text("no need"));
            case "remove":
                return new RemoveIntent(Sample.Intent, Sample.Party("operator"), at, request, Sample.Text("unlawful"));
            case "suspend":
                return new RemoveOffer(Sample.Intent, at, _offers[words[1]], Sample.Party(words[2]).Pseudonym);
            case "wake":
                return new Wake(Sample.Intent, at);
            default:
                throw new FormatException("what is this: " + string.Join(' ', words));
        }
    }

    private static IntentTerms Terms(Options options, string hash, string format)
    {
        List<Requirement> require = options.Get("max") is { } max ? [new(Criterion.Total, Max: Sample.Pence(Number(max)))] : [];
        if (options.Get("size") is { } size)
            require.Add(new Requirement(Sample.Criterion("attributes.size"), EqualTo: Size(size)));
        if (options.Get("sizes") is { } sizes)
            require.Add(new Requirement(Sample.Criterion("attributes.size"), OneOf: sizes.Split('|')));
        Preference[] prefer = options.Get("prefer") switch
        {
            "condition" => [new(Sample.Criterion("condition"), 1, Points: new Dictionary<string, int> { ["new"] = 100, ["used"] = 50 })],
            "size" => [new(
                Sample.Criterion("attributes.size"), 1, Points: new Dictionary<string, int> { ["2.5"] = 100, ["3"] = 50, ["big"] = 20 })],
            "total" => [new(Criterion.Total, 1, Best: 0, Worst: Sample.Pence(100))],
            "quality" =>
            [
                new(Criterion.Total, 50, Best: 0, Worst: Sample.Pence(100)),
                new(Sample.Criterion("warrantyMonths"), 50, Best: 20, Worst: 0),
            ],
            _ => [],
        };
        var soft = options.Get("window") is { } window
            ? new SoftClose(
                (long)(Number(window) * 1000), (long)(Number(options.Get("extension")!) * 1000),
                (int)Number(options.Get("extensions") ?? "10"))
            : null;
        var kind = format == "second" ? AuctionFormat.SealedSecondScore : Enum.Parse<AuctionFormat>(format, ignoreCase: true);
        var clock = options.Get("start") is { } start
            ? new PriceClock(
                Sample.Pence(Number(start)), Sample.Pence(Number(options.Get("step")!)), (long)(Number(options.Get("interval")!) * 1000),
                Sample.Pence(Number(options.Get("limit")!)))
            : null;
        var visibility = Enum.Parse<Visibility>(options.Get("visibility") ?? "rank", ignoreCase: true);
        var auction = new Auction(kind, visibility, options.Has("early"), soft, Decrement(options), clock);
        return Sample.Intended(
            Sample.Terms(require, prefer) with
            {
                Rules = options.Get("rules") is { } rules ? int.Parse(rules, CultureInfo.InvariantCulture) : null,
            }, Number(options.Get("closes") ?? "100"), Number(options.Get("awardBy") ?? "1000"), auction, hash,
            currency: options.Get("currency") ?? "GBP");
    }

    /// <summary>A number without a fraction is a number, <c>2.50</c> and all else a text.</summary>
    private static Value Size(string text) => long.TryParse(text, out var whole) ? new Value.Whole(whole) : new Value.Text(text);

    private static Decrement? Decrement(Options options)
    {
        if (options.Get("decrement") is not { } text)
            return null;
        var own = options.Get("vs") == "own";
        if (text.EndsWith('%'))
            return new Decrement(own, Percent: (long)(Number(text[..^1]) * 1_000_000));
        var bands = text.Split(':', ',')[1..].Select(b => b.Split('/').Select(n => Sample.Pence(Number(n))).ToArray()).ToList();
        if (text.StartsWith("points:", StringComparison.Ordinal))
            return new Decrement(own, Points: (long)(Number(text[7..]) * 1_000_000));
        return bands.Count == 0
            ? new Decrement(own, Amount: Sample.Pence(Number(text)))
            : new Decrement(own, Bands: [.. bands.Select((b, i) => new DecrementBand(i == bands.Count - 1 ? null : b[0], b[1]))]);
    }

    private (string Outcome, string Details) Carry(Command command)
    {
        var before = Dump.Of(_book);
        _ = _book.Decide(command);
        Assert.That(Dump.Of(_book), Is.EqualTo(before), "to decide changes nothing");
        var (decision, stored) = Sample.Carry(_book, command);
        _events.AddRange(stored);
        foreach (var row in _book.TakeChangedOffers(Known.Nothing))
            _rows[row.OfferId] = row;
        return decision switch
        {
            Decision.Record record => (
                string.Join(' ', record.Events.Where(e => e is not FloorSet).Select(Words)),
                string.Join(' ', record.Events.Select(e => e switch
                {
                    OfferAccepted a =>
                        $"rank={a.Rank} of={a.Of} gap={(a.Gap?.Total is { } total ? Amount.Format(total, 2) : "none")} "
                        + $"time={Seconds(record.At)}",
                    OfferRefused r => $"limit={r.Reasons[0].Limit ?? "none"}",
                    OfferWithdrawn => $"time={Seconds(record.At)}",
                    OfferRemoved r => $"of={r.Live}",
                    IntentAwarded a => $"winner={NameOf(a.OfferId, command)} paid={Amount.Format(a.Paid, 2)}",
                    _ => "",
                }))),
            Decision.Repeat => ("repeated", ""),
            Decision.Refuse refuse => ("denied " + refuse.Code, ""),
            _ => ("nothing", ""),
        };
    }

    private string Words(MarketEvent happened) => happened switch
    {
        OfferAccepted e => e.Rank == 1 ? "accepted leads" : "accepted",
        OfferRefused e => "refused " + string.Join(' ', e.Reasons.Select(r => r.Code)),
        OfferWithdrawn => "withdrawn",
        OfferExpired e => "expired=" + NameOf(e.OfferId),
        OfferRemoved e => "removed=" + NameOf(e.OfferId),
        IntentExtended e => "extended=" + Seconds(e.ClosesAt),
        ClosingCalled => "calls",
        IntentClosed => "closed",
        IntentUnawarded => "unawarded",
        IntentAwarded => "awarded",
        LevelEnded e => "level=" + Amount.Format(e.Total, 2),
        BidMoved e => "moves=" + (_offers.ContainsValue(e.OfferId) ? NameOf(e.OfferId) : "itself") + ":" + Amount.Format(e.Total, 2),
        IntentAmended => "amended",
        IntentWithdrawn => "cancelled",
        IntentRemoved => "removed",
        _ => happened.GetType().Name,
    };

    private string NameOf(OfferId offer, Command command) =>
        command is SubmitOffer made && made.OfferId == offer ? "itself" : NameOf(offer);

    private string NameOf(OfferId offer) => _offers.Last(o => o.Value == offer).Key;

    private static string Seconds(long at) => ((at - Sample.Start) / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static void Expect(string line, string actual, string expected, bool contains = false)
    {
        if (contains ? !actual.Split(' ').Contains(expected) : actual != expected)
            Assert.Fail($"{line}\n  expected: {expected}\n  but was:  {actual}");
    }

    private sealed class Options(string[] words)
    {
        public bool Has(string word) => words.Contains(word);

        public string? Get(string name) =>
            words.FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

        public long? Time(string name) => Get(name) is { } text ? Sample.At(Number(text)) : null;
    }
}
