using System.Net.Mime;
using IntentMarket.Engine;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Ranking;

/// <summary>The transcript of a request to keep, and to compute the ranking from.</summary>
internal static class TranscriptEndpoint
{
    public static void MapTranscript(this IEndpointRouteBuilder intent, Func<Visitor, Account> reader) => intent.MapGet(
        "/transcript",
        async (IntentId id, Visitor visitor, IntentService service, CancellationToken cancel) => TypedResults.File(
            WireJson.Bytes((await service.Transcript(reader(visitor), id, cancel)).OrThrow()), MediaTypeNames.Application.Json,
            $"transcript-{id}.json"));
}
