using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Tests.Engine;

/// <summary>Customers, vendors and a clock who do what comes to their minds, by a seed: sensible things often
/// enough to get somewhere.</summary>
/// <param name="clock">The time; null: it passes with each command.</param>
internal sealed class RandomCommands(Random random, IntentId intentId, Func<long>? clock = null)
{
    private static readonly Requirement[] MaxTotal = [new(Criterion.Total, Max: 90)];

    private readonly List<(OfferId Offer, string Vendor)> _offers = [];
    private readonly List<Command> _sent = [];
    private readonly List<string> _hashes = ["terms-1"];
    private string _hash = "terms-1";
    private int _version = 1;
    private long _closesAt;
    private readonly string _customer = "customer of " + intentId;
    private readonly int? _rules = random.Next(2) == 0 ? 2 : null;
    private IntentTerms? _terms;
    private long _now = Sample.Start;
    private int _keys;

    public long Now => _now;

    /// <summary>What was recorded; people know the present terms and the close, most of the time.</summary>
    public void Hear(MarketEvent recorded)
    {
        switch (recorded)
        {
            case IntentOpened e:
                _closesAt = e.Terms.ClosesAt;
                break;
            case IntentAmended e:
                (_hash, _version, _closesAt) = (e.Terms.TermsHash, e.Version, e.Terms.ClosesAt);
                break;
            case IntentExtended e:
                _closesAt = e.ClosesAt;
                break;
        }
    }

    public Command Next()
    {
        _now = clock?.Invoke() ?? _now + random.Next(8) switch { 0 => 0, 1 => random.Next(6_000), _ => random.Next(800) };
        // What is sent again: the same request, seldom with another body.
        if (_sent.Count > 0 && random.Next(12) == 0)
        {
            var again = _sent[random.Next(_sent.Count)] with { At = _now };
            return again is Wake or RemoveOffer || random.Next(5) > 0
                ? again
                : again with { Request = again.Request with { BodyHash = "another" } };
        }
        var command = _terms is null && random.Next(20) > 0 ? Post() : Choose();
        _sent.Add(command);
        return command;
    }

    private Command Choose() => random.Next(40) switch
    {
        < 20 => Submit(),
        < 24 => Confirm(),
        < 28 => Withdraw(),
        < 33 => new Wake(intentId, _now),
        33 => Offer() is var (offer, vendor) ? new RemoveOffer(intentId, _now, offer, Sample.Party(vendor).Pseudonym) : Submit(),
        < 36 => Amend(),
        < 38 => Award(),
        38 when random.Next(4) == 0 => new WithdrawIntent(intentId, Customer(), Stamp(), NewRequest(), Sample.Text("no need")),
        39 when random.Next(6) == 0 => new RemoveIntent(intentId, Sample.Party("operator"), Stamp(), NewRequest(), Sample.Text("unlawful")),
        _ => Submit(),
    };

    private PostIntent Post()
    {
        _terms = Terms("terms-1", _now + random.Next(5_000, 40_000));
        return new PostIntent(intentId, Customer(), _now, new Request("post", "body"), _terms, Sample.Text("title"));
    }

    private SubmitOffer Submit()
    {
        var vendor = Vendor();
        var offer = ScoringTests.RandomOffer(random) with
        {
            AgreesTo = Hash(),
            ValidUntil = random.Next(3) == 0 ? _closesAt + random.Next(-500, 15_000) : null,
            Replaces = random.Next(10) == 0 && _offers.Count > 0 ? _offers[random.Next(_offers.Count)].Offer : null,
        };
        var id = new OfferId(new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()));
        _offers.Add((id, vendor));
        var note = random.Next(4) == 0 ? Sample.Text("note") : null;
        return new SubmitOffer(intentId, Sample.Party(vendor), Stamp(), NewRequest(), "key", id, offer, note, random.Next(3) == 0);
    }

    private ConfirmOffer Confirm()
    {
        var (offer, vendor) = Offer();
        return new ConfirmOffer(intentId, Sample.Party(vendor), Stamp(), NewRequest(), offer, Hash(), random.Next(3) == 0);
    }

    private WithdrawOffer Withdraw()
    {
        var (offer, vendor) = Offer();
        return new WithdrawOffer(intentId, Sample.Party(vendor), Stamp(), NewRequest(), offer, random.Next(3) == 0);
    }

    private AmendIntent Amend()
    {
        var hash = "terms-" + (_hashes.Count + 1);
        _hashes.Add(hash);
        var terms = Terms(hash, _closesAt + random.Next(-1_000, 10_000));
        return new AmendIntent(
            intentId, Customer(), Stamp(), NewRequest(), random.Next(4) > 0 ? _version : random.Next(4), terms, Sample.Text("amended"));
    }

    private AwardIntent Award() => new(
        intentId, random.Next(10) == 0 ? Sample.Party(Vendor()) : Customer(), _now, NewRequest(), Offer().Offer, Sample.Text("call me"),
        random.Next(2) == 0 ? Sample.Text("it is nearer") : null);

    private IntentTerms Terms(string hash, long closesAt)
    {
        var format = random.Next(4) == 0 && _terms is null ? AuctionFormat.Sealed : AuctionFormat.Open;
        var soft = random.Next(3) > 0 ? new SoftClose(random.Next(1, 8_000), random.Next(1, 12_000), random.Next(4)) : null;
        var terms = ScoringTests.RandomTerms(random);
        return Sample.Intended(terms with { Require = random.Next(2) == 0 ? MaxTotal : [], Rules = _rules }, hash: hash) with
        {
            Auction = new Auction(format, Visibility.Rank, random.Next(2) == 0, soft),
            ClosesAt = closesAt,
            AwardBy = closesAt + random.Next(1, 30_000),
        };
    }

    private Party Customer() => Sample.Party(_customer);

    private string Vendor() => $"vendor-{random.Next(5)} of {intentId}";

    private (OfferId Offer, string Vendor) Offer()
    {
        if (_offers.Count == 0)
            return (default, Vendor());
        var (offer, vendor) = random.Next(3) > 0
            ? _offers[^(1 + random.Next(Math.Min(5, _offers.Count)))]
            : _offers[random.Next(_offers.Count)];
        return (offer, random.Next(20) == 0 ? Vendor() : vendor);
    }

    private string Hash() => random.Next(12) == 0 ? "nonsense" : random.Next(8) > 0 ? _hash : _hashes[random.Next(_hashes.Count)];

    /// <summary>Edges stamp; what they stamped may be on its way for a while.</summary>
    private long Stamp() => random.Next(4) == 0 ? _now - random.Next(2_000) : _now;

    private Request NewRequest() => new("key-" + _keys++, "body");
}
