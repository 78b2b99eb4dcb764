using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Mail;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Mail;

/// <summary>Tells people by mail what they would else miss: reads the journal's feed from where it was left, notes the mails that follow
/// from it, and sends what is due. One node does it at a time; when it is gone, another takes the room within half a minute and goes on
/// from the same point.</summary>
/// <remarks>Mails and point are stored in one transaction, and a mail's id follows from what it tells: each is made once.
/// Sending is at least once: a node that ends between the server's yes and its own note of it leaves the mail to be sent again,
/// under the same Message-ID.</remarks>
public sealed partial class MailWorker(
    Store store, MailSettings settings, UnsubscribeLinks stops, MailLinks links, MarketIdentity identity, NodeName node,
    UnpublishedEvents unpublished, DatabaseClock clock, ILogger<MailWorker> logger)
    : BackgroundService
{
    private const long HourMs = 60 * 60 * 1_000;
    private const long DayMs = 24 * HourMs;

    /// <summary>How long the room is held; renewed before each step.</summary>
    private const int HoldMs = 30_000;

    /// <summary>Mails that wait and are due; beyond it none are made until some went out: the feed keeps what they follow from.</summary>
    private const int WaitingMax = 100_000;

    /// <summary>Failed attempts after which a mail is given up: with the waits between them more than two days.</summary>
    private const int AttemptsMax = 60;

    private const long RetryFirstMs = 5_000;
    private const int SendMax = 50;
    private const int DigestShown = 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ServerDownFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly MailTemplates _letters = new(settings.Site);
    private long _forgotAt = Environment.TickCount64;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Loop.Every(LookEvery, Step, TimeProvider.System, logger, stoppingToken);

    private async Task<TimeSpan?> Step(CancellationToken cancel)
    {
        try
        {
            if (await Derive(cancel))
                await Send(cancel);
            return null;
        }
        catch (MailRefusedException refused)
        {
            LogServerDown(refused.Message);
        }
        catch (Exception fault) when (fault is not StoreDownException && !cancel.IsCancellationRequested)
        {
            // A market that cannot write mails still trades; what the mails follow from waits in the feed.
            LogFailed(fault);
        }
        return ServerDownFor;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await store.Mail.Leave(node.Value, CancellationToken.None);
        }
        catch (StoreDownException down)
        {
            LogStoreDown(down.Message);
        }
    }

    /// <summary>Notes the mails that follow from what is new. False where another node has the room.</summary>
    private async Task<bool> Derive(CancellationToken cancel)
    {
        var (held, at) = await store.Mail.Hold(node.Value, HoldMs, cancel);
        if (!held)
            return false;
        // A market that has sent no mail before begins with what comes now, not with its past.
        if (at is null)
            return await store.Mail.Derive(node.Value, await store.Feed.End(cancel), [], cancel);
        while (await store.Mail.MakeDigests(clock.Now, DayMs, (vendor, due) => identity.Derive("digest", vendor, $"{due}"), cancel))
        {
            // There are more.
        }
        if (TimeSpan.FromMilliseconds(Environment.TickCount64 - _forgotAt) > ForgetEvery)
        {
            await store.Mail.Forget(cancel);
            _forgotAt = Environment.TickCount64;
        }
        if (await store.Mail.Waiting(cancel) >= WaitingMax)
            return true;
        var feed = await store.Mail.Read(at.Value, cancel);
        return feed.End == at || await store.Mail.Derive(node.Value, feed.End, await Mails(feed, cancel), cancel);
    }

    private async Task<IReadOnlyList<MailRow>> Mails(MailFeed feed, CancellationToken cancel)
    {
        var (mails, now) = (new List<MailRow>(), clock.Now);
        foreach (var (intentId, customer) in feed.BidOn.Count > 0 ? await store.Mail.Customers(feed.BidOn, haveOffers: true, cancel) : [])
            Add(MailKind.FirstOffer, intentId, customer, now);
        var events = (await Read(feed.AboutIntents, cancel)).Where(e => e.Event is IntentOpened or IntentClosed or IntentAwarded).ToList();
        var customers = (events.Count > 0
            ? await store.Mail.Customers([.. events.Select(e => e.IntentId).Distinct()], haveOffers: false, cancel)
            : [])
            .ToDictionary(c => c.IntentId, c => c.Account);
        foreach (var e in events)
        {
            switch (e.Event)
            {
                // Of one that is short as it is there is nothing to warn of.
                case IntentOpened opened when opened.Terms.ClosesAt - HourMs > e.At && customers.TryGetValue(e.IntentId, out var customer):
                    Add(MailKind.ClosingSoon, e.IntentId, customer, opened.Terms.ClosesAt - HourMs);
                    break;
                case IntentClosed { Offers: > 0 } when customers.TryGetValue(e.IntentId, out var customer):
                    Add(MailKind.TimeToAward, e.IntentId, customer, now);
                    break;
                case IntentAwarded awarded:
                    foreach (var winner in await store.Mail.Vendors(e.IntentId, [awarded.Vendor], cancel))
                        Add(MailKind.Won, e.IntentId, winner, now);
                    foreach (var loser in await store.Mail.Vendors(e.IntentId, [.. awarded.Lost.Select(o => o.Vendor)], cancel))
                        Add(MailKind.Lost, e.IntentId, loser, now);
                    break;
            }
        }
        return mails;

        void Add(MailKind kind, IntentId intentId, AccountId account, long dueAt) =>
            mails.Add(
                new MailRow(identity.Derive("mail", account, $"{intentId}/{EnumWords.Of(kind)}"), account, kind, intentId, null, dueAt));
    }

    /// <summary>Those that can be read. The mails of the others are not made; nobody's wait for them.</summary>
    private async Task<IReadOnlyList<RecordedEvent>> Read(IReadOnlyList<StoredEvent> events, CancellationToken cancel)
    {
        var read = new List<RecordedEvent>(events.Count);
        foreach (var stored in events)
        {
            try
            {
                read.Add(EventCodec.Decode(stored));
            }
            catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
            {
                await unpublished.Note(UnpublishedEvents.Mails, stored.IntentId, stored.Seq, fault, cancel);
            }
        }
        return read;
    }

    private async Task Send(CancellationToken cancel)
    {
        await using var post = new SmtpSender(settings);
        await SendLinks(post, cancel);
        while (await store.Mail.Due(SendMax, cancel) is { Count: > 0 } due)
        {
            foreach (var mail in due)
            {
                // Who was away for long may have been followed by another.
                if (!(await store.Mail.Hold(node.Value, HoldMs, cancel)).Held)
                    return;
                await Send(mail, post, cancel);
                // Somebody sits before the page and waits for it.
                await SendLinks(post, cancel);
            }
        }
    }

    private async Task SendLinks(SmtpSender post, CancellationToken cancel)
    {
        foreach (var (link, attempts) in await store.Links.Due(SendMax, cancel))
        {
            if (!(await store.Mail.Hold(node.Value, HoldMs, cancel)).Held)
                return;
            try
            {
                var known = await store.People.FindByEmail(link.EmailKey, cancel);
                if (known is not null || link.Purpose == LinkPurpose.SignUp)
                {
                    // To the address as its owner gave it: in other letters it may be somebody else's.
                    var (subject, text) = _letters.Link(link.Purpose, known is not null, links.Token(link.Id));
                    await post.Send(
                        new MailMessage(link.Id, known?.Email ?? link.Email, subject, text.ReplaceLineEndings("\n"), null), cancel);
                }
                await store.Links.Settle(link.Id, cancel);
            }
            catch (MailRefusedException refused)
            {
                if (refused.IsFinal)
                {
                    LogGivenUp(link.Id, attempts + 1, refused.Message);
                    await store.Links.Settle(link.Id, cancel);
                }
                else
                {
                    await store.Links.Postpone(link.Id, clock.Now + WaitMs(attempts), cancel);
                }
                if (refused.IsDown)
                    throw;
            }
            catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
            {
                LogUnwritten(fault, link.Id);
                await store.Links.Postpone(link.Id, clock.Now + WaitMs(attempts), cancel);
            }
        }
    }

    /// <exception cref="MailRefusedException">The server does not answer: the others wait too.</exception>
    private async Task Send(DueMail due, SmtpSender post, CancellationToken cancel)
    {
        try
        {
            switch (due is { Wanted: true, Email: not null } ? await Tell(due.Mail, cancel) : new Told.Nothing())
            {
                case Told.Now now:
                    await post.Send(_letters.Around(due, now.What, stops.Address(settings.Site, due.Mail.Account, due.Mail.Kind)), cancel);
                    await store.Mail.Settle(due.Mail.Id, "sent", null, cancel);
                    break;
                case Told.Later later:
                    await store.Mail.Postpone(due.Mail.Id, later.At, null, cancel);
                    break;
                default:
                    await store.Mail.Settle(due.Mail.Id, "dropped", null, cancel);
                    break;
            }
        }
        catch (MailRefusedException refused)
        {
            await Fail(due, refused.Message, refused.IsFinal, cancel);
            if (refused.IsDown)
                throw;
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            // What it tells cannot be read here: the others do not wait behind it.
            LogUnwritten(fault, due.Mail.Id);
            await Fail(due, fault.GetType().Name, isFinal: false, cancel);
        }
    }

    /// <summary>It is tried again later, or given up.</summary>
    private async Task Fail(DueMail due, string why, bool isFinal, CancellationToken cancel)
    {
        if (isFinal || due.Attempts + 1 >= AttemptsMax)
        {
            LogGivenUp(due.Mail.Id, due.Attempts + 1, why);
            await store.Mail.Settle(due.Mail.Id, "dead", why, cancel);
        }
        else
        {
            await store.Mail.Postpone(due.Mail.Id, clock.Now + WaitMs(due.Attempts), why, cancel);
        }
    }

    private static long WaitMs(int attempts) => Math.Min(RetryFirstMs << Math.Min(attempts, 12), HourMs);

    /// <summary>What there is to tell at present: what was true when the mail was noted may have passed.</summary>
    private async Task<Told> Tell(MailRow mail, CancellationToken cancel)
    {
        if (mail.Kind == MailKind.Digest)
            return await TellDigest(mail, cancel);
        if (mail.IntentId is not { } intentId || await store.Intents.Get(intentId, cancel) is not { } read)
            return new Told.Nothing();
        var (intent, title) = (read.Row, Title(read));
        switch (mail.Kind)
        {
            case MailKind.FirstOffer:
                return intent.Status == IntentStatus.Open ? new Told.Now(_letters.FirstOffer(intent, title)) : new Told.Nothing();
            case MailKind.ClosingSoon when intent.Status == IntentStatus.Open && intent.ClosesAt - HourMs > clock.Now:
                return new Told.Later(intent.ClosesAt - HourMs);
            case MailKind.ClosingSoon:
                return intent.Status == IntentStatus.Open ? new Told.Now(_letters.ClosingSoon(intent, title)) : new Told.Nothing();
            case MailKind.TimeToAward:
                return intent.Status == IntentStatus.Evaluating ? new Told.Now(_letters.TimeToAward(intent, title)) : new Told.Nothing();
            case MailKind.Won:
                return new Told.Now(_letters.Won(intent, title));
            // Who had not confirmed was in no ranking to lose in.
            case MailKind.Lost when (await store.Offers.Current(intentId, mail.Account, cancel))?.Row.Status != OfferStatus.Lost:
                return new Told.Nothing();
            case MailKind.Lost:
                return new Told.Now(_letters.Lost(intent, title));
            default:
                return await store.Mail.Message(mail.Id, cancel) is { } message
                    ? new Told.Now(_letters.Message(intent, title, message.Text, fromCustomer: message.Account == intent.Account))
                    : new Told.Nothing();
        }
    }

    private async Task<Told> TellDigest(MailRow mail, CancellationToken cancel)
    {
        var (newest, count) = await store.Mail.Matches(mail.Account, mail.Since ?? 0, DigestShown, cancel);
        if (count == 0)
            return new Told.Nothing();
        var intents = (await store.Intents.GetMany(newest, cancel)).ToDictionary(i => i.Row.IntentId);
        var shown = newest.Where(intents.ContainsKey).Select(id => intents[id]).Known(read => Title(read));
        return new Told.Now(_letters.Digest([.. shown.Select(read => (read.Row, Title(read)))], count));
    }

    private static string Title(IntentRead read) => read.Texts is null ? "" : IntentTexts.FromJson(read.Texts).Title;

    [LoggerMessage(Level = LogLevel.Warning, Message = "mails wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "mails wait for the mail server: {Reason}")]
    private partial void LogServerDown(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "mails wait: this is a fault of the market")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "mail {Mail} is given up after {Attempts} attempts: {Reason}")]
    private partial void LogGivenUp(Guid mail, int attempts, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "mail {Mail} cannot be written by this node: it is tried again later")]
    private partial void LogUnwritten(Exception fault, Guid mail);

    private abstract record Told
    {
        public sealed record Now((string Subject, string Text) What) : Told;

        /// <param name="At">The close has moved: Unix milliseconds.</param>
        public sealed record Later(long At) : Told;

        public sealed record Nothing : Told;
    }
}
