using System.Globalization;
using System.Text.RegularExpressions;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using NUnit.Framework;

namespace IntentMarket.Tests.Simulation;

public sealed partial class KnowledgeProperties
{
    /// <summary>What may be told, said as plainly as it can be: from the events alone, and from nothing of the market's own.</summary>
    private sealed class Told(IntentId intentId, People people)
    {
        private readonly Dictionary<OfferId, Offered> _offers = [];
        private readonly List<Ranked> _live = [];
        private readonly HashSet<Pseudonym> _waiting = [];
        private readonly HashSet<Pseudonym> _stood = [];
        private bool _isOver;
        private bool _wasClosed;
        private OfferId? _won;
        private Auction? _auction;

        public int Seq { get; private set; }

        public string TermsHash { get; private set; } = "none";

        public bool IsCutShort => _isOver && !_wasClosed;

        private bool IsSealed => _auction is { Format: AuctionFormat.Sealed or AuctionFormat.SealedSecondScore } && !_wasClosed;

        public SubmitOffer Expect(SubmitOffer c)
        {
            _offers.TryAdd(c.OfferId, new Offered(c.OfferId, c.Actor.Pseudonym, c.Key, c.Note!.Text, c.Floor?.Floor));
            return c;
        }

        public void Hear(RecordedEvent recorded)
        {
            Seq = recorded.Seq;
            switch (recorded.Event)
            {
                case IntentOpened e:
                    (_auction, TermsHash) = (e.Terms.Auction, e.Terms.TermsHash);
                    break;
                case IntentAmended e:
                    TermsHash = e.Terms.TermsHash;
                    _waiting.UnionWith(_live.Select(o => o.Vendor));
                    _live.Clear();
                    break;
                case OfferAccepted e:
                    _waiting.Remove(e.Vendor);
                    _live.RemoveAll(o => o.Vendor == e.Vendor);
                    Rank(new Ranked(e.OfferId, e.Vendor, e.Terms.Total, e.Score, recorded.Seq));
                    break;
                case BidMoved e:
                    var stood = _live.Single(o => o.Vendor == e.Vendor);
                    _live.Remove(stood);
                    Rank(stood with { Total = e.Total, Score = e.Score });
                    break;
                case OfferRefused e when !e.Confirms:
                    _offers[e.OfferId].Totals.Add(e.Terms.Total);
                    break;
                case OfferWithdrawn or OfferExpired or OfferRemoved:
                    Gone(recorded.Event switch
                    {
                        OfferWithdrawn e => e.Vendor,
                        OfferExpired e => e.Vendor,
                        var e => ((OfferRemoved)e).Vendor,
                    });
                    break;
                case IntentClosed:
                    _wasClosed = true;
                    Stand();
                    // What a sealed auction shows begins with its close.
                    if (_auction!.Format is AuctionFormat.Sealed or AuctionFormat.SealedSecondScore)
                    {
                        foreach (var offer in _offers.Values)
                            offer.Led.Clear();
                        foreach (var offer in _offers.Values.Where(o => !_live.Exists(l => l.OfferId == o.Id)))
                            offer.WasRanked = false;
                    }
                    Lead();
                    break;
                case IntentAwarded e:
                    (_isOver, _won) = (true, e.OfferId);
                    Stand();
                    break;
                case IntentUnawarded:
                    _isOver = true;
                    break;
                case IntentWithdrawn or IntentRemoved:
                    if (!_isOver && !_wasClosed)
                        Stand();
                    _isOver = true;
                    break;
            }
            Lead();

            void Rank(Ranked offer)
            {
                _live.Add(offer);
                _offers[offer.OfferId].Totals.Add(offer.Total);
                _offers[offer.OfferId].WasRanked = true;
            }

            void Gone(Pseudonym vendor)
            {
                _live.RemoveAll(o => o.Vendor == vendor);
                _waiting.Remove(vendor);
            }

            void Stand()
            {
                _stood.Clear();
                _stood.UnionWith(_live.Select(o => o.Vendor).Concat(_waiting));
            }

            void Lead()
            {
                if (_live.OrderByDescending(o => o.Score).ThenBy(o => o.Total).ThenBy(o => o.Placed).FirstOrDefault() is { } leader)
                    _offers[leader.OfferId].Led.Add(leader.Total);
            }
        }

        public void Check(Reader reader, string name, string sent, Action<string> count)
        {
            var isCustomer = reader == people.Customer || reader == people.Operator;
            var isOutside = reader == people.Stranger || reader == people.Other;
            var own = reader.Party(intentId).Pseudonym;
            var sees = IsSealed || isOutside ? Visibility.None : isCustomer ? Visibility.Full : _auction?.Visibility ?? Visibility.None;
            var isTranscript = name == "transcript" && sent.Contains("\"events\":", StringComparison.Ordinal);
            if (isTranscript)
            {
                Assert.That(isCustomer || (_isOver && _stood.Contains(own)), $"{reader.Name} may not read the transcript");
                count(IsSealed ? "hashes alone" : "all transcripts");
            }
            if (isOutside)
            {
                Assert.That(name is "notices" or "own" or "places" or "feed" || sent.Contains("\"not-found\"", StringComparison.Ordinal)
                    || sent.Contains("\"forbidden\"", StringComparison.Ordinal), $"{reader.Name}: {name}: {sent}");
            }
            foreach (var offer in _offers.Values)
            {
                var isOwn = offer.Vendor == own;
                var told = isOwn || (isCustomer && !IsSealed) || (isTranscript && !IsSealed);
                Hidden(offer.Id.ToString(), told);
                Hidden(offer.Key, isOwn);
                Hidden(offer.Note, isOwn || (isCustomer && !IsSealed && !isTranscript));
                Hidden(offer.Note.Replace("note", "attribute", StringComparison.Ordinal), told);
                if (offer.Floor is { } floor && !_offers.Values.Any(o => o.Totals.Contains(floor)))
                    Total(floor, isOwn);
                foreach (var total in offer.Totals)
                {
                    var leads = sees >= Visibility.Lead && (offer.Led.Contains(total) || offer.Id == _won);
                    Total(total, told || leads || (sees == Visibility.Full && offer.WasRanked));
                }
                if (!isOwn && !IsSealed)
                    count(!told ? sees >= Visibility.Lead ? "leads seen" : "none seen" : isCustomer ? "offers seen" : "own seen");
            }
            foreach (var vendor in people.Vendors)
            {
                var pseudonym = vendor.Party(intentId).Pseudonym;
                var won = _won is { } winner && _offers[winner].Vendor == pseudonym;
                Hidden(pseudonym.ToString(), vendor == reader || (sees == Visibility.Full && !isOutside) || (isTranscript && !IsSealed));
                Hidden(vendor.Account.Id.ToString(), vendor == reader);
                Hidden($"name-canary-{vendor.Name}-", vendor == reader);
                Hidden(vendor.Contact!, vendor == reader || (won && reader == people.Customer));
            }
            Hidden("call me", reader == people.Customer || (_won is { } awarded && _offers[awarded].Vendor == own));
            if (isCustomer && name == "offers" && IsSealed && Seq > 0)
            {
                Assert.That(sent, Does.Match("""^\{"count":\d+\}$"""));
                count("offers counted");
            }
            if (!isCustomer && !isTranscript)
            {
                // What each step of visibility adds is not there below it.
                Members(sees >= Visibility.Rank, "\"rank\":", "\"of\":");
                Members(sees >= Visibility.Lead, "\"lead\":", "\"winner\":");
                Members(sees == Visibility.Full, "\"asOf\":", "\"offers\":");
                if (sees < Visibility.Lead)
                    Assert.That(sent, Does.Not.Match("\"gap\":(?!null)"), $"{reader.Name}: {name}");
                if (sees == Visibility.Full && name == "board")
                    count("boards seen");
            }

            void Total(long total, bool may)
            {
                var written = (total / 100m).ToString("0.00", CultureInfo.InvariantCulture);
                if (!may && Regex.IsMatch(sent, $"(?<![0-9a-zA-Z.-])({total}|{Regex.Escape(written)})(?![0-9a-zA-Z])"))
                    Assert.Fail($"{reader.Name} is told {written} by {name}: {sent}");
            }

            void Hidden(string canary, bool may)
            {
                if (!may && sent.Contains(canary, StringComparison.OrdinalIgnoreCase))
                    Assert.Fail($"{reader.Name} is told {canary} by {name}: {sent}");
            }

            void Members(bool may, params string[] members)
            {
                foreach (var member in may ? [] : members)
                    Assert.That(sent, Does.Not.Contain(member), $"{reader.Name}: {name}");
            }
        }

        private sealed record Offered(OfferId Id, Pseudonym Vendor, string Key, string Note, long? Floor)
        {
            public HashSet<long> Totals { get; } = [];

            /// <summary>The totals at which it led.</summary>
            public HashSet<long> Led { get; } = [];

            public bool WasRanked { get; set; }
        }

        private sealed record Ranked(OfferId OfferId, Pseudonym Vendor, long Total, long Score, int Placed);
    }
}
