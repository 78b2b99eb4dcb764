using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;

namespace IntentMarket.Bench;

/// <summary>The book of one intent on one thread: an offer decided, scored and placed, and its receipt made with rank, gap and breakdown,
/// at visibility <c>lead</c>; without the bytes of event and receipt. Then how much memory many books take.</summary>
internal static class BookBench
{
    private const int OffersMeasured = 2_000;

    /// <summary>Rounds before the first that counts, for the compiler, which makes fast code of what has run often.</summary>
    private const int WarmUps = 20;

    public static int Run(Options options)
    {
        var repeats = options.Number("repeats", 9);
        for (var repeat = 0; repeat < WarmUps; repeat++)
            Measure(Terms(), 1_000, repeat, [], []);
        Figures.Print($"{"live offers",12}{"µs an offer, median",22}{"p99",8}{"bytes allocated",18}");
        foreach (var live in new[] { 10, 100, 1_000, 10_000 })
            Time(live, repeats);
        Weigh(options.Number("intents", 100_000));
        return 0;
    }

    private static void Time(int live, int repeats)
    {
        List<double> times = [], allocations = [];
        var terms = Terms();
        for (var repeat = 0; repeat < repeats; repeat++)
            Measure(terms, live, repeat, times, allocations);
        times.Sort();
        Figures.Print($"{live,12:N0}{times[times.Count / 2],22:N2}{times[times.Count * 99 / 100],8:N2}{Figures.Median(allocations),18:N0}");
    }

    private static void Measure(IntentTerms terms, int live, int seed, List<double> times, List<double> allocations)
    {
        var random = new Random(seed);
        var (book, vendors) = Filled(terms, live, random);
        var offers = Enumerable.Range(0, Math.Min(OffersMeasured, live * 100))
            .Select(i => Scene.Offer(terms, book.IntentId, vendors[random.Next(live)], $"key-{i}", random)).ToList();
        var each = new double[offers.Count];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < offers.Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var record = (Decision.Record)book.Decide(offers[i]);
            var recorded = new RecordedEvent(book.IntentId, book.Seq + 1, record.At, record.Events[0], "");
            book.Apply(recorded);
            _ = OfferView.Receipt(recorded, offers[i].Key, terms);
            each[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        allocations.Add((double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / offers.Count);
        times.AddRange(each);
    }

    private static void Weigh(int intents)
    {
        const int Offers = 10;
        var random = new Random(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var books = new List<Book>(intents);
        for (var i = 0; i < intents; i++)
        {
            // Terms are read from bytes as the loop reads them: no book shares them with another.
            var (book, _) = Filled(EventCodec.DecodeIntentTerms(EventCodec.Encode(Terms())), Offers, random);
            books.Add(book);
        }
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Figures.Print(
            $"{intents:N0} intents of {Offers} live offers: {bytes / (double)(1 << 30):N2} GiB, {bytes / (double)intents:N0} bytes an intent");
        GC.KeepAlive(books);
    }

    private static (Book Book, List<Party> Vendors) Filled(IntentTerms terms, int live, Random random)
    {
        var book = new Book(new IntentId(Scene.NewId(random)));
        Apply(book, new PostIntent(
            book.IntentId, Scene.NewParty(random), Scene.Now, Scene.NewRequest(random), terms, new FreeText("", new byte[32])));
        var vendors = Enumerable.Range(0, live).Select(_ => Scene.NewParty(random)).ToList();
        foreach (var vendor in vendors)
        {
            var offer = Scene.Offer(terms, book.IntentId, vendor, "first", random);
            Apply(book, offer with { Terms = EventCodec.DecodeOfferTerms(EventCodec.Encode(offer.Terms)) });
        }
        book.TakeChangedOffers(Known.Nothing);
        return (book, vendors);
    }

    private static void Apply(Book book, Command command)
    {
        var record = (Decision.Record)book.Decide(command);
        book.Apply(new RecordedEvent(book.IntentId, book.Seq + 1, record.At, record.Events[0], new string('0', 64)));
    }

    private static IntentTerms Terms()
    {
        var intent = JsonNode.Parse(Documents.Intent(0))!;
        intent["auction"]!["visibility"] = "lead";
        return IntentReader.Post(JsonTree.Parse(Encoding.UTF8.GetBytes(intent.ToJsonString())), Scene.Now).Value!.Terms;
    }
}
