using System.Globalization;
using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Market;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;
using Microsoft.Extensions.Primitives;

namespace IntentMarket.Web.Intents;

/// <summary>Writing an intent, with or without an account, and changing one that is open. What is written is saved as a draft by
/// the preview itself.</summary>
internal static class ComposerEndpoints
{
    private const int NeedMax = 200;

    public static void MapComposer(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/intents/new", Open);
        pages.MapPost(
            "/intents/new/preview",
            async (Form form, Visitor visitor, HttpContext context, Composing composing, CancellationToken cancel) =>
            {
                var model = await composing.Model(form, null, cancel);
                await composing.Save(model.Given, visitor, context, cancel);
                return View.Of<ComposerPreview>(new { Model = model, IsAnew = true });
            });
        pages.MapPost(
            "/intents/new/check", async (Form form, Visitor visitor, HttpContext context, Composing composing, CancellationToken cancel) =>
            {
                var model = await composing.Model(form, null, cancel);
                await composing.Save(model.Given, visitor, context, cancel);
                return View.Of<ComposerPage>(new { Model = model with { Faults = model.Wrong } });
            }).WithMetadata(new WhenStale(Keep));
        pages.MapPost("/intents/new", Post).WithMetadata(new WhenStale(Keep));
        var own = pages.MapGroup("/intents/{id:guid}/amend").ForCustomers();
        own.MapGet("", async (IntentId id, Visitor visitor, Composing composing, CancellationToken cancel) =>
        {
            var intent = await composing.Intent(visitor.Customer, id, cancel);
            return intent is { Status: "open", Auction.Format: "open" }
                ? View.Of<ComposerPage>(new
                {
                    Model = await composing.Model(IntentForm.Amending(intent), id, cancel),
                    Note =
                        "Vendors who have offered are asked to confirm that they still mean it. The close can be moved later, not earlier.",
                })
                : throw new ProblemException(
                    ProblemView.Of(Problems.NotAmendable, "only an intent in the open format can be changed, while it is open"));
        });
        own.MapPost("/preview", async (IntentId id, Form form, Composing composing, CancellationToken cancel) =>
            View.Of<ComposerPreview>(new { Model = await composing.Model(form, id, cancel), IsAnew = true }));
        own.MapPost("/check", async (IntentId id, Form form, Composing composing, CancellationToken cancel) =>
        {
            var model = await composing.Model(form, id, cancel);
            return View.Of<ComposerPage>(new { Model = model with { Faults = model.Wrong } });
        });
        // What was changed after it was posted, to be changed there.
        own.MapPost("/anew", async (IntentId id, Form form, Visitor visitor, Composing composing, CancellationToken cancel) =>
        {
            var intent = await composing.Intent(visitor.Customer, id, cancel);
            return intent is { Status: "open", Auction.Format: "open" }
                ? View.Of<ComposerPage>(new
                {
                    Model = await composing.Model(IntentForm.Changed(form, intent), id, cancel),
                    Note = "This is what you posted with your change. Send it when it is right.",
                })
                : throw new ProblemException(
                    ProblemView.Of(Problems.NotAmendable, "only an intent in the open format can be changed, while it is open"));
        });
        own.MapPost("", Amend);
    }

    private static async Task<IResult> Open(
        string? need, Guid? draft, IntentId? from, Visitor visitor, HttpContext context, Composing composing, IntentService service,
        CancellationToken cancel)
    {
        if (from is not null && visitor.Find(AccountKind.Customer) is null)
            return TypedResults.Redirect($"/sign-in?back={Uri.EscapeDataString($"/intents/new?from={from}")}");
        var isSent = draft is not null && context.Request.Query.ContainsKey("signed-in");
        var isNamed = draft is not null;
        // Who comes back without an account goes on where they were.
        draft ??= from is null && Unicode.IsBlank(need) && !visitor.IsSignedIn ? Composing.Remembered(context) : null;
        if (draft is { } id && await composing.Draft(id, visitor, context, cancel) is { } saved)
        {
            return View.Of<ComposerPage>(new
            {
                Model = await composing.Model(saved.In(context), null, cancel, id),
                Note = isSent ? "You are signed in, and this is as you left it: post it when you are ready." : null,
            });
        }
        // Who comes back to what was posted finds it again, and whether to change it there or to post another.
        if (draft is { } sent && visitor.Find(AccountKind.Customer) is { } customer
            && await service.Posted(customer, sent.ToString(), cancel) is { } posted)
        {
            return View.Of<ComposerPage>(
                new { Model = await composing.Model(IntentForm.Amending(posted), null, cancel, Guid.NewGuid()), Posted = posted });
        }
        var given = from is { } template
            ? IntentForm.Again(await composing.Intent(visitor.Customer, template, cancel))
            : IntentForm.Start(Cut(need), Guess.From(context.Request.Headers.AcceptLanguage));
        return View.Of<ComposerPage>(
            new
            {
                Model = await composing.Model(given, null, cancel, Guid.NewGuid()),
                Note = isNamed ? "There is no such draft, or it is not yours to see. What you write here is a new one." : null,
            },
            isNamed ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Post(
        Form form, Visitor visitor, HttpContext context, Composing composing, IntentService service, MarketIdentity identity,
        CancellationToken cancel)
    {
        var model = await composing.Model(form, null, cancel);
        if (model.Told is { Count: > 0 } faults)
        {
            await composing.Save(model.Given, visitor, context, cancel);
            return Refused(model, faults);
        }
        if (visitor.Find(AccountKind.Customer) is not { } customer)
        {
            await composing.Save(model.Given, visitor, context, cancel);
            var back = Uri.EscapeDataString($"/intents/new?draft={model.Draft}&signed-in");
            return TypedResults.Redirect(visitor.IsSignedIn ? $"/account/open?kind=customer&back={back}" : $"/sign-up?back={back}");
        }
        if (!model.IsAnswered || model.IsSwitched)
        {
            await composing.Save(model.Given, visitor, context, cancel);
            return View.Of<ComposerPage>(new { Model = model, IsAsking = true }, StatusCodes.Status422UnprocessableEntity);
        }
        PageConventions.MustNotBeSuspended(customer);
        // A draft becomes one intent, however often it is sent.
        var answer = await service.Post(customer, model.Draft.ToString(), model.Read.Tree(), cancel);
        if (answer.Problem is { } problem && problem.Code != Problems.KeyReused)
            return Refused(model, model.Read.Told(problem));
        if (answer.Problem is not null && await service.Posted(customer, model.Draft.ToString(), cancel) is { } posted
            && !composing.IsSame(form, posted))
        {
            return View.Of<ComposerPage>(
                new { Model = model with { Draft = Guid.NewGuid() }, Posted = posted }, StatusCodes.Status422UnprocessableEntity);
        }
        await composing.Forget(model.Draft, customer, context, cancel);
        return TypedResults.LocalRedirect(
            $"/intents/{answer.Value?.Id ?? identity.IntentOf(customer.Id, model.Draft.ToString()).ToString()}");
    }

    /// <summary>The session ran out while the form was written, or another began: what it says is kept, and posted when it is sent
    /// once more.</summary>
    private static async Task<IResult> Keep(HttpContext context)
    {
        var (visitor, composing) = (Visitor.Of(context), context.RequestServices.GetRequiredService<Composing>());
        var form = await Form.BindAsync(context) ?? Form.Empty;
        if (visitor.IsSignedIn)
        {
            return View.Of<ComposerPage>(
                new
                {
                    Model = await composing.Model(form, null, context.RequestAborted),
                    Note = "The page was open for a long time, so nothing was posted yet. This is what you wrote: "
                        + "post it when you are ready.",
                },
                StatusCodes.Status422UnprocessableEntity);
        }
        // The one of before is its account's: who signs in has this one in its place.
        var draft = Guid.NewGuid();
        form = form.With(new KeyValuePair<string, StringValues>("draft", draft.ToString()));
        await composing.Save(form, visitor, context, context.RequestAborted);
        return TypedResults.Redirect($"/sign-in?kept&back={Uri.EscapeDataString($"/intents/new?draft={draft}&signed-in")}");
    }

    private static async Task<IResult> Amend(
        IntentId id, Form form, Visitor visitor, Composing composing, IntentService service, CancellationToken cancel)
    {
        var model = await composing.Model(form, id, cancel);
        if (model.Read.Own.Count > 0)
            return Refused(model, model.Told);
        if (model.Sketch.Faults.Count == 0 && !model.IsAnswered)
            return View.Of<ComposerPage>(new { Model = model, IsAsking = true }, StatusCodes.Status422UnprocessableEntity);
        var version = int.TryParse(form["version"], out var given) ? given : 0;
        var answer = await service.Amend(visitor.Customer, id, null, model.Read.Tree(version), cancel);
        return answer.Problem is { } problem ? Refused(model, model.Read.Told(problem)) : TypedResults.LocalRedirect($"/intents/{id}");
    }

    private static IResult Refused(ComposerModel model, IReadOnlyList<FormFault> faults) =>
        View.Of<ComposerPage>(new { Model = model with { Faults = faults } }, StatusCodes.Status422UnprocessableEntity);

    private static string Cut(string? need) => Form.Cut(need?.Trim() ?? "", NeedMax);
}

/// <summary>What the composer shows.</summary>
/// <param name="Intent">The intent that is amended; null: a new one.</param>
/// <param name="Draft">The new one's draft.</param>
/// <param name="Faults">What the form was refused for.</param>
public sealed record ComposerModel(
    Form Given, IntentForm Read, IntentSketch Sketch, IReadOnlyList<WeightExplanation> Weighed, IntentId? Intent, Guid Draft,
    IReadOnlyList<FormFault> Faults)
{
    /// <summary>The currency was changed to that of a sign beside the budget just now, and not by hand.</summary>
    public bool IsSwitched { get; init; }

    private static readonly string[] NotYet = [FaultCodes.Missing, FaultCodes.Blank, FaultCodes.Empty];

    /// <summary>What can be posted and is hardly meant, to be asked once: the next press says yes to just this.</summary>
    public IReadOnlyList<FormFault> Questions =>
    [
        .. Sketch.Warnings.Select(w => new FormFault(w.At, UiText.Question(w))),
        .. IsSwitched
            ? (FormFault[])[new("currency", $"You wrote {Given["budget"]}, so the currency is {Given["currency"]} now. Do you mean that?")]
            : [],
    ];

    /// <summary>All that is wrong with it.</summary>
    public IReadOnlyList<FormFault> Told => Read.Told(Sketch.Faults);

    /// <summary>What the questions are about, for the form to say that they were asked.</summary>
    public string Asked => string.Join(' ', Sketch.Warnings.Select(w => $"{w.Code}:{About(w.At)}"));

    /// <summary>A preference by its criterion: its place among the others may change.</summary>
    private string About(string at) => at.StartsWith("/terms/prefer/", StringComparison.Ordinal)
        ? Sketch.Terms!.Terms.Prefer[int.Parse(at.Split('/')[^1], CultureInfo.InvariantCulture)].Criterion.Name
        : at;

    public bool IsAnswered => Asked.Length == 0 || Given["asked"] == Asked;

    public bool IsAmendment => Intent is not null;

    public string Address => Intent is { } id ? $"/intents/{id}/amend" : "/intents/new";

    /// <summary>What is not filled in yet, in words.</summary>
    public IReadOnlyList<string> Missing =>
        [
            .. Read.Told(Sketch.Faults.Where(f => NotYet.Contains(f.Code))).ExceptBy(Read.Own.Select(f => f.Field), f => f.Field)
                .Select(f => IntentForm.Called(f.Field)).Distinct(),
        ];

    /// <summary>What is wrong beside that.</summary>
    public IReadOnlyList<FormFault> Wrong => Read.Told(Sketch.Faults.Where(f => !NotYet.Contains(f.Code)));

    /// <summary>The fields of weights, each with its criterion.</summary>
    public IEnumerable<(string Name, string Criterion)> Weights => IntentForm.Weights(Given);

    /// <summary>Fields whose faults are told while they are filled in.</summary>
    public IEnumerable<string> Watched => IntentForm.WatchedFields(Given);
}

/// <summary>What the composer does beside showing: drafts, and the intents that it starts from.</summary>
internal sealed class Composing(
    Store store, IntentService service, IntentAccess access, Taxonomies taxonomies, MarketIdentity identity,
    IHttpContextAccessor visits, TimeProvider clock)
{
    private const string Cookie = SiteSetup.CookiePrefix + "draft";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="draft">Null: as the form says.</param>
    public async Task<ComposerModel> Model(Form given, IntentId? amended, CancellationToken cancel, Guid? draft = null)
    {
        var other = amended is null ? Amounts.OtherCurrencyOf(given["budget"], given["currency"]) : null;
        var isSwitched = other is not null && given["signed"] != other;
        if (isSwitched)
            given = given.With(new("currency", other), new("signed", other));
        var read = IntentForm.Read(given, taxonomies.Tree, Now);
        var rules = amended is { } id && await store.Intents.Get(id, cancel) is { } intent ? intent.Row.Rules : Rules.Newest;
        var customer = visits.HttpContext is { } context ? Visitor.Of(context).Find(AccountKind.Customer) : null;
        var sketch = await service.Sketch(customer, read.Tree(), rules, cancel);
        return new ComposerModel(
            given, read, sketch, sketch.Terms is { } terms ? WeightExplanations.Of(terms) : [], amended,
            draft ?? IdOf(given) ?? Guid.NewGuid(), [])
        {
            IsSwitched = isSwitched,
        };
    }

    /// <summary>Whether a form that is sent again says what it said when it was posted.</summary>
    public bool IsSame(Form form, IntentDocument posted) => IntentService.SaysTheSame(
        IntentForm.Read(form, taxonomies.Tree, DateTimeOffset.Parse(posted.OpenedAt, System.Globalization.CultureInfo.InvariantCulture)
            .ToUnixTimeMilliseconds()).Tree(), posted);

    public async Task<IntentDocument> Intent(Account customer, IntentId id, CancellationToken cancel) =>
        IntentView.Of(await access.MustRead(customer, id, cancel), forCustomer: true);

    /// <summary>A draft that the visitor may open, theirs from now on where they are signed in; null where there is none. One that is
    /// nobody's is the browser's that wrote it: a link to it gives it to no other.</summary>
    public async Task<Form?> Draft(Guid id, Visitor visitor, HttpContext context, CancellationToken cancel)
    {
        var customer = visitor.Find(AccountKind.Customer);
        if (await store.Drafts.Get(id, customer?.Id, cancel) is not { } draft || (draft.Account is null && Remembered(context) != id))
            return null;
        if (draft.Account is null && customer is not null)
        {
            await store.Drafts.Claim(id, customer.Id, Now, cancel);
            await KeepOne(id, DraftText.Read(draft.Body), customer, cancel);
        }
        return IntentForm.Readable(DraftText.Read(draft.Body));
    }

    /// <summary>Saves what was written so far, where there is anything worth it, and lets the browser come back to it.</summary>
    public async Task Save(Form form, Visitor visitor, HttpContext context, CancellationToken cancel)
    {
        if (IdOf(form) is not { } id || !(form.Has("title") || form.Has("description")))
            return;
        var body = DraftText.Write(form);
        var customer = visitor.Find(AccountKind.Customer);
        var address = identity.Hash($"draft/{context.FromAddress()}");
        if (body.Length > DraftText.Max || !await store.Drafts.Save(new Draft(id, customer?.Id, body, Now), address, cancel))
            return;
        if (customer is null)
        {
            context.Response.Cookies.Append(
                Cookie, id.ToString("N"),
                new CookieOptions { MaxAge = DraftStore.NobodysKeptFor, HttpOnly = true, SameSite = SameSiteMode.Lax });
        }
        if (context.Request.Headers.ContainsKey("HX-Request"))
            context.Response.Headers["HX-Replace-Url"] = $"/intents/new?draft={id}";
        else if (customer is not null)
            await KeepOne(id, form, customer, cancel);
    }

    /// <summary>A request has one draft: an earlier attempt that asks for the same is replaced.</summary>
    private async Task KeepOne(Guid id, Form form, Account customer, CancellationToken cancel)
    {
        foreach (var other in await store.Drafts.List(customer.Id, cancel))
        {
            var before = DraftText.Read(other.Body);
            if (other.Id != id && form.Has("title") && before["title"] == form["title"] && before["description"] == form["description"])
                await store.Drafts.Remove(other.Id, customer.Id, cancel);
        }
    }

    public async Task Forget(Guid draft, Account customer, HttpContext context, CancellationToken cancel)
    {
        await store.Drafts.Remove(draft, customer.Id, cancel);
        if (Remembered(context) is not null)
            context.Response.Cookies.Delete(Cookie);
    }

    /// <summary>The draft that this browser wrote last without an account.</summary>
    public static Guid? Remembered(HttpContext context) => Guid.TryParse(context.Request.Cookies[Cookie], out var id) ? id : null;

    private static Guid? IdOf(Form form) => Guid.TryParse(form["draft"], out var id) && id != Guid.Empty ? id : null;
}
