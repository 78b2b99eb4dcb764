using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;

namespace IntentMarket.Bench;

/// <summary>What an offer passes on its way, each by itself: none of it changes anything, so it can be repeated at will.</summary>
[MemoryDiagnoser]
public class PartsBench
{
    private static readonly byte[] Secret = new byte[32];

    private byte[] _message = [];
    private JsonTree _tree = JsonTree.Parse([]);
    private IntentTerms _terms = null!;
    private OfferTerms _offer = null!;
    private OfferAccepted _accepted = null!;
    private StoredEvent _stored = null!;
    private RecordedEvent _recorded = null!;

    public static void Run() => BenchmarkRunner.Run<PartsBench>(DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "IntentMarket.Bench")));

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        var post = Scene.Post(new IntentId(Scene.NewId(random)), random);
        var book = new Book(post.IntentId);
        Scene.Carry(book, post);
        _terms = post.Terms;
        _message = Documents.Offer(null, "acme-42", _terms.TermsHash, random, note: true);
        _tree = JsonTree.Parse(_message);
        _offer = OfferReader.Offer(_tree, _terms, Scene.Now).Value!.Terms;
        _stored = Scene.Carry(book, Scene.Offer(_terms, post.IntentId, Scene.NewParty(random), "acme-42", random));
        _recorded = EventCodec.Decode(_stored);
        _accepted = (OfferAccepted)_recorded.Event;
    }

    [Benchmark]
    public JsonTree ParseMessage() => JsonTree.Parse(_message);

    [Benchmark]
    public string HashBody() => BodyHash.OfOffer(Secret, _tree);

    [Benchmark]
    public OfferDraft? ReadOffer() => OfferReader.Offer(_tree, _terms, Scene.Now).Value;

    [Benchmark]
    public Score ScoreOffer() => Scoring.Of(_terms.Terms, _offer);

    [Benchmark]
    public StoredEvent EncodeEvent() => EventCodec.Encode(_stored.IntentId, _stored.Seq, _stored.At, "", _accepted);

    [Benchmark]
    public RecordedEvent DecodeEvent() => EventCodec.Decode(_stored.Bytes, _stored.Hash);

    [Benchmark]
    public byte[] WriteReceipt() => WireJson.Bytes(OfferView.Receipt(_recorded, "key", _terms));
}
