using IntentMarket.Contracts;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Accounts;

/// <summary>Keys for programs, broker credentials for bots, whole bots to copy, and the console that shows what passes.</summary>
internal static class BotEndpoints
{
    public static void MapBots(this IEndpointRouteBuilder pages)
    {
        var vendors = pages.MapGroup("/bots").ForVendors();
        // What leaked is to be closed at any time.
        var revokes = pages.MapGroup("/bots").ForVendors(evenIfSuspended: true);
        vendors.MapGet("", (Visitor visitor, BotReads reads, HttpRequest request, CancellationToken cancel) =>
            reads.Show(visitor.Vendor, request, null, null, [], cancel));
        vendors.MapPost(
            "/keys",
            async (Visitor visitor, Form form, AccountService service, BotReads reads, HttpRequest request, CancellationToken cancel) =>
            {
                var made = await service.AddKey(visitor.CallAs(visitor.Vendor, form["key"], cancel), form.ToMessage());
                return await reads.Show(visitor.Vendor, request, made.Value, null, Faults(made.Problem), cancel);
            }).NeedsProof("/bots");
        revokes.MapPost("/keys/revoke", async (Visitor visitor, Form form, AccountService service, CancellationToken cancel) =>
        {
            await service.RevokeKey(visitor.Vendor, new KeyId(form["id"]), cancel);
            return TypedResults.LocalRedirect("/bots");
        });
        vendors.MapPost(
            "/credentials",
            async (Visitor visitor, Form form, AccountService service, BotReads reads, HttpRequest request, CancellationToken cancel) =>
            {
                var made = await service.AddCredential(visitor.CallAs(visitor.Vendor, form["key"], cancel));
                return await reads.Show(visitor.Vendor, request, null, made.Value, Faults(made.Problem), cancel);
            }).NeedsProof("/bots");
        revokes.MapPost("/credentials/remove", async (Visitor visitor, Form form, AccountService service, CancellationToken cancel) =>
        {
            if (Guid.TryParse(form["id"], out var id))
                await service.RemoveCredential(visitor.Vendor, id, cancel);
            return TypedResults.LocalRedirect("/bots");
        });
        vendors.MapGet("/console", (Bots bots) => View.Of<ConsolePage>(new { HasBroker = bots.Broker is not null }));
    }

    private static List<FormFault> Faults(Problem? problem) => problem is null ? [] : FormFaults.Of(problem, FormLabels.Key);

    /// <summary>Reads what the page of keys and bots shows.</summary>
    internal sealed class BotReads(AccountService service, Bots bots)
    {
        /// <param name="key">Just made: its secret is shown this once.</param>
        /// <param name="credential">Just made, likewise.</param>
        public async Task<IResult> Show(
            Account vendor, HttpRequest request, KeyCreated? key, BrokerCredentialCreated? credential, List<FormFault> faults,
            CancellationToken cancel) =>
            View.Of<BotsPage>(
                new
                {
                    Site = $"{request.Scheme}://{request.Host}",
                    HasBroker = bots.Broker is not null,
                    Keys = (await service.Keys(vendor, cancel)).Items,
                    Credentials = (await service.Credentials(vendor, cancel)).Items,
                    Key = key,
                    Credential = credential,
                    Faults = faults,
                },
                faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>The bots of <c>deploy/bots</c>, as they stand.</summary>
public static class SampleBots
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SampleBots).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program"));
        return reader.ReadToEnd();
    }
}
